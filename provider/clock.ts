/** Time as a parameter, so that no test waits for a real clock. */
import { setTimeout } from "node:timers/promises";

export interface Clock {
  now(): number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Aborted after that time. */
  timeout(milliseconds: number): AbortSignal;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal ? { signal } : {}),
  timeout: (milliseconds) => AbortSignal.timeout(Math.ceil(milliseconds)),
};

/** Waits no longer than the signal allows, whatever becomes of the promise. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return await new Promise<T>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}
