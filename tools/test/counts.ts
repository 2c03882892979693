// What a step of `npm test` adds to the closing line.
export interface Counts {
  passed: number;
  failed: number;
}

/** For a step that is one check: success adds nothing, failure counts as one. */
export function countsOf(isWell: boolean): Counts {
  return { passed: 0, failed: isWell ? 0 : 1 };
}

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }),
    { passed: 0, failed: 0 },
  );
}

export function closingLine({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}
