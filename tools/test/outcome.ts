// What a step of `npm test` adds to the sums of its closing line.
export interface Outcome {
  passed: number;
  failed: number;
}

/** For a step that is one check: nothing to count when it is well, one failure when it is not. */
export function outcomeOf(isWell: boolean): Outcome {
  return { passed: 0, failed: isWell ? 0 : 1 };
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce(
    (total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

export function closingLine({ passed, failed }: Outcome): string {
  return `${passed} passed, ${failed} failed`;
}
