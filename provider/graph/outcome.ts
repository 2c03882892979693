/** What one try of a request came to. */
import { oneLine } from "../errors";
import { parseJson } from "../json";
import type { Operation } from "../operation";
import { GraphFailure, refusal } from "./failure";
import { readRetryAfter } from "./retry-after";

/**
 * `anytime`: reads, deletes and value-setting writes, which may be repeated after any failure.
 * `untouched`: writes that may only be repeated when the service certainly did not carry them out.
 */
export type Repeatable = "anytime" | "untouched";

/** Graph's answer, unread. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type Outcome<T> = { readonly value: T } | Failed;

export interface Failed {
  readonly failure: GraphFailure;
  /** Milliseconds that Graph asked to wait. */
  readonly retryAfter: number | undefined;
}

/** The value is the parsed body, undefined for an empty one. */
export function readAnswer({ status, headers, text }: Answer, now: number): Outcome<unknown> {
  if (status < 200 || status > 299)
    return { failure: refusal(status, headers, text), retryAfter: readRetryAfter(headers, now) };
  const value = text === "" ? undefined : parseJson(text);
  if (text === "" || value !== undefined) return { value };
  return failed(new GraphFailure("unreadable", `Graph answered ${status} with a body that is not JSON.`, status));
}

/** A read always has a body. An empty one was lost on the way, so the read is tried again. */
export function withBody(outcome: Outcome<unknown>): Outcome<unknown> {
  if ("failure" in outcome || outcome.value !== undefined) return outcome;
  return failed(new GraphFailure("unreadable", "Graph's answer is empty."));
}

export function failed(failure: GraphFailure): Failed {
  return { failure, retryAfter: undefined };
}

/** Only a GraphFailure is an outcome. Every other error is thrown. */
export async function outcomeOf<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof GraphFailure) return failed(error);
    throw error;
  }
}

export function noAnswer(error: unknown, operation: Operation): GraphFailure {
  if (operation.signal.aborted) return new GraphFailure("interrupted", "Interrupted.", undefined, undefined, error);
  if (error instanceof GraphFailure) return error;
  const reason = error instanceof Error ? error : new Error(String(error));
  if (reason.name === "TimeoutError" || reason.name === "AbortError") {
    return new GraphFailure("timedOut", "Graph did not answer in time.", undefined, undefined, error);
  }
  const cause = reason.cause instanceof Error ? reason.cause : reason;
  const reasonText = (cause as NodeJS.ErrnoException).code ?? oneLine(cause.message);
  return new GraphFailure("unreachable", `Graph could not be reached: ${reasonText}.`, undefined, undefined, error);
}
