// The language hosts that not every test and command needs: found with the engine or on PATH, otherwise built beside it.
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { buildHost, hasGo } from "./go-build";
import { folderOnPath, hostOf, INSTALL_PAGE, type Language } from "./pin";

type Build = (language: Language, folder: string, env: NodeJS.ProcessEnv) => Promise<void>;

/**
 * @param folders the engine's
 * @param own where a host may be put: beside the engine that is ours, because the engine warns of one on PATH
 * @returns the folder that holds the host
 */
export async function ensureHost(
  language: Language,
  folders: readonly string[],
  own: string,
  env: NodeJS.ProcessEnv,
  build: Build = buildHost,
): Promise<string> {
  const host = hostOf(language);
  const found = folderOnPath([...folders, own, env["PATH"] ?? ""].join(delimiter), host);
  if (found !== undefined) return found;
  if (!hasGo(env)) {
    throw new Error(
      `There is no ${host} and no Go to build it: install Pulumi from ${INSTALL_PAGE}, which includes it.`,
    );
  }
  await mkdir(own, { recursive: true });
  const partial = await mkdtemp(join(own, ".partial-"));
  try {
    await build(language, partial, env);
    // The host last: who sees it has everything.
    const files = (await readdir(partial)).sort((file) => (file === host ? 1 : -1));
    for (const file of files) await rename(join(partial, file), join(own, file));
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return own;
}
