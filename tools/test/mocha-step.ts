// Runs mocha and reads its counts. A run that crashes or finds no test never passes.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../harness/root";
import { runsWell } from "./command";
import type { Counts } from "./counts";

const REPORTER = join(ROOT, "tests", "support", "counting-reporter.ts");

/** @param args files or patterns, and options */
export async function runMocha(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "connectedorgs-counts-"));
  const file = join(folder, "counts.json");
  try {
    // --exit, because a failed test may leave a server or a process open.
    const options = ["--exit", "--reporter", REPORTER, "--reporter-option", `counts=${file}`];
    const isWell = await runsWell("mocha", [...options, ...args], env);
    return judge(readCounts(file), isWell);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judge(counts: Counts | undefined, isWell: boolean): Counts {
  if (counts === undefined) {
    console.error("mocha ended without a result.");
    return { passed: 0, failed: 1 };
  }
  if (counts.passed + counts.failed === 0) {
    console.error("mocha found no test.");
    return { passed: 0, failed: 1 };
  }
  return { passed: counts.passed, failed: isWell ? counts.failed : Math.max(counts.failed, 1) };
}

function readCounts(file: string): Counts | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Counts;
  } catch {
    return undefined;
  }
}
