/** Runs all at once, since most of their time is waiting, and judges each in a test of its own. */
export function sideBySide(checks: Readonly<Record<string, () => Promise<void>>>): void {
  const runs = Object.entries(checks);
  let outcomes: readonly PromiseSettledResult<void>[] = [];

  before(async () => {
    outcomes = await Promise.allSettled(runs.map(([, check]) => check()));
  });

  for (const [index, [title]] of runs.entries()) {
    it(title, () => {
      const outcome = outcomes[index];
      if (outcome?.status !== "fulfilled") throw outcome?.reason;
    });
  }
}
