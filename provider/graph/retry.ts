/**
 * The retry policy. The client library's own handler repeats POST, cuts Retry-After to 180 seconds where the service
 * asks for up to 315, knows no network failures and cannot be interrupted, so this one replaces it.
 */
import { UserError } from "../errors";
import { type Operation, pause, remaining } from "../operation";
import { waits } from "../waits";
import { GraphFailure } from "./failure";
import type { Turn } from "./limiter";
import type { Outcome, Repeatable } from "./outcome";
import type { Gate } from "./pace";

/** Tries without a Retry-After. Few, so that a wrong endpoint is reported soon. */
const maxTries = 6;
const transient = [500, 502, 503, 504];

/** @returns milliseconds to wait before the next try; undefined if there is none */
export function delayBefore(
  nextTry: number,
  failure: GraphFailure,
  repeatable: Repeatable,
  retryAfter: number | undefined,
  random: number,
): number | undefined {
  const growing = waits.betweenTries * 2 ** (Math.min(nextTry, 7) - 2);
  const jittered = growing * (1 + random * 0.25);
  if (failure.kind === "throttled")
    return Math.max(retryAfter ?? jittered, growing < 60_000 && retryAfter === 0 ? growing : waits.betweenTries);
  if (repeatable === "untouched") return undefined;
  const passing = failure.kind === "unreachable" || failure.kind === "timedOut" || failure.kind === "unreadable";
  if (!passing && !isTransient(failure)) return undefined;
  if (retryAfter !== undefined && retryAfter > 0) return Math.max(retryAfter, waits.betweenTries);
  return nextTry <= maxTries ? jittered : undefined;
}

function isTransient({ status }: GraphFailure): boolean {
  return transient.includes(status ?? 0);
}

interface Tried<T> {
  readonly outcome: Outcome<T>;
  /** Milliseconds to wait before the next try; undefined if there is none. */
  readonly delay: number | undefined;
}

export async function withRetries<T>(
  operation: Operation,
  gate: Gate,
  repeatable: Repeatable,
  attempt: () => Promise<Outcome<T>>,
  turn: Turn,
): Promise<T> {
  let last: GraphFailure | undefined;
  let isLost = false;
  const work = async () => {
    for (let nextTry = 2; ; nextTry += 1) {
      // Within its turn a request checks the gate and closes it, so that the next in turn finds it closed.
      const { outcome, delay }: Tried<T> = await turn(operation, isLost, async () => {
        const leave = await gate.enter(operation, 1, isLost);
        try {
          const outcome = await attempt();
          return { outcome, delay: tell(operation, gate, repeatable, outcome, nextTry) };
        } finally {
          leave();
        }
      });
      if ("value" in outcome) return outcome.value;
      last = outcome.failure;
      last.followsLoss = isLost;
      isLost ||= last.isAmbiguous;
      if (delay === undefined) throw last;
      if (delay > remaining(operation)) throw exhausted(last, delay);
      if (last.kind !== "throttled") await pause(operation, delay);
    }
  };
  return await operation
    .waitingFor(() => describeWait(last), work)
    .catch((error: unknown) => {
      // An interruption, or a sign-in that failed before the next try.
      if (isLost && error instanceof UserError) error.followsLoss = true;
      throw error;
    });
}

function describeWait(last: GraphFailure | undefined): string {
  if (last === undefined) return "Graph to answer";
  if (last.kind === "throttled") return "Graph, which limits the rate of requests";
  return `the next try, because Graph ${last.status === undefined ? "did not answer" : `answered ${last.status}`}`;
}

/** One attempt at several requests: waits for a slot and an open gate; every throttled member closes the gate again. */
export async function inTurn<T>(
  operation: Operation,
  gate: Gate,
  turn: Turn,
  count: number,
  attempt: () => Promise<readonly Outcome<T>[]>,
): Promise<readonly Outcome<T>[]> {
  return await turn(operation, false, async () => {
    const leave = await gate.enter(operation, count, false);
    try {
      const outcomes = await attempt();
      for (const outcome of outcomes) tell(operation, gate, "anytime", outcome, 2);
      return outcomes;
    } finally {
      leave();
    }
  });
}

/** Tells the gate. @returns milliseconds to wait before the next try; undefined if there is none */
function tell(
  operation: Operation,
  gate: Gate,
  repeatable: Repeatable,
  outcome: Outcome<unknown>,
  nextTry: number,
): number | undefined {
  const now = operation.clock.now();
  if ("value" in outcome) {
    gate.granted(now, 1);
    return undefined;
  }
  const { failure, retryAfter } = outcome;
  const delay = delayBefore(nextTry, failure, repeatable, retryAfter, operation.random());
  const isLast = delay === undefined || delay > remaining(operation);
  // A 429 pauses every request. Any other Retry-After pauses the others only when this request gives up, so that
  // whatever replaces it waits instead.
  const asked = failure.kind === "throttled" ? delay : isLast && isTransient(failure) ? retryAfter : undefined;
  if (asked !== undefined) gate.close(now, now + asked, failure.kind === "throttled");
  return delay;
}

function exhausted(failure: GraphFailure, delay: number): GraphFailure {
  const fact = `${failure.fact.replace(/\.$/, "")}, and the next try in ${Math.ceil(delay / 1000)} s would be after the operation's time-out.`;
  const last = new GraphFailure(failure.kind, fact, failure.status, failure.error, failure);
  last.followsLoss = failure.followsLoss;
  return last;
}
