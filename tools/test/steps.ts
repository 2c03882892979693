// Steps one after the other, each under its headline. A failing step does not hide the ones after it.
import { closingLine, type Outcome, outcomeOf, sum } from "./outcome";

export type Step = [headline: string, run: () => Outcome | Promise<Outcome>];

/** @returns the exit code */
export async function runSteps(steps: readonly Step[]): Promise<number> {
  const outcomes: Outcome[] = [];
  const failing: string[] = [];
  for (const [headline, run] of steps) {
    console.log(`\n== ${headline}`);
    const outcome = await outcomeOfStep(run);
    outcomes.push(outcome);
    if (outcome.failed > 0) {
      failing.push(headline);
    }
  }
  const total = sum(outcomes);
  if (failing.length > 0) {
    console.log(`\nFailed: ${failing.join(", ")}`);
  }
  console.log(`\n${closingLine(total)}`);
  return total.failed === 0 ? 0 : 1;
}

async function outcomeOfStep(run: Step[1]): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return outcomeOf(false);
  }
}
