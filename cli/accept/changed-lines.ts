/** The one place where two texts differ, as lines with `-` and `+` below the number of the first. */
export function changedLines(
  before: string,
  after: string,
): { readonly first: number; readonly lines: readonly string[] } {
  const [old, now] = [before, after].map((text) => text.split(/\r?\n/)) as [string[], string[]];
  const shorter = Math.min(old.length, now.length);
  let same = 0;
  while (same < shorter && old[same] === now[same]) same += 1;
  let below = 0;
  while (below < shorter - same && old.at(-1 - below) === now.at(-1 - below)) below += 1;
  const removed = old.slice(same, old.length - below).map((line) => `- ${line}`);
  const added = now.slice(same, now.length - below).map((line) => `+ ${line}`);
  return { first: same + 1, lines: [...removed, ...added] };
}
