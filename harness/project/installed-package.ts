// The package as users get it: packed, then installed from the tarball with Pulumi's SDK, once per test run.
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withoutForeignSettings } from "../engine/environment";
import { ROOT } from "../root";
import { runProcess } from "../run-process";
import { temporaryFolder } from "./temporary-folder";

/** Holds the folder of the installation that later processes share. */
const SHARED = "CONNECTEDORGS_TEST_INSTALLATION";
const INSTALL_LIMIT_MS = 180_000;
export const QUIETLY = ["--prefer-offline", "--no-audit", "--no-fund"];
const COMPANIONS = ["@pulumi/pulumi", "typescript", "ts-node", "@types/node", "yaml"];

let installation: Promise<string> | undefined;
let packing: Promise<string> | undefined;

/** The folder whose node_modules contains the installed tarball; tests put projects into it. */
export function installedPackage(): Promise<string> {
  installation ??= sharedFolder() ?? install();
  return installation;
}

/** The packed package. */
export async function packedPackage(): Promise<string> {
  packing ??= sharedFolder() ?? pack();
  const folder = join(await packing, "packed");
  const [name = ""] = await readdir(folder);
  return join(folder, name);
}

/** Packs and installs once for all processes that this one starts afterwards. */
export async function shareInstallation(): Promise<void> {
  process.env[SHARED] = await installedPackage();
}

function sharedFolder(): Promise<string> | undefined {
  const folder = process.env[SHARED];
  return folder === undefined ? undefined : Promise.resolve(folder);
}

async function install(): Promise<string> {
  const tarball = await packedPackage();
  const folder = join(tarball, "..", "..");
  const dependencies: Record<string, string> = { "pulumi-connectedorgs": `file:${tarball}` };
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
  const folder = temporaryFolder("install");
  await mkdir(join(folder, "packed"));
  // Without scripts, because a build during a test run would empty dist/ under the other tests.
  await npm(ROOT, ["pack", "--ignore-scripts", "--pack-destination", join(folder, "packed")]);
  return folder;
}

export async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const env = withoutForeignSettings(process.env);
  const { exitCode, output } = await runProcess("npm", args, { cwd, env, timeoutMs: INSTALL_LIMIT_MS });
  if (exitCode !== 0) {
    throw new Error(`npm ${args.join(" ")} failed:\n${output}`);
  }
}
