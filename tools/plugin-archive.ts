// `npm run plugin:archive`: the plugin as Pulumi downloads it, one archive for each platform, in dist-plugin/. The content is
// the same, but for the command file by which Windows starts it.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../harness/root";
import { version } from "../package.json";

const name = "pulumi-resource-connectedorgs";
const systems = ["linux", "darwin", "windows"];
const machines = ["amd64", "arm64"];

/** @returns the paths of the archives */
export function archivePlugin(target: string): string[] {
  mkdirSync(target, { recursive: true });
  return systems.flatMap((system) => machines.map((machine) => archive(target, system, machine)));
}

function archive(target: string, system: string, machine: string): string {
  const folder = mkdtempSync(join(tmpdir(), "plugin-archive-"));
  try {
    cpSync(join(ROOT, "dist", "plugin", name), join(folder, name));
    cpSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
    cpSync(join(ROOT, "dist", "LICENSES.txt"), join(folder, "LICENSES.txt"));
    if (system === "windows") writeFileSync(join(folder, `${name}.cmd`), `@node "%~dp0${name}" %*\r\n`);
    const path = join(target, `${name}-v${version}-${system}-${machine}.tar.gz`);
    const { status, stderr } = spawnSync("tar", ["-czf", path, "-C", folder, "."], { encoding: "utf8" });
    if (status !== 0) throw new Error(`tar failed: ${stderr}`);
    return path;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (require.main === module) {
  for (const path of archivePlugin(join(ROOT, "dist-plugin"))) console.log(path);
}
