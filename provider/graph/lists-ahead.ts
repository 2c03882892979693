/**
 * Lists of sponsors, read ahead of the refresh that will ask for them: an engine reads a few organizations at once, so
 * their lists alone fill no batch. Who is next is guessed from the order in which the collection lists organizations.
 */
import { type Clock, unlessAborted } from "../clock";
import type { Operation } from "../operation";
import { type SponsorKind, sponsorKinds } from "../organization/organization";
import { waits } from "../waits";
import type { Batches } from "./batch";
import { type Collection, pathTo } from "./collection";
import type { Credit } from "./credit";
import type { Failed, Outcome } from "./outcome";

interface Ahead {
  readonly outcome: Promise<Outcome<unknown> | undefined>;
  /** Not a number until then. */
  readonly answeredAt: () => number;
  readonly at: number;
  /** How many requests it saves to whom it answers. */
  readonly saved: number;
}

/** So many organizations listed next to one, on either side, tell whether the refresh goes through the list in its order. */
const neighbourhood = 20;
/** Beyond those asked for, at first: enough for the engine while the next lists travel, where Graph answers soon. */
const farthest = 40;
/** Between those asked for: a state has the list's order only roughly, once updates have moved what they changed. */
const widest = 200;

export interface Progress {
  /** Of the organizations listed next to this one, twenty on the side that has more: the share that was asked for. */
  readonly neighboursAsked: number;
  /** How many organizations were asked for. */
  readonly asked: number;
  /** How many organizations were read ahead and then asked for, or not yet. */
  readonly used: number;
  readonly unused: number;
  /** How many organizations' lists make a batch. */
  readonly atOnce: number;
  /** How many are enough while the next lists travel. */
  readonly farthest: number;
}

/** How many organizations besides the one that is asked for are worth reading ahead. */
export function howManyAhead({ neighboursAsked, asked, used, unused, atOnce, farthest }: Progress): number {
  // A refresh that goes through the list may leap: what is listed there is read with it, in the same batch.
  if (neighboursAsked < 0.5) return used > asked / 2 ? atOnce - 1 : 0;
  return Math.max(0, Math.min(2 * asked, farthest + used) - unused);
}

export class ListsAhead {
  readonly #ahead = new Map<string, Ahead>();
  readonly #asked = new Set<string>();
  /** Asked for or read ahead. */
  readonly #known = new Set<string>();
  /** Those that every organization so far manages: what a program does not manage is never read. */
  #kinds: readonly SponsorKind[] | undefined;
  #used = 0;
  #farthest = farthest;
  /** Where in the list those asked for begin and end. */
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(
    readonly clock: Clock,
    readonly batches: Batches,
    readonly collection: Collection,
    readonly credit: Credit,
    /** Tries a read once, in a batch with those of others. */
    readonly together: (operation: Operation, path: string) => Promise<Outcome<unknown>>,
  ) {}

  /** Call before an organization is asked for that is on no page, with the lists that will be: they come with it. */
  accompany(operation: Operation, id: string, kinds: readonly SponsorKind[]): void {
    const key = id.toLowerCase();
    if (this.#known.has(key)) return;
    for (const path of listsOf(key, kinds)) this.#keep(path, this.together(operation, path), 0);
    this.#ask(key);
  }

  /** Call before the lists of an organization are read for the first time, with those that are managed. */
  expect(operation: Operation, id: string, kinds: readonly SponsorKind[]): void {
    const key = id.toLowerCase();
    this.#kinds = (this.#kinds ?? kinds).filter((kind) => kinds.includes(kind));
    if (this.#asked.has(key)) return;
    // Looking for what comes next takes as long as all else in a read, and seldom finds enough for a batch.
    const isDue = !this.#known.has(key) || this.#asked.size % 3 === 0;
    if (isDue && this.#kinds.length > 0 && this.batches.isServed) this.#goOn(operation, key, this.#kinds);
    if (this.#known.has(key)) this.#used += 1;
    this.#ask(key);
  }

  /** What the first try of a list's first page came to, for its first read only; undefined if that is to be tried now. */
  async take(path: string): Promise<Outcome<unknown> | undefined> {
    const key = path.toLowerCase();
    const ahead = this.#ahead.get(key);
    this.#ahead.delete(key);
    if (!ahead) return undefined;
    const isAnswered = !Number.isNaN(ahead.answeredAt());
    // The more had to be waited for, the further ahead the next ones are read.
    if (!isAnswered) this.#farthest += 1;
    // Most are answered: thousands of time-outs that nobody needs would cost a tenth of a second.
    const answer = isAnswered ? ahead.outcome : unlessAborted(ahead.outcome, this.clock.timeout(waits.page));
    const outcome = await answer.catch(() => undefined);
    if (outcome && "failure" in outcome) return this.#stillToWait(outcome, ahead.answeredAt());
    if (this.clock.now() - ahead.at > waits.pageAge) return undefined;
    if (outcome && ahead.saved > 0) this.collection.earn(ahead.saved);
    return outcome;
  }

  /** A failure is ignored, because the read that follows reports it better, unless Graph asked to wait for that one. */
  #stillToWait({ failure, retryAfter = 0 }: Failed, since: number): Failed | undefined {
    const left = since + retryAfter - this.clock.now();
    return left > 0 ? { failure, retryAfter: left } : undefined;
  }

  /** Call before a write: lists requested earlier must no longer answer for this organization. */
  forget(id: string): void {
    const key = id.toLowerCase();
    this.#ask(key);
    for (const path of listsOf(key, sponsorKinds)) this.#ahead.delete(path.toLowerCase());
  }

  #ask(key: string): void {
    this.#asked.add(key);
    this.#known.add(key);
  }

  #goOn(operation: Operation, key: string, kinds: readonly SponsorKind[]): void {
    const { listed, positions, isWhole } = this.collection;
    const position = positions.get(key);
    if (position === undefined) return;
    this.#first = Math.min(this.#first, position);
    this.#last = Math.max(this.#last, position);
    const before = this.#shareAsked(Math.max(0, position - neighbourhood), position);
    const after = this.#shareAsked(position + 1, position + 1 + neighbourhood);
    const atOnce = Math.floor(this.batches.most / kinds.length);
    const most = howManyAhead({
      neighboursAsked: Math.max(before, after),
      asked: this.#asked.size + 1,
      used: this.#used,
      unused: this.#known.size - this.#asked.size,
      atOnce,
      farthest: this.#farthest,
    });
    const from = after > before ? Math.min(this.#first, position - this.#farthest) : this.#first;
    const to = after > before ? this.#last : Math.max(this.#last, position + this.#farthest);
    const next = this.#unknownNear(position, from, to, most + 1);
    const isEnd = isWhole && this.#known.size + next.length >= listed.length;
    for (let first = 0; atOnce > 0 && first < next.length; first += atOnce) {
      const some = next.slice(first, first + atOnce);
      if ((some.length < atOnce && !isEnd) || !this.credit.spend()) return;
      this.#read(operation, some, kinds);
    }
  }

  /** Of those that are listed there. */
  #shareAsked(from: number, to: number): number {
    const neighbours = this.collection.listed.slice(from, to);
    return neighbours.filter((one) => this.#asked.has(one)).length / Math.max(1, neighbours.length);
  }

  /** The nearest come first. */
  #unknownNear(position: number, from: number, to: number, most: number): string[] {
    const found: string[] = [];
    const look = (place: number) => {
      const one = place >= from && place <= to ? this.collection.listed[place] : undefined;
      if (one !== undefined && found.length < most && !this.#known.has(one)) found.push(one);
    };
    look(position);
    const end = Math.min(widest, Math.max(position - from, to - position));
    for (let distance = 1; distance <= end && found.length < most; distance += 1) {
      look(position + distance);
      look(position - distance);
    }
    return found;
  }

  #read(operation: Operation, some: readonly string[], kinds: readonly SponsorKind[]): void {
    const paths = some.flatMap((one) => listsOf(one, kinds));
    const requests = paths.map((path) => ({ method: "get", path, repeatable: "anytime" }) as const);
    const outcomes = this.batches.inAnyOrder(operation, requests);
    for (const [index, path] of paths.entries()) {
      const outcome = outcomes.then((all) => all[index]);
      this.#keep(path, outcome, 1);
    }
    for (const one of some) this.#known.add(one);
  }

  #keep(path: string, tried: Promise<Outcome<unknown> | undefined>, saved: number): void {
    let answeredAt = Number.NaN;
    const outcome = tried.finally(() => {
      answeredAt = this.clock.now();
    });
    // Nobody may ask for it.
    outcome.catch(() => undefined);
    const at = this.clock.now();
    this.#ahead.set(path.toLowerCase(), { outcome, answeredAt: () => answeredAt, at, saved });
  }
}

function listsOf(id: string, kinds: readonly SponsorKind[]): string[] {
  return kinds.map((kind) => `${pathTo(id)}/${kind}`);
}
