/** One run of create, read, update or delete: what bounds its waits. */
import { setMaxListeners } from "node:events";
import { type Clock, systemClock } from "./clock";
import { UserError } from "./errors";
import { silently, type WaitingFor } from "./waiting";
import { waits } from "./waits";

export interface Operation {
  readonly clock: Clock;
  readonly deadline: number;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly waitingFor: WaitingFor;
}

export interface OperationBounds {
  readonly timeoutSeconds: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly random?: () => number;
  /** @default nobody is told */
  readonly waitingFor?: WaitingFor;
}

export function startOperation(bounds: OperationBounds): Operation {
  const clock = bounds.clock ?? systemClock;
  const signal = bounds.signal ?? new AbortController().signal;
  // All that wait at the same time listen to the one signal of the process; Node would warn of a leak from eleven on.
  setMaxListeners(0, signal);
  return {
    clock,
    deadline: clock.now() + bounds.timeoutSeconds * 1000,
    signal,
    random: bounds.random ?? Math.random,
    waitingFor: bounds.waitingFor ?? silently,
  };
}

export function remaining(operation: Operation): number {
  return operation.deadline - operation.clock.now();
}

/** Waits, unless the process is asked to stop. */
export async function pause(operation: Operation, milliseconds: number): Promise<void> {
  try {
    await operation.clock.sleep(milliseconds, operation.signal);
  } catch (error) {
    if (!operation.signal.aborted) throw error;
    throw new UserError("Interrupted.", undefined, error);
  }
}

/**
 * Looks until `look` returns something, at once and then at growing intervals. Returns nothing when the operation's time,
 * or `limit` milliseconds since the first look ended, are over: Graph may have asked that one to wait.
 *
 * @param what is waited for
 */
export async function poll<T>(
  operation: Operation,
  what: string,
  look: () => Promise<T | undefined>,
  limit = Number.POSITIVE_INFINITY,
): Promise<T | undefined> {
  return await operation.waitingFor(
    () => what,
    () => lookUntil(operation, look, limit),
  );
}

async function lookUntil<T>(
  operation: Operation,
  look: () => Promise<T | undefined>,
  limit: number,
): Promise<T | undefined> {
  let end: number | undefined;
  for (let delay: number = waits.firstLook; ; delay = Math.min(delay * 1.6, waits.longestLook)) {
    const found = await look();
    if (found !== undefined) return found;
    end ??= Math.min(operation.deadline - waits.lastLook, operation.clock.now() + limit);
    if (operation.clock.now() + delay > end) return undefined;
    await pause(operation, delay);
  }
}
