import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A shell script in the place of a real program. */
export function writeExecutable(folder: string, name: string, script: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}
