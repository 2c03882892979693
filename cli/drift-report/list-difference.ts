// What two lists do not share.

export interface ListDifference {
  readonly declared: readonly unknown[];
  readonly found: readonly unknown[];
  /** How many members are in both. */
  readonly shared: number;
}

/** Returns undefined where one of them is not a list. */
export function compareLists(declared: unknown, found: unknown): ListDifference | undefined {
  if (!Array.isArray(declared) || !Array.isArray(found)) return undefined;
  const missing = without(declared, found);
  return { declared: missing, found: without(found, declared), shared: declared.length - missing.length };
}

function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const others = new Set(other.map(canonical));
  return list.filter((one) => !others.has(canonical(one)));
}

/** Equal for equal values of JSON. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}
