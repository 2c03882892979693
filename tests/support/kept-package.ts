/** Packages of npm that are too big to be dependencies: installed on first use, and kept beside the engine. */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../harness/engine/cache";
import { npm } from "../../harness/project/installed-package";

/** @returns the package's own folder */
export async function keptPackage(name: string, version: string): Promise<string> {
  const target = join(dirname(cacheFolder(process.env)), `${name}-${version}`);
  if (!existsSync(target)) await fill(target, `${name}@${version}`);
  return join(target, "node_modules", name);
}

/** Filled beside its place and renamed, so that nobody ever sees half of it. */
async function fill(target: string, what: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const partial = await mkdtemp(`${target}.partial-`);
  await npm(partial, ["install", what, "--prefix", partial, "--ignore-scripts", "--no-audit", "--no-fund"]);
  // Another process may have been quicker, and its copy is as good.
  await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
}
