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
  #isWatching = false;
  #pause = new AbortController();

  constructor(readonly clock: Clock) {}

  /** For one operation. */
  telling(say: (line: string) => void): WaitingFor {
    const waiter: Waiter = { say, open: [] };
    return async (what, work) => {
      const wait = { what, since: this.clock.now() };
      waiter.open.push(wait);
      this.#waiters.add(waiter);
      void this.#watch();
      try {
        return await work();
      } finally {
        waiter.open.splice(waiter.open.indexOf(wait), 1);
        if (waiter.open.length === 0) this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#pause.abort();
      }
    };
  }

  async #watch(): Promise<void> {
    if (this.#isWatching) return;
    this.#isWatching = true;
    for (let [first] = this.#waiters; first; [first] = this.#waiters) {
      const since = first.open[0]?.since ?? this.clock.now();
      const left = Math.max(since + waits.silence, this.#saidAt + waits.betweenLines) - this.clock.now();
      if (left <= 0) this.#tell(first);
      else {
        this.#pause = new AbortController();
        await this.clock.sleep(left, this.#pause.signal).catch(() => undefined);
      }
    }
    this.#isWatching = false;
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
