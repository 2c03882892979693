/** One try of one request: signed, sent, bounded and read, and let out to no other host. */
import { randomUUID } from "node:crypto";
import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { type Clock, unlessAborted } from "../clock";
import { oneLine, UserError } from "../errors";
import { parseJson } from "../json";
import { type Operation, remaining } from "../operation";
import { waits } from "../waits";
import { GraphFailure, refusal } from "./failure";
import type { Outcome, Repeatable } from "./retry";
import { readRetryAfter } from "./retry-after";
import type { TokenSource } from "./token";

/** What one try carries down to the middleware and back. */
export class Exchange {
  outcome: Outcome<unknown> | undefined;
  failure: unknown;
  constructor(
    readonly operation: Operation,
    readonly repeatable: Repeatable,
  ) {}
}

export class Line implements Middleware {
  /** The service's clock minus ours, in milliseconds. */
  clockOffset = 0;

  constructor(
    readonly token: TokenSource,
    readonly endpoint: string,
    readonly clock: Clock,
    readonly transport: typeof fetch,
  ) {}

  async execute(context: Context): Promise<void> {
    const exchange = context.middlewareControl?.getMiddlewareOptions(Exchange) as Exchange;
    try {
      exchange.outcome = await this.#try(context, exchange);
      context.response = new Response(null, { status: 204 });
    } catch (failure) {
      exchange.failure = failure;
      throw failure;
    }
  }

  async #try(context: Context, exchange: Exchange): Promise<Outcome<unknown>> {
    const { operation, repeatable } = exchange;
    const stop = repeatable === "untouched" ? withGrace(operation.signal) : operation.signal;
    const signal = tryLimit(operation, this.clock, stop);
    let silent = "The sign-in service";
    try {
      const token = await unlessAborted(this.token.get(), signal);
      silent = "Graph";
      const first = await this.#fetch(context, token, signal);
      // A token may be revoked before its time; the request was not carried out, so once more with a new one.
      const renewed = first.response.status === 401 && this.token.renew(token);
      const { response, text } = renewed
        ? await this.#fetch(context, await unlessAborted(this.token.get(), signal), signal)
        : first;
      return this.#read(response, text);
    } catch (error) {
      if (error instanceof UserError) throw error;
      return { failure: noAnswer(error, operation, silent), retryAfter: undefined };
    }
  }

  async #fetch(context: Context, token: string, signal: AbortSignal): Promise<{ response: Response; text: string }> {
    const url = String(context.request);
    if (!url.startsWith(`${this.endpoint}/`))
      throw new UserError("A request to another host than the configured Graph endpoint was stopped.");
    // The refusal of such a header would show the token.
    if (/[^\x21-\x7e]/.test(token)) throw new UserError("The token holds characters that no token has.");
    const headers = new Headers(context.options?.headers as Record<string, string>);
    headers.set("Authorization", `Bearer ${token}`);
    headers.set("client-request-id", randomUUID());
    const init = { ...context.options, headers, signal, redirect: "manual" } as RequestInit;
    const response = await this.transport(url, init);
    return { response, text: await response.text() };
  }

  #read(response: Response, text: string): Outcome<unknown> {
    const date = Date.parse(response.headers.get("date") ?? "");
    if (!Number.isNaN(date)) this.clockOffset = date - this.clock.now();
    return readAnswer(response.status, response.headers, text, this.clock.now());
  }
}

export function readAnswer(status: number, headers: Headers, text: string, now: number): Outcome<unknown> {
  if (status < 200 || status > 299)
    return { failure: refusal(status, headers, text), retryAfter: readRetryAfter(headers, now) };
  const value = text === "" ? undefined : parseJson(text);
  if (text === "" || value !== undefined) return { value };
  const fact = `Graph answered ${status} with a body that is not JSON.`;
  return { failure: new GraphFailure("unreadable", fact, status), retryAfter: undefined };
}

/** What ends one try: the process is asked to stop, or the try took its share of the operation's time. */
export function tryLimit(operation: Operation, clock: Clock, stop = operation.signal): AbortSignal {
  return AbortSignal.any([stop, clock.timeout(Math.max(1, Math.min(waits.longestTry, remaining(operation) / 3)))]);
}

const graces = new WeakMap<AbortSignal, AbortSignal>();

/** A create that is under way when the process is asked to stop gets a moment more, so that its id is not lost. */
function withGrace(signal: AbortSignal): AbortSignal {
  const known = graces.get(signal);
  if (known) return known;
  const controller = new AbortController();
  const abort = () => setTimeout(() => controller.abort(signal.reason), waits.graceAfterStop).unref();
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  graces.set(signal, controller.signal);
  return controller.signal;
}

export function noAnswer(error: unknown, operation: Operation, silent: string): GraphFailure {
  if (operation.signal.aborted) return new GraphFailure("interrupted", "Interrupted.", undefined, undefined, error);
  const reason = error instanceof Error ? error : new Error(String(error));
  if (reason.name === "TimeoutError" || reason.name === "AbortError") {
    return new GraphFailure("timedOut", `${silent} did not answer in time.`, undefined, undefined, error);
  }
  const cause = reason.cause instanceof Error ? reason.cause : reason;
  const reasonText = (cause as NodeJS.ErrnoException).code ?? oneLine(cause.message);
  return new GraphFailure("unreachable", `Graph could not be reached: ${reasonText}.`, undefined, undefined, error);
}
