// `npm run bench`: what the provider costs, over the engine's own cost and beside a provider written by hand.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../cli/usage";
import { ROOT } from "../harness/root";
import { measureAll } from "./measure";
import { readPlan, usage } from "./options";
import { drawPlot } from "./plot";
import { fillSections, writeReport } from "./report";
import type { Results } from "./results";

const FOLDER = join(ROOT, "bench");
const PAGE = join(ROOT, "docs", "performance.md");
// In docs/, so that the package holds it.
const PLOT = join(ROOT, "docs", "cost.svg");
const RAW = join(FOLDER, "results.json");

async function main(args: readonly string[]): Promise<void> {
  const plan = readPlan(args);
  if (plan === "help") {
    console.log(usage);
    return;
  }
  if (plan !== "report") {
    const command = ["npm run bench", ...(args.length === 0 ? [] : ["--", ...args])].join(" ");
    keep(await measureAll(plan, command, (line) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`)));
  }
  const results = JSON.parse(readFileSync(RAW, "utf8")) as Results;
  writeFileSync(join(FOLDER, "results.md"), writeReport(results));
  writeFileSync(PLOT, drawPlot(results.samples));
  writeFileSync(PAGE, fillSections(readFileSync(PAGE, "utf8"), results));
  console.log(`\n${writeReport(results)}`);
}

function keep(results: Results): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(RAW, `${JSON.stringify(results, null, 2)}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`\n${error.message}${error instanceof UsageError ? `\n\n${usage}` : ""}`);
  process.exit(error instanceof UsageError ? 2 : 1);
});
