// Mocha's real sums. A run that crashed or found no test must never look like a good one.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../harness/root";
import { runsWell } from "./command";
import type { Outcome } from "./outcome";

const REPORTER = join(ROOT, "tests", "support", "counting-reporter.ts");

export function runMocha(specs: string, env: NodeJS.ProcessEnv = {}): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "connectedorgs-counts-"));
  const counts = join(folder, "counts.json");
  try {
    // With --exit, since a test that failed half-way may have left a server or a process open.
    const args = ["--exit", "--reporter", REPORTER, "--reporter-option", `counts=${counts}`, specs];
    const isWell = runsWell("mocha", args, env);
    return judge(readCounts(counts), isWell);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judge(counts: Outcome | undefined, isWell: boolean): Outcome {
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

function readCounts(file: string): Outcome | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Outcome;
  } catch {
    return undefined;
  }
}
