// The package as its users have it: packed, then installed from the tarball beside Pulumi's SDK, once per test run.
import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withoutForeignSettings } from "../engine/environment";
import { ROOT } from "../root";
import { runProcess } from "../run-process";
import { temporaryFolder } from "./temporary-folder";

const INSTALL_LIMIT_MS = 180_000;
export const QUIETLY = ["--prefer-offline", "--no-audit", "--no-fund"];
const COMPANIONS = ["@pulumi/pulumi", "typescript", "ts-node", "@types/node"];

let installation: Promise<string> | undefined;
let tarball: Promise<string> | undefined;

/** The folder whose node_modules holds the installed tarball. */
export function installedPackage(): Promise<string> {
  installation ??= install();
  return installation;
}

/** The packed package, made once per test run. */
export function packedPackage(): Promise<string> {
  tarball ??= pack();
  return tarball;
}

async function install(): Promise<string> {
  const folder = temporaryFolder("install");
  const dependencies: Record<string, string> = { "pulumi-connectedorgs": `file:${await packedPackage()}` };
  for (const name of COMPANIONS) {
    dependencies[name] = require(`${name}/package.json`).version;
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  await npm(folder, ["install", ...QUIETLY]);
  return folder;
}

async function pack(): Promise<string> {
  if (!existsSync(join(ROOT, "dist", "sdk", "index.js"))) {
    throw new Error("There is no build to pack: run `npm run build` before the tests that use the installed package.");
  }
  const folder = temporaryFolder("tarball");
  // Without scripts, because a build in the middle of a test run would empty dist/ under the other tests.
  await npm(ROOT, ["pack", "--ignore-scripts", "--pack-destination", folder]);
  const [name = ""] = await readdir(folder);
  return join(folder, name);
}

export async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const env = withoutForeignSettings(process.env);
  const { exitCode, output } = await runProcess("npm", args, { cwd, env, timeoutMs: INSTALL_LIMIT_MS });
  if (exitCode !== 0) {
    throw new Error(`npm ${args.join(" ")} failed:\n${output}`);
  }
}
