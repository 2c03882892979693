// The folder the project goes to.
import { mkdir, readdir, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../provider/errors";
import type { Files } from "./program";

/** @throws UserError if the folder holds anything */
export async function requireEmpty(folder: string): Promise<void> {
  const [first] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new UserError(`The folder ${folder} cannot be used: ${error.message}.`);
  });
  if (first === undefined) return;
  throw new UserError(
    `The folder ${folder} is not empty.`,
    "Choose another one with --out, or overwrite with --force.",
  );
}

/** Its path as npm will see it. */
export async function makeFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return await realpath(folder);
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
