/** Time that passes only when nothing else can happen, so that a hang of an hour is over at once, and in the right order. */
import type { Clock } from "../../provider/clock";

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** Turns of the event loop without a request under way after which everybody waits for the time. */
const quietTurns = 3;

export class VirtualClock implements Clock {
  #now = Date.parse("2026-02-03T09:10:11Z");
  #alarms: Alarm[] = [];
  #waiting = 0;
  #busy = 0;
  #isTicking = false;

  now = (): number => this.#now;

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await this.#wait((resolve) => this.#setAlarm(milliseconds, () => resolve()), signal);
  }

  timeout(milliseconds: number): AbortSignal {
    const controller = new AbortController();
    this.#setAlarm(milliseconds, () => controller.abort(new DOMException("The time is over.", "TimeoutError")));
    return controller.signal;
  }

  after(milliseconds: number, work: () => void): () => void {
    const alarm = this.#setAlarm(milliseconds, work);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  async moment(): Promise<void> {
    await new Promise(setImmediate);
  }

  /** What never ends by itself. */
  async forever(signal: AbortSignal | null | undefined): Promise<never> {
    return await this.#wait<never>(() => undefined, signal);
  }

  /** Work that takes no time: the clock stands still until it is done. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
    }
  }

  async #wait<T = void>(begin: (resolve: (value: T) => void) => void, signal?: AbortSignal | null): Promise<T> {
    signal?.throwIfAborted();
    this.#waiting += 1;
    void this.#tick();
    let stop = (): void => undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        stop = () => reject(signal?.reason);
        signal?.addEventListener("abort", stop);
        begin(resolve);
      });
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#waiting -= 1;
    }
  }

  #setAlarm(milliseconds: number, ring: () => void): Alarm {
    const alarm = { at: this.#now + milliseconds, ring };
    const later = this.#alarms.findIndex(({ at }) => at > alarm.at);
    this.#alarms.splice(later < 0 ? this.#alarms.length : later, 0, alarm);
    return alarm;
  }

  async #tick(): Promise<void> {
    if (this.#isTicking) return;
    this.#isTicking = true;
    await this.#quiet();
    while (this.#waiting > 0) {
      const next = this.#alarms.shift();
      if (!next) break;
      this.#now = Math.max(this.#now, next.at);
      next.ring();
      await this.#quiet();
    }
    this.#isTicking = false;
  }

  async #quiet(): Promise<void> {
    for (let turns = 0; turns < quietTurns; turns += 1) {
      await new Promise(setImmediate);
      if (this.#busy > 0) turns = -1;
    }
  }
}
