/** Time as a parameter, so that no test waits for a real clock. */
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { waits } from "./waits";

export interface Clock {
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts after that time. */
  timeout(milliseconds: number): AbortSignal;
  /** Does the work after that time. @returns what calls it off, which costs far less than to abort a sleep */
  after(milliseconds: number, work: () => void): () => void;
  /** Resolves after everything already queued has had a chance to run. */
  moment(): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {}),
  timeout: (milliseconds) => AbortSignal.timeout(Math.ceil(milliseconds)),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
  moment: () => sleep(waits.moment),
};

/** Waits no longer than the signal allows. Stops listening afterwards, because a timeout signal keeps its listeners alive. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    if (signal.aborted) stop();
  });
}

/**
 * Aborts with the first of them. AbortSignal.any is no replacement: on Node 20 a collection of garbage takes it away while
 * a request waits for it, and what hangs then hangs on: https://github.com/nodejs/node/issues/55428
 */
export function firstOf(...signals: readonly AbortSignal[]): AbortSignal {
  const first = new AbortController();
  const end = () => {
    for (const signal of signals) signal.removeEventListener("abort", end);
    first.abort(signals.find(({ aborted }) => aborted)?.reason);
  };
  // Of those that live as long as the process, many listen at once: Node would warn of a leak from eleven on.
  setMaxListeners(0, ...signals);
  for (const signal of signals) signal.addEventListener("abort", end);
  if (signals.some(({ aborted }) => aborted)) end();
  return first.signal;
}
