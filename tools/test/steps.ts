// Runs steps under their headlines, one after the other or side by side. A failing step does not hide the others.
import { type Counts, closingLine, countsOf, sum } from "./counts";

export type Step = [headline: string, run: () => Counts | Promise<Counts>];

/**
 * @param stages steps that run side by side; each stage waits for the one before
 * @returns the exit code
 */
export async function runSteps(stages: readonly (readonly Step[])[]): Promise<number> {
  const counts: Counts[] = [];
  const failing: string[] = [];
  for (const steps of stages) {
    console.log(`\n== ${steps.map(([headline]) => headline).join(", ")}`);
    const counted = await Promise.all(steps.map(([, run]) => countsOfStep(run)));
    counts.push(...counted);
    failing.push(...steps.flatMap(([headline], index) => (counted[index]?.failed ? [headline] : [])));
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
