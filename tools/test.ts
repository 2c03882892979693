// `npm test`: every check of this repository. A failing step does not hide the ones after it.
import { rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensureEngine } from "./engine";
import { ROOT, runsWell } from "./test/command";
import { runMocha } from "./test/mocha-step";
import { closingLine, type Outcome, outcomeOf, sum } from "./test/outcome";

const RAW_COVERAGE = join(ROOT, "coverage", "raw");
// Packing would run `prepare`, and so build once more.
const WITHOUT_SCRIPTS = { npm_config_ignore_scripts: "true" };

type Step = [headline: string, run: () => Outcome | Promise<Outcome>];

const steps: Step[] = [
  ["Type check", () => outcomeOf(runsWell("tsc", ["--noEmit"]))],
  ["Lint", () => outcomeOf(runsWell("biome", ["check", "--error-on-warnings", "."]))],
  ["Build", () => outcomeOf(runsWell("npm", ["run", "--silent", "build"]))],
  ["Package", () => outcomeOf(runsWell("npm", ["run", "--silent", "lint:package"], WITHOUT_SCRIPTS))],
  ["Unused code", () => outcomeOf(runsWell("npm", ["run", "--silent", "lint:unused"]))],
  ["Engine", provideEngine],
  ["Tests", () => runMocha("tests/**/*.test.ts", { NODE_V8_COVERAGE: RAW_COVERAGE })],
  ["Coverage", () => outcomeOf(runsWell("c8", ["report", "--check-coverage", "--temp-directory", RAW_COVERAGE]))],
];

async function provideEngine(): Promise<Outcome> {
  const { folders, source } = await ensureEngine();
  console.log(`${folders.join(delimiter)} (${source})`);
  return outcomeOf(true);
}

async function main(): Promise<void> {
  rmSync(join(ROOT, "coverage"), { recursive: true, force: true });
  const outcomes: Outcome[] = [];
  for (const [headline, run] of steps) {
    console.log(`\n== ${headline}`);
    outcomes.push(await outcomeOfStep(run));
  }
  const total = sum(outcomes);
  console.log(`\n${closingLine(total)}`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

async function outcomeOfStep(run: Step[1]): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return outcomeOf(false);
  }
}

void main();
