/**
 * Lists of sponsors, read ahead of the refresh that will ask for them: an engine reads a few organizations at once, so
 * their lists alone fill no batch. Who is next is guessed from the order in which the collection lists organizations.
 */
import { type Clock, unlessAborted } from "../clock";
import type { Operation } from "../operation";
import type { SponsorKind } from "../organization/organization";
import { waits } from "../waits";
import type { Batches } from "./batch";
import { type Collection, pathTo } from "./collection";
import type { Credit } from "./credit";

interface Ahead {
  readonly body: Promise<unknown>;
  readonly at: number;
}

/** So many organizations listed just before one tell whether the refresh goes through the list in its order. */
const neighbourhood = 20;
/** Enough for the engine while the next lists travel. */
const farthest = 100;

export interface Progress {
  /** Of the organizations listed up to this one, the last twenty at most: the share that was asked for. */
  readonly neighboursAsked: number;
  /** How many organizations were asked for. */
  readonly asked: number;
  /** How many organizations were read ahead and then asked for, or not yet. */
  readonly used: number;
  readonly unused: number;
  /** How many organizations' lists make a batch. */
  readonly atOnce: number;
}

/** How many of the organizations that are listed next are worth reading ahead. */
export function howFarAhead({ neighboursAsked, asked, used, unused, atOnce }: Progress): number {
  // A refresh that goes through the list may leap: what follows there is read with it, in the same batch.
  if (neighboursAsked < 0.5) return used > asked / 2 ? atOnce - 1 : 0;
  return Math.max(0, Math.min(2 * asked, farthest, farthest + Math.floor(used / 2) - unused));
}

export class ListsAhead {
  readonly #ahead = new Map<string, Ahead>();
  readonly #asked = new Set<string>();
  readonly #readAhead = new Set<string>();
  /** Those that every organization so far manages: what a program does not manage is never read. */
  #kinds: readonly SponsorKind[] | undefined;
  #used = 0;

  constructor(
    readonly clock: Clock,
    readonly batches: Batches,
    readonly collection: Collection,
    readonly credit: Credit,
  ) {}

  /** Call before the lists of an organization are read for the first time, with those that are managed. */
  expect(operation: Operation, id: string, kinds: readonly SponsorKind[]): void {
    const key = id.toLowerCase();
    this.#kinds = (this.#kinds ?? kinds).filter((kind) => kinds.includes(kind));
    if (this.#kinds.length > 0 && this.batches.isServed) this.#goOn(operation, key, this.#kinds);
    if (this.#readAhead.has(key) && !this.#asked.has(key)) this.#used += 1;
    this.#asked.add(key);
  }

  /** The first page of a list, for its first read only. */
  async take(path: string): Promise<unknown> {
    const key = path.toLowerCase();
    const ahead = this.#ahead.get(key);
    this.#ahead.delete(key);
    if (!ahead || this.clock.now() - ahead.at > waits.pageAge) return undefined;
    const body = await unlessAborted(ahead.body, this.clock.timeout(waits.page)).catch(() => undefined);
    if (body !== undefined) this.collection.earn(1);
    return body;
  }

  /** Call before a write: lists requested earlier must no longer answer for this organization. */
  forget(id: string): void {
    const key = id.toLowerCase();
    this.#asked.add(key);
    const lists = `${pathTo(key)}/`.toLowerCase();
    for (const path of this.#ahead.keys()) if (path.startsWith(lists)) this.#ahead.delete(path);
  }

  #goOn(operation: Operation, key: string, kinds: readonly SponsorKind[]): void {
    const { listed, positions, isWhole } = this.collection;
    const position = positions.get(key);
    if (position === undefined) return;
    const before = listed.slice(Math.max(0, position - farthest), position).reverse();
    const after = listed.slice(position + 1, position + 1 + farthest);
    const isBackwards = this.#shareAsked(after) > this.#shareAsked(before);
    const [behind, following] = isBackwards ? [after, before] : [before, after];
    const atOnce = Math.floor(this.batches.most / kinds.length);
    const far = howFarAhead({
      neighboursAsked: this.#shareAsked(behind),
      asked: this.#asked.size + 1,
      used: this.#used,
      unused: this.#readAhead.size - this.#used,
      atOnce,
    });
    const candidates = [key, ...following.slice(0, far)];
    const next = candidates.filter((one) => !this.#asked.has(one) && !this.#readAhead.has(one));
    const isEnd = following.length < Math.min(far + 1, farthest) && (isBackwards || isWhole);
    for (let from = 0; atOnce > 0 && from < next.length; from += atOnce) {
      const some = next.slice(from, from + atOnce);
      if ((some.length < atOnce && !isEnd) || !this.credit.spend()) return;
      this.#read(operation, some, kinds);
    }
  }

  /** Of those that are listed next to an organization. */
  #shareAsked(neighbours: readonly string[]): number {
    const nearest = neighbours.slice(0, neighbourhood);
    return nearest.filter((one) => this.#asked.has(one)).length / Math.max(1, nearest.length);
  }

  #read(operation: Operation, some: readonly string[], kinds: readonly SponsorKind[]): void {
    const paths = some.flatMap((one) => kinds.map((kind) => `${pathTo(one)}/${kind}`));
    const requests = paths.map((path) => ({ method: "get", path, repeatable: "anytime" }) as const);
    // Failures are ignored: the reads that follow report them better.
    const outcomes = this.batches.inAnyOrder(operation, requests).catch(() => []);
    const at = this.clock.now();
    paths.forEach((path, index) => {
      const body = outcomes.then((all) => {
        const outcome = all[index];
        return outcome && "value" in outcome ? outcome.value : undefined;
      });
      this.#ahead.set(path.toLowerCase(), { body, at });
    });
    for (const one of some) this.#readAhead.add(one);
  }
}
