/**
 * Tells a person what long waits are for: nothing for ten seconds, then one line at most every thirty, however many
 * operations of the process wait.
 */
import type { Clock } from "./clock";
import { waits } from "./waits";

/** Runs work, and tells a person what is waited for when it takes long. */
export type WaitingFor = <T>(what: () => string, work: () => Promise<T>) => Promise<T>;

/** For waits that nobody is told of. */
export const silently: WaitingFor = async (_, work) => await work();

interface Wait {
  readonly what: () => string;
  readonly since: number;
}

interface Waiter {
  readonly say: (line: string) => void;
  /** One within the other: the last one tells best what is waited for, once it lasts. */
  readonly open: Wait[];
}

export class Waiting {
  /** The one that has waited longest comes first. */
  readonly #waiters = new Set<Waiter>();
  #saidAt = Number.NEGATIVE_INFINITY;
  /** Calls off the next look at them. */
  #callOff: (() => void) | undefined;

  constructor(readonly clock: Clock) {}

  /** For one operation. */
  telling(say: (line: string) => void): WaitingFor {
    const waiter: Waiter = { say, open: [] };
    return async (what, work) => {
      const wait = { what, since: this.clock.now() };
      waiter.open.push(wait);
      this.#waiters.add(waiter);
      this.#watch();
      try {
        return await work();
      } finally {
        waiter.open.splice(waiter.open.indexOf(wait), 1);
        if (waiter.open.length === 0) this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#stopWatching();
      }
    };
  }

  #watch(): void {
    const [first] = this.#waiters;
    if (!first || this.#callOff) return;
    const left = this.#dueAt(first) - this.clock.now();
    this.#callOff = this.clock.after(Math.max(0, left), () => this.#look());
  }

  #stopWatching(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }

  #look(): void {
    this.#stopWatching();
    const [first] = this.#waiters;
    if (first && this.#dueAt(first) <= this.clock.now()) this.#tell(first);
    this.#watch();
  }

  #dueAt({ open: [longest] }: Waiter): number {
    return Math.max((longest?.since ?? this.clock.now()) + waits.silence, this.#saidAt + waits.betweenLines);
  }

  #tell({ say, open }: Waiter): void {
    const now = this.clock.now();
    const wait = open.findLast(({ since }) => now - since >= waits.silence);
    if (!wait) return;
    this.#saidAt = now;
    const others = this.#waiters.size - 1;
    const beside = others === 0 ? "" : ` (${others} other${others === 1 ? "" : "s"} waiting)`;
    say(`waiting for ${wait.what()}, ${Math.round((now - wait.since) / 1000)} s so far${beside}`);
  }
}
