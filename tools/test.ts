// `npm test`: every check of this repository. A failing step does not hide the ones after it.
import { rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensureEngine } from "../harness/engine";
import { ROOT } from "../harness/root";
import { runsWell } from "./test/command";
import { runMocha } from "./test/mocha-step";
import { type Outcome, outcomeOf } from "./test/outcome";
import { runSteps, type Step } from "./test/steps";

const RAW_COVERAGE = join(ROOT, "coverage", "raw");
// Packing would run `prepare`, and so build once more.
const WITHOUT_SCRIPTS = { npm_config_ignore_scripts: "true" };

const steps: Step[] = [
  // First, because the examples are checked against the built package.
  ["Build", () => outcomeOf(runsWell("npm", ["run", "--silent", "build"]))],
  ["Type check", () => outcomeOf(runsWell("tsc", ["--noEmit"]))],
  ["Lint", () => outcomeOf(runsWell("biome", ["check", "--error-on-warnings", "."]))],
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
  process.exitCode = await runSteps(steps);
}

void main();
