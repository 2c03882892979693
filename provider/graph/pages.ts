/** Reads a list that comes in pages. */
import { asRecord } from "../json";
import type { Reading } from "./connection";
import { GraphFailure } from "./failure";

export type Read = <T>(path: string, reading: Reading<T>) => Promise<T>;

/**
 * Follows next links, even past an empty page. What comes again on a later page counts once, as it was read last.
 *
 * @param seenItems called after each page with the number of items so far
 */
export async function readPages(read: Read, path: string, seenItems?: (count: number) => void): Promise<unknown[]> {
  const items = new Map<unknown, unknown>();
  const seen = new Set<string>();
  for (let next: unknown = path; typeof next === "string"; ) {
    if (seen.has(next)) throw new GraphFailure("unreadable", "Graph's pages lead in a circle.");
    seen.add(next);
    const page = await read(next, pageFromGraph);
    for (const item of page.items) items.set(keyOf(item), item);
    seenItems?.(items.size);
    next = page.next;
  }
  return [...items.values()];
}

/** An item without an id is no other one. */
function keyOf(item: unknown): unknown {
  const { id } = asRecord(item);
  return typeof id === "string" ? id.toLowerCase() : item;
}

function pageFromGraph(body: unknown): { items: readonly unknown[]; next: unknown } {
  const { value, "@odata.nextLink": next } = asRecord(body);
  if (!Array.isArray(value)) throw new GraphFailure("unreadable", "Graph's answer is not a list.");
  return { items: value, next };
}
