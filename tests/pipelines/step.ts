/** Runs a pipeline's steps as its service does: in order, each where its condition holds, up to the first that fails. */
import type { Checkout, Environment } from "./checkout";

export interface Step {
  /** What the shell gets. */
  readonly command: string;
  readonly holds: boolean;
  readonly env: Environment;
}

export interface PipelineRun {
  readonly exitCode: number;
  readonly output: string;
  /** The commands that ran. */
  readonly commands: string[];
}

/** Its packages are in a folder above the checkout; install.test.ts runs this one. */
const INSTALL = "bash scripts/install.sh";

export async function runSteps(checkout: Checkout, steps: readonly Step[]): Promise<PipelineRun> {
  const run = { exitCode: 0, output: "", commands: [] as string[] };
  for (const { command, env } of steps.filter(({ holds }) => holds)) {
    run.commands.push(command);
    if (command === INSTALL) continue;
    const result = await checkout.run("bash", ["-e", "-c", command], env);
    run.output += result.output;
    run.exitCode = result.exitCode;
    if (run.exitCode !== 0) break;
  }
  return run;
}
