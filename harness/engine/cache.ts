// The folder outside the checkout that caches a downloaded or built engine.
import { mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { ENGINE_VERSION } from "./pin";
import { versionIn } from "./version";

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const base = env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const root = env["CONNECTEDORGS_ENGINE_CACHE"] || join(base, "pulumi-connectedorgs", "engine");
  return join(root, `${ENGINE_VERSION}-${process.platform}-${process.arch}`);
}

/** Fills a folder beside the target, then renames it, so that no process sees an incomplete engine. */
export async function publish(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(target);
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    await fill(partial);
    const version = await versionIn(partial);
    if (version !== ENGINE_VERSION) {
      throw new Error(`the new pulumi says version ${version ?? "nothing"} instead of ${ENGINE_VERSION}`);
    }
    await moveInto(partial, target);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function moveInto(partial: string, target: string): Promise<void> {
  try {
    await rename(partial, target);
  } catch (error) {
    // Another process was faster. Keep its engine if it works: it may be in use.
    if ((await versionIn(target)) === ENGINE_VERSION) {
      return;
    }
    await rm(target, { recursive: true, force: true });
    await rename(partial, target).catch(() => Promise.reject(error));
  }
}

async function removeAbandoned(target: string): Promise<void> {
  const prefix = `${basename(target)}.partial-`;
  for (const name of await readdir(dirname(target))) {
    const path = join(dirname(target), name);
    if (name.startsWith(prefix) && Date.now() - (await stat(path)).mtimeMs > ABANDONED_AFTER_MS) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
