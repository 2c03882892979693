// `npm run demo`: the quickstart's whole life under the real Pulumi engine, against the emulator instead of a tenant.

import { type Options, readOptions, UsageError } from "../cli/usage";
import { printHandover } from "./demo/handover";
import { announce, printSummary, type StepResult } from "./demo/print";
import { summarize } from "./demo/requests";
import { openStage, type Stage } from "./demo/stage";
import { life, removal, type Step } from "./demo/steps";

const options: Options = { keep: { type: "boolean" }, help: { type: "boolean", short: "h" } };

const usage = `Usage: npm run demo [-- --keep]

  --keep   stop before the last step, leave emulator and stack to you, and print what to type`;

async function play(stage: Stage, steps: readonly Step[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const [index, step] of steps.entries()) {
    announce(index + 1, step);
    stage.emulator.clearRequests();
    const startedAt = performance.now();
    await step.run(stage);
    const seconds = (performance.now() - startedAt) / 1000;
    results.push({ name: step.name, requests: summarize(stage.emulator.requests), seconds });
  }
  return results;
}

async function main(args: readonly string[]): Promise<void> {
  const values = readOptions(args, options);
  if (values.has("help")) {
    console.log(usage);
    return;
  }
  const stage = await openStage();
  const keep = values.has("keep");
  printSummary(await play(stage, keep ? life : [...life, removal]));
  if (keep) {
    await printHandover(stage);
    return;
  }
  await stage.close();
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(`\n${error.message}${error instanceof UsageError ? `\n\n${usage}` : ""}`);
  process.exit(error instanceof UsageError ? 2 : 1);
});
