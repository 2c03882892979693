// A Python with the libraries that some tests need, kept beside the engine: they take hundreds of megabytes.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../harness/engine/cache";
import { runsWell } from "../test/command";

const isWindows = process.platform === "win32";

/** @returns the program, installed on first use with the versions of the file */
export async function ensurePython(requirements: string): Promise<string> {
  const versions = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const target = join(dirname(cacheFolder(process.env)), `python-clients-${versions}`);
  if (!existsSync(target)) await fill(target, requirements);
  return programIn(target);
}

function programIn(folder: string): string {
  return join(folder, isWindows ? "Scripts/python.exe" : "bin/python");
}

/** Filled beside its place and renamed, so that nobody ever sees half of it. */
async function fill(target: string, requirements: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  const partial = mkdtempSync(`${target}.partial-`);
  try {
    const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--requirement", requirements];
    const isThere = await runsWell(isWindows ? "python" : "python3", ["-m", "venv", partial]);
    if (!isThere || !(await runsWell(programIn(partial), pip))) {
      throw new Error("The Python libraries could not be installed. This needs Python 3.10 or later, and PyPI.");
    }
    renameSync(partial, target);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
