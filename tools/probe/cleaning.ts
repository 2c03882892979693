/**
 * Removes what a run made, or what runs before it left. An organization may be hidden or unlisted for a while after its
 * create, so what is answered 404 is looked for again before it counts as gone.
 */
import { at, isSuccess, type Made, mark } from "./bench";
import { readsUntilGone } from "./deleting";
import { type Answer, type Budget, type Json, type Line, NoAnswer } from "./line";
import { readPages } from "./pages";

export interface Left {
  readonly id: string;
  readonly name: string;
}

export interface Marked {
  readonly found: readonly Left[];
  /** Whether the list was read to its end. */
  readonly isWhole: boolean;
}

type Send = (...request: DropFirst<Parameters<Line["send"]>>) => Promise<Answer>;
type DropFirst<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

/** Organizations whose display name begins so. */
export async function findMarked(send: Send, prefix = mark): Promise<Marked> {
  const { items, isWhole } = await readPages(send);
  const found = items.flatMap(({ id, displayName }: Json) =>
    typeof id === "string" && typeof displayName === "string" && displayName.startsWith(prefix)
      ? [{ id, name: displayName }]
      : [],
  );
  return { found, isWhole };
}

export interface Task {
  readonly line: Line;
  readonly budget: Budget;
  readonly prefix: string;
  /** What is known besides the list. */
  readonly made?: ReadonlyMap<string, Made>;
  /** Whether there may be something that neither knows. */
  readonly hasLost?: boolean;
}

export interface Cleaned {
  readonly left: readonly Left[];
  /** Why it ended early, so that there may be more. */
  readonly failure?: string;
}

const rounds = 5;

export async function clean({ line, budget, prefix, made = new Map(), hasLost = false }: Task): Promise<Cleaned> {
  const pending = new Map<string, Made>([...made].map(([id, { name, isSeen }]) => [id, { name, isSeen }]));
  const send: Send = (...request) => line.send(budget, ...request);
  const bench = { send, pause: async () => await line.pause(budget, 2000), made: pending };
  let listed: ReadonlySet<string> = new Set();
  let failure: string | undefined;
  try {
    for (let round = 1; round <= rounds; round += 1) {
      if (round > 1) await line.pause(budget, 2000 * round);
      const { found } = await findMarked(send, prefix);
      listed = new Set(found.map(({ id }) => id));
      for (const { id, name } of found) if (!pending.has(id)) pending.set(id, { name, isSeen: false });
      for (const id of [...pending.keys()]) await remove(bench, id, listed.has(id));
      if (pending.size === 0 && !hasLost) break;
    }
    for (const [id, { isSeen }] of pending) if (!isSeen && !listed.has(id)) pending.delete(id);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const left = [...pending].map(([id, { name }]) => ({ id, name }));
  return { left, ...(failure !== undefined && { failure }) };
}

interface Bench {
  readonly send: Send;
  readonly pause: () => Promise<void>;
  readonly made: Map<string, Made>;
}

/** Takes it out of `made` once it is gone for sure; what remains is tried again in the next round. */
async function remove(bench: Bench, id: string, isListed: boolean): Promise<void> {
  const made = bench.made.get(id);
  if (!made) return;
  try {
    const answer = await bench.send("DELETE", at(id));
    const { status } = answer;
    if (status !== 404) made.isSeen = true;
    if (isSuccess(answer)) await readsUntilGone(bench, id);
    // One that was never read, or is listed, may be hidden still.
    else if (isSuccess(await bench.send("GET", at(id)))) made.isSeen = true;
    else if (status === 404 && made.isSeen && !isListed) bench.made.delete(id);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
}
