// `npm run demo`: the quickstart's whole life under the real Pulumi engine, against the emulator instead of a tenant.

import { defineCommand } from "../cli/command";
import { processTerminal } from "../cli/terminal";
import { printHandover } from "./demo/handover";
import { announce, printSummary, type StepResult } from "./demo/print";
import { summarize } from "./demo/requests";
import { openStage, type Stage } from "./demo/stage";
import { life, removal, type Step } from "./demo/steps";

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

const command = defineCommand({
  name: "npm run demo --",
  summary: "run the complete life of the quickstart with the real Pulumi engine",
  options: {
    yaml: { about: "run the YAML program on the plugin" },
    keep: { about: "skip the last step, keep emulator and stack running, and print commands to try" },
  },
  async run({ keep, yaml = false }) {
    const stage = await openStage(yaml);
    printSummary(await play(stage, keep ? life : [...life, removal]));
    if (keep) await printHandover(stage);
    else await stage.close();
    return 0;
  },
});

void command.run(process.argv.slice(2), processTerminal()).then((code) => {
  if (code !== 0) process.exit(code);
});
