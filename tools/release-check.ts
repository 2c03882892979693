// `npm run release:check`: what a commit must pass before it is published, besides `npm test`.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../harness/root";
import { reportApi } from "./api-report";
import { type Description, judgePackage, type Packed } from "./release/package-content";
import { isUnreleased, judgeVersion } from "./release/version";
import { runsWell } from "./test/command";
import { type Counts, countsOf } from "./test/counts";
import { runSteps, type Step } from "./test/steps";

// Packing would run `prepack`, and so build once more.
const WITHOUT_SCRIPTS = { npm_config_ignore_scripts: "true" };

const steps: Step[] = [
  ["Clean tree", () => tell(changedFiles().map((line) => `Not committed: ${line}`))],
  ["Version", checkVersion],
  [
    "Lock file",
    () => runs("npm", "ci", "--dry-run", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
  ],
  ["Build", () => runs("npm", "run", "--silent", "build")],
  ["Type check", () => runs("tsc", "--noEmit")],
  ["Lint", () => runs("biome", "check", "--error-on-warnings", ".")],
  ["Unused code", () => runs("npm", "run", "--silent", "lint:unused")],
  ["Package", () => runs("npm", "run", "--silent", "lint:package")],
  ["Content of the package", checkContent],
  ["Public surface", checkSurface],
];

async function runs(command: string, ...args: string[]): Promise<Counts> {
  return judged(await runsWell(command, args, WITHOUT_SCRIPTS));
}

function changedFiles(): string[] {
  return output("git", "status", "--porcelain").split("\n").filter(Boolean);
}

function checkVersion(): Counts {
  const { version } = json<{ version: string }>("package.json");
  const changelog = read("CHANGELOG.md");
  if (isUnreleased(changelog))
    console.log(`CHANGELOG.md calls ${version} unreleased: write the day before you publish.`);
  return tell(judgeVersion(version, changelog, json("package-lock.json")));
}

function checkContent(): Counts {
  const [packed] = JSON.parse(output("npm", "pack", "--dry-run", "--json", "--ignore-scripts")) as [Packed];
  console.log(`${packed.files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`);
  return tell(judgePackage(packed, json<Description>("package.json"), ROOT));
}

function checkSurface(): Counts {
  return tell(reportApi("compare").map((name) => `api/${name}.api.md is not what is exported: run npm run api.`));
}

function tell(problems: readonly string[]): Counts {
  for (const problem of problems) console.error(problem);
  return judged(problems.length === 0);
}

/** Each step counts as one check. */
function judged(isWell: boolean): Counts {
  return isWell ? { passed: 1, failed: 0 } : countsOf(false);
}

function output(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function json<T>(file: string): T {
  return JSON.parse(read(file)) as T;
}

void runSteps(steps.map((step) => [step])).then((code) => {
  process.exitCode = code;
});
