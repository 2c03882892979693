import { type Clock, firstOf, unlessAborted } from "../clock";
import { type Operation, remaining } from "../operation";
import { waits } from "../waits";
import { noAnswer, type Repeatable } from "./outcome";

/** Ends one try when the process is asked to stop, or when the try used up its share of the operation's time. */
export function tryLimit(operation: Operation, clock: Clock, repeatable: Repeatable): AbortSignal {
  const stop = repeatable === "untouched" ? withGrace(operation.signal, clock) : operation.signal;
  return firstOf(stop, clock.timeout(Math.max(1, Math.min(waits.longestTry, remaining(operation) / 3))));
}

/** Waits for what another operation does, but no longer than the own one lasts, and not when the process is asked to stop. */
export async function waitForOther<T>(other: Promise<T>, operation: Operation, isLost = false): Promise<T> {
  const time = operation.clock.timeout(Math.max(1, remaining(operation)));
  const end = firstOf(operation.signal, time);
  return await unlessAborted(other, end).catch((error: unknown) => {
    if (!end.aborted) throw error;
    const failure = noAnswer(end.reason, operation);
    failure.followsLoss = isLost;
    throw failure;
  });
}

const graces = new WeakMap<AbortSignal, AbortSignal>();

/** A create that is under way when the process is asked to stop gets a little longer, so that its id is not lost. */
function withGrace(signal: AbortSignal, clock: Clock): AbortSignal {
  const known = graces.get(signal);
  if (known) return known;
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  const wait = () => clock.timeout(waits.graceAfterStop).addEventListener("abort", abort, { once: true });
  if (signal.aborted) wait();
  else signal.addEventListener("abort", wait, { once: true });
  graces.set(signal, controller.signal);
  return controller.signal;
}
