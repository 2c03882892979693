/**
 * Removes what a run created, or what earlier runs left behind. A new organization may be hidden or unlisted for a while,
 * so one that answers 404 is searched for again before it counts as gone.
 */
import { messageOf } from "../command";
import { type Cleaner, readsUntilGone } from "./deleting";
import { readPages } from "./pages";
import { at, isSuccess, type Made, mark } from "./survey";
import { type Asking, isAmbiguous, type Json } from "./tenant";

export interface Left {
  readonly id: string;
  readonly name: string;
}

export interface Marked {
  readonly found: readonly Left[];
  /** All that were read, marked or not. */
  readonly items: readonly Json[];
  /** Whether the list was read to its end. */
  readonly isWhole: boolean;
}

/** Finds the organizations whose display name begins with the prefix. */
export async function findMarked(send: Asking["send"], prefix = mark): Promise<Marked> {
  const { items, isWhole } = await readPages(send);
  const found = items.flatMap(({ id, displayName }: Json) =>
    typeof id === "string" && typeof displayName === "string" && displayName.startsWith(prefix)
      ? [{ id, name: displayName }]
      : [],
  );
  return { found, items, isWhole };
}

export interface Task {
  readonly asking: Asking;
  readonly prefix: string;
  /** Organizations known beside those the list shows. */
  readonly made?: ReadonlyMap<string, Made>;
  /** Whether there may be one that is neither listed nor known. */
  readonly hasLost?: boolean;
}

export interface Cleaned {
  readonly left: readonly Left[];
  /** Why it ended early. There may be more left then. */
  readonly failure?: string;
}

const rounds = 5;

export async function clean({ asking, prefix, made = new Map(), hasLost = false }: Task): Promise<Cleaned> {
  const pending = new Map<string, Made>([...made].map(([id, { name, isSeen }]) => [id, { name, isSeen }]));
  const { send, pause } = asking;
  const cleaner = { send, pause: async () => await pause(2000), made: pending };
  let listed: ReadonlySet<string> = new Set();
  let failure: string | undefined;
  try {
    for (let round = 1; round <= rounds; round += 1) {
      if (round > 1) await pause(2000 * round);
      const { found, isWhole } = await findMarked(send, prefix);
      if (hasLost && !isWhole) failure = "the list of organizations is too long to be read to its end";
      listed = new Set(found.map(({ id }) => id));
      for (const { id, name } of found) if (!pending.has(id)) pending.set(id, { name, isSeen: false });
      const kept: string[] = [];
      for (const id of [...pending.keys()]) if ((await remove(cleaner, id, listed.has(id))) === "kept") kept.push(id);
      // What is readable and refused twice will not go away by waiting.
      if (kept.length === pending.size && !hasLost && (round > 1 || pending.size === 0)) break;
    }
    for (const [id, { isSeen }] of pending) if (!isSeen && !listed.has(id)) pending.delete(id);
  } catch (error) {
    failure = messageOf(error);
  }
  const left = [...pending].map(([id, { name }]) => ({ id, name }));
  return { left, ...(failure !== undefined && { failure }) };
}

/** Drops it from `made` once it is certainly gone. @returns `kept` if it exists and the service refused */
async function remove(cleaner: Cleaner, id: string, isListed: boolean): Promise<"kept" | undefined> {
  const made = cleaner.made.get(id);
  if (!made) return undefined;
  try {
    const answer = await cleaner.send("DELETE", at(id));
    if (isSuccess(answer)) {
      made.isSeen = true;
      await readsUntilGone(cleaner, id);
      return undefined;
    }
    const isThere = isSuccess(await cleaner.send("GET", at(id)));
    // One that was never read, or is still listed, may only be hidden.
    if (answer.status === 404 && !isThere && made.isSeen && !isListed) cleaner.made.delete(id);
    made.isSeen ||= isThere || answer.status !== 404;
    return isThere && answer.status !== 404 ? "kept" : undefined;
  } catch (error) {
    if (!isAmbiguous(error)) throw error;
    return undefined;
  }
}
