// The test files, slowest folders first, so that at the end no core waits for one long file.
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";

const SLOW = ["versions", "docs", "engine", "examples", "pipelines", "credentials", "faults", "security", "contract"];

export function testFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  return names
    .sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1))
    .map((name) => join(folder, name));
}

function rank(name: string): number {
  const [top = ""] = name.split(sep);
  return SLOW.includes(top) ? SLOW.indexOf(top) : SLOW.length;
}
