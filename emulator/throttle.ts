// A token bucket that refills continuously.
import { GraphError } from "./errors";
import { renderRetryAfter } from "./retry-after";
import type { SwitchBoard } from "./switches";

export interface Throttle {
  /** The 429 to send, or undefined if the request may pass. */
  take(): GraphError | undefined;
  reset(): void;
}

function retryAfterHeader(switches: SwitchBoard, waitSeconds: number, now: number): Record<string, string> {
  const whole = Math.max(1, Math.ceil(waitSeconds));
  switch (switches.throttleRetryAfter) {
    case "seconds":
      return { "Retry-After": String(whole) };
    case "decimal":
      return { "Retry-After": Math.max(0.001, waitSeconds).toFixed(3) };
    case "date":
      return { "Retry-After": renderRetryAfter({ dateInSeconds: whole }, now) };
    case "zero":
      return { "Retry-After": "0" };
    case "garbage":
      return { "Retry-After": "soon" };
    case "missing":
      return {};
  }
}

export function createThrottle(switches: SwitchBoard, clock: () => number): Throttle {
  let available: number | undefined;
  let refilledAt = clock();
  return {
    take() {
      const capacity = switches.throttleRequests;
      if (capacity === 0) return undefined;
      const now = clock();
      const perSecond = capacity / Math.max(1, switches.throttleSeconds);
      available = Math.min(capacity, (available ?? capacity) + ((now - refilledAt) / 1000) * perSecond);
      refilledAt = now;
      if (available >= 1) {
        available -= 1;
        return undefined;
      }
      const headers = retryAfterHeader(switches, (1 - available) / perSecond, now);
      return new GraphError(429, "TooManyRequests", "Too many requests. Wait before sending again.", headers);
    },
    reset() {
      available = undefined;
    },
  };
}
