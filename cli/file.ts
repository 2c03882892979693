// Files that an option names.
import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { oneLine } from "../provider/errors";
import { UsageError } from "./arguments";

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
