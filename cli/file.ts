// Files that an option names.
import { accessSync, constants, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { oneLine } from "../provider/errors";
import { type Rule, UsageError } from "./arguments";

/** Checked before anything is read or created, rather than when the answers are in. */
export const writable: Rule<string> = {
  normalize: (file) => {
    try {
      accessSync(dirname(resolve(file)), constants.W_OK);
      return file;
    } catch {
      return undefined;
    }
  },
  expected: "a file in a folder that exists and is writable",
};

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ENOTDIR: "does not exist",
  EISDIR: "is a folder",
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
};

/** The byte order mark, with which Windows PowerShell 5 begins what it writes: with `>` in UTF-16. */
const mark = /^\uFEFF/;

/** @param path `-` is the standard input @throws UsageError */
export function readTextFile(path: string, option: string): string {
  try {
    const bytes = readFileSync(path === "-" ? 0 : path);
    return bytes.toString(encodingOf(bytes)).replace(mark, "");
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `The file of --${option} ${reasons[code] ?? `cannot be read (${oneLine(message)})`}: ${path}.`,
    );
  }
}

function encodingOf(bytes: Buffer): "utf16le" | "utf8" {
  return bytes[0] === 0xff && bytes[1] === 0xfe ? "utf16le" : "utf8";
}

/** Keeps the encoding. Whoever reads the file meanwhile sees it whole, before or after. */
export function replaceFile(path: string, text: string): void {
  const file = realpathSync(path);
  const next = `${file}.${process.pid}.tmp`;
  const before = readFileSync(file);
  const encoding = encodingOf(before);
  const [begin = ""] = mark.exec(before.toString(encoding)) ?? [];
  writeFileSync(next, begin + text, { encoding, mode: statSync(file).mode });
  renameSync(next, file);
}

/** @throws UsageError */
export function readJsonFile(path: string, option: string): unknown {
  const text = readTextFile(path, option);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`The file of --${option} is not JSON: ${path}.`);
  }
}
