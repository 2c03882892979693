// Runs steps one after the other, each under a headline. A failing step does not hide those after it.
import { type Counts, closingLine, countsOf, sum } from "./counts";

export type Step = [headline: string, run: () => Counts | Promise<Counts>];

/** @returns the exit code */
export async function runSteps(steps: readonly Step[]): Promise<number> {
  const counts: Counts[] = [];
  const failing: string[] = [];
  for (const [headline, run] of steps) {
    console.log(`\n== ${headline}`);
    const counted = await countsOfStep(run);
    counts.push(counted);
    if (counted.failed > 0) {
      failing.push(headline);
    }
  }
  const total = sum(counts);
  if (failing.length > 0) {
    console.log(`\nFailed: ${failing.join(", ")}`);
  }
  console.log(`\n${closingLine(total)}`);
  return total.failed === 0 ? 0 : 1;
}

async function countsOfStep(run: Step[1]): Promise<Counts> {
  try {
    return await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return countsOf(false);
  }
}
