/**
 * How fast the process sends. A 429 says that the service grants less than was asked for: after the pause that it wants,
 * one request goes first, and the others follow at the rate that was granted until then. Each success lets the rate grow
 * by the same step, each further 429 sets it back to what was granted since the last one.
 */
import { type Operation, pause, remaining } from "../operation";
import { waits } from "../waits";
import { GraphFailure } from "./failure";
import { waitForOther } from "./try-limit";

/** What a request passes on its way out, and reports to when it is answered. */
export interface Gate {
  /** Waits until `count` requests may be sent. @returns what to call when their answers are there */
  enter(operation: Operation, count: number, isLost: boolean): Promise<() => void>;
  granted(now: number, count: number): void;
  /** Nothing is sent before that time. */
  close(now: number, until: number, isThrottled: boolean): void;
}

/** Requests per millisecond. */
const perSecond = 1 / 1000;
/** Where nothing was granted yet. */
const unknownRate = 2 * perSecond;
const lowestRate = perSecond;
const smallestStep = 0.06 * perSecond;

export class Pace implements Gate {
  #opensAt = Number.NEGATIVE_INFINITY;
  /** As many as come, until one is refused. */
  #rate = Number.POSITIVE_INFINITY;
  #step = 0;
  #nextAt = Number.NEGATIVE_INFINITY;
  #isReopening = false;
  /** The request that went first, until it is answered. */
  #first: Promise<void> | undefined;
  #granted = 0;
  #grantedAt = Number.NEGATIVE_INFINITY;
  #countedSince = Number.NEGATIVE_INFINITY;

  /** For work whose requests enter by themselves: it waits for the pause only, and counts nothing. */
  readonly outside: Gate = {
    enter: async (operation, _, isLost) => {
      await waitUntil(operation, () => this.#opensAt, isLost);
      return () => undefined;
    },
    granted: () => undefined,
    close: (...closing) => this.close(...closing),
  };

  /** How many requests may travel in one batch. */
  get mostTogether(): number {
    return this.#isReopening ? 1 : Math.max(1, Math.floor(this.#rate / perSecond));
  }

  async enter(operation: Operation, count: number, isLost: boolean): Promise<() => void> {
    do {
      await waitUntil(operation, () => Math.max(this.#opensAt, this.#nextAt), isLost);
      if (this.#first !== undefined) await waitForOther(this.#first, operation, isLost);
    } while (this.#first !== undefined || operation.clock.now() < Math.max(this.#opensAt, this.#nextAt));
    const now = operation.clock.now();
    const isIdle = now - this.#grantedAt > waits.idle;
    if (isIdle && this.#rate === Number.POSITIVE_INFINITY) this.#countSince(now);
    this.#nextAt = Math.max(now, this.#nextAt) + count / this.#rate;
    return this.#isReopening ? this.#goFirst() : () => undefined;
  }

  #goFirst(): () => void {
    this.#isReopening = false;
    const { promise, resolve } = deferred();
    this.#first = promise;
    return () => {
      this.#first = undefined;
      resolve();
    };
  }

  granted(now: number, count: number): void {
    this.#grantedAt = now;
    this.#granted += count;
    this.#rate += this.#step * count;
  }

  close(now: number, until: number, isThrottled: boolean): void {
    // What was under way when the gate closed says nothing new.
    if (isThrottled && now >= this.#opensAt) this.#slowDown(now, until);
    this.#opensAt = Math.max(this.#opensAt, until);
  }

  #slowDown(now: number, until: number): void {
    const measured = this.#granted / Math.max(now - this.#countedSince, 1000);
    const granted = this.#granted > 0 ? measured : Math.min(this.#rate, unknownRate) / 2;
    this.#rate = Math.max(Math.min(this.#rate, granted) * 0.95, lowestRate);
    this.#step = Math.max(this.#rate * 0.04, smallestStep);
    this.#isReopening = true;
    // What a long pause saves up is more than the service grants afterwards, so one second of it counts.
    this.#countSince(Math.max(now, until - 1000));
  }

  #countSince(time: number): void {
    this.#granted = 0;
    this.#countedSince = time;
  }
}

async function waitUntil(operation: Operation, time: () => number, isLost: boolean): Promise<void> {
  for (let wait = time() - operation.clock.now(); wait > 0; wait = time() - operation.clock.now()) {
    if (wait > remaining(operation)) {
      const fact = `Graph asked to wait ${Math.ceil(wait / 1000)} s, which is longer than the operation's time-out.`;
      const failure = new GraphFailure("throttled", fact, 429);
      failure.followsLoss = isLost;
      throw failure;
    }
    await pause(operation, wait);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
