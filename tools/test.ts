// `npm test`: every check of this repository. A failing step does not hide the ones after it.
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { ensureEngine } from "../harness/engine";
import { shareInstallation } from "../harness/project/installed-package";
import { ROOT } from "../harness/root";
import { runsWell } from "./test/command";
import { type Counts, countsOf } from "./test/counts";
import { runMocha } from "./test/mocha-step";
import { runSteps, type Step } from "./test/steps";
import { testFiles } from "./test/test-files";

const RAW_COVERAGE = join(ROOT, "coverage", "raw");
// Twice as many as there are cores, because a test often waits for a process or a server.
const JOBS = String(2 * availableParallelism());
// An engine that lives for a second or two need not collect garbage: an eighth of its processor time.
const SHORT_LIVED = { GOGC: "400" };
// Packing would run `prepack`, and so build once more.
const WITHOUT_SCRIPTS = { npm_config_ignore_scripts: "true" };

// What waits for the network goes beside what keeps a core busy.
const stages: Step[][] = [
  // First, because the examples are checked against the built package.
  [["Build", () => check("npm", ["run", "--silent", "build"])]],
  [
    ["Engine and installation", provideEngineAndPackage],
    ["Type check", () => check("tsc", ["--noEmit"])],
    ["Lint", () => check("biome", ["check", "--error-on-warnings", "."])],
    ["Package", () => check("npm", ["run", "--silent", "lint:package"], WITHOUT_SCRIPTS)],
    ["Unused code", () => check("npm", ["run", "--silent", "lint:unused"])],
  ],
  [["Tests", runTests]],
  [["Coverage", () => check("c8", ["report", "--check-coverage", "--temp-directory", RAW_COVERAGE])]],
];

async function check(...command: Parameters<typeof runsWell>): Promise<Counts> {
  return countsOf(await runsWell(...command));
}

async function provideEngineAndPackage(): Promise<Counts> {
  const [{ folders, source }] = await Promise.all([ensureEngine({ languages: ["yaml"] }), shareInstallation()]);
  console.log(`${folders.join(delimiter)} (${source})`);
  return countsOf(true);
}

/** Files run side by side: each has its own servers, stacks and folders. */
function runTests(): Promise<Counts> {
  const files = testFiles(join(ROOT, "tests"));
  return runMocha(["--parallel", "--jobs", JOBS, ...files], { ...SHORT_LIVED, NODE_V8_COVERAGE: RAW_COVERAGE });
}

async function main(): Promise<void> {
  rmSync(join(ROOT, "coverage"), { recursive: true, force: true });
  process.exitCode = await runSteps(stages);
}

void main();
