// The test files, the folders with the longest files first, so that at the end no core waits for one of them.
import { readdirSync } from "node:fs";
import { join, sep } from "node:path";

const LONG = ["versions", "docs", "faults", "security", "pipelines", "engine", "examples", "credentials"];

/** These need more than Node, and have commands of their own. */
const APART = ["languages"];

export function testFiles(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  return names
    .filter((name) => !APART.includes(topOf(name)))
    .sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1))
    .map((name) => join(folder, name));
}

function rank(name: string): number {
  const top = topOf(name);
  return LONG.includes(top) ? LONG.indexOf(top) : LONG.length;
}

function topOf(name: string): string {
  return name.split(sep)[0] ?? "";
}
