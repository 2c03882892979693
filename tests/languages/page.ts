/** A program as a page of docs/ shows it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../harness/root";

export function programOf(page: string, file: string): string {
  const text = readFileSync(join(ROOT, "docs", page), "utf8");
  const [, program] = new RegExp(`^\`\`\`\\w+ title="${file}"\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(text) ?? [];
  if (program === undefined) throw new Error(`docs/${page} shows no ${file}.`);
  return program;
}
