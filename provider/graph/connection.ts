/**
 * The door's one line to Graph: Microsoft's client with a middleware of ours below it. The client builds the request;
 * the middleware signs, sends, bounds, retries and reads it, and lets nothing out to another host.
 */
import { randomUUID } from "node:crypto";
import { Client, type Context, type Middleware, ResponseType } from "@microsoft/microsoft-graph-client";
import { type Clock, unlessAborted } from "../clock";
import { oneLine, UserError } from "../errors";
import { type Operation, remaining } from "../operation";
import type { Settings } from "../settings";
import { GraphFailure, parseJson, refusal } from "./failure";
import { Limiter } from "./limiter";
import { type Gate, type Outcome, type Repeatable, withRetries } from "./retry";
import { readRetryAfter } from "./retry-after";
import { openTokenSource, type TokenSource } from "./token";

/** One try must leave time for others: a hung connection is given up after this, or after a third of the time left. */
const longestTry = 60_000;

export interface GraphRequest {
  readonly method: "get" | "post" | "patch" | "delete";
  /** Below the API version, with its query; or a whole next link. */
  readonly path: string;
  readonly body?: unknown;
  readonly repeatable: Repeatable;
}

export interface Connection {
  /** How the caller signs in, for error messages. */
  readonly signedInAs: string;
  /**
   * What the references to users and groups may begin with, the one that worked last first. The cloud's own Graph root
   * is right also where requests go through another endpoint, and which collections are taken is not documented.
   */
  readonly referenceRoots: string[];
  /** The service's clock minus ours, in milliseconds, as the last answer told. */
  readonly clockOffset: () => number;
  /** The parsed body; nothing for an empty one. @throws GraphFailure, UserError */
  send(operation: Operation, request: GraphRequest): Promise<unknown>;
}

export function openConnection(settings: Settings, clock: Clock, transport: typeof fetch = fetch): Connection {
  const root = `${settings.graphEndpoint}/${settings.apiVersion}`;
  const token = openTokenSource(settings, clock);
  const line = new Line(token, settings.graphEndpoint, clock, transport, new Limiter(settings.maxConcurrency));
  const client = Client.initWithMiddleware({
    baseUrl: settings.graphEndpoint,
    defaultVersion: settings.apiVersion,
    middleware: line,
  });
  return {
    signedInAs: token.description,
    referenceRoots: [...new Set([settings.graphRoot, settings.graphEndpoint])].flatMap((host) =>
      ["directoryObjects", "users", "groups"].map((objects) => `${host}/${settings.apiVersion}/${objects}`),
    ),
    clockOffset: () => line.clockOffset,
    async send(operation, { method, path, body, repeatable }) {
      const exchange = new Exchange(operation, repeatable);
      const request = client.api(relativePath(path, root)).responseType(ResponseType.RAW).middlewareOptions([exchange]);
      try {
        await (body === undefined ? request[method](undefined) : request[method](body));
      } catch (error) {
        // The client flattens what its middleware throws, so the failure travels beside it.
        throw exchange.failure ?? error;
      }
      return exchange.answer;
    },
  };
}

/** The client understands absolute links only with https, and must never leave the configured host. */
function relativePath(path: string, root: string): string {
  if (path.startsWith("/")) return path;
  // Resolved as the request will be, so that no dots lead out.
  const { href } = URL.canParse(path) ? new URL(path) : { href: "" };
  if (href.toLowerCase().startsWith(`${root.toLowerCase()}/`)) return href.slice(root.length);
  throw new GraphFailure(
    "unreadable",
    "Graph answered with a link to another host or version, which was not followed.",
  );
}

/** What one request carries down to the middleware and back. */
class Exchange {
  answer: unknown;
  failure: unknown;
  constructor(
    readonly operation: Operation,
    readonly repeatable: Repeatable,
  ) {}
}

class Line implements Middleware {
  clockOffset = 0;
  readonly #gate: Gate = { opensAt: 0 };

  constructor(
    readonly token: TokenSource,
    readonly endpoint: string,
    readonly clock: Clock,
    readonly transport: typeof fetch,
    readonly limiter: Limiter,
  ) {}

  async execute(context: Context): Promise<void> {
    const exchange = context.middlewareControl?.getMiddlewareOptions(Exchange) as Exchange;
    try {
      exchange.answer = await withRetries(exchange.operation, this.#gate, exchange.repeatable, () =>
        this.limiter.run(() => this.#try(context, exchange)),
      );
      context.response = new Response(null, { status: 204 });
    } catch (failure) {
      exchange.failure = failure;
      throw failure;
    }
  }

  async #try(context: Context, exchange: Exchange): Promise<Outcome<unknown>> {
    const { operation, repeatable } = exchange;
    const signal = AbortSignal.any([
      repeatable === "untouched" ? withGrace(operation.signal) : operation.signal,
      this.clock.timeout(Math.max(1, Math.min(longestTry, remaining(operation) / 3))),
    ]);
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
    if (!response.ok) {
      const failure = refusal(response.status, response.headers, text);
      return { failure, retryAfter: readRetryAfter(response.headers, this.clock.now()) };
    }
    const value = text === "" ? undefined : parseJson(text);
    if (text !== "" && value === undefined) {
      const failure = new GraphFailure(
        "unreadable",
        `Graph answered ${response.status} with a body that is not JSON.`,
        response.status,
      );
      return { failure, retryAfter: undefined };
    }
    return { value };
  }
}

const graces = new WeakMap<AbortSignal, AbortSignal>();

/** A create that is under way when the process is asked to stop gets a moment more, so that its id is not lost. */
function withGrace(signal: AbortSignal): AbortSignal {
  const known = graces.get(signal);
  if (known) return known;
  const controller = new AbortController();
  const abort = () => setTimeout(() => controller.abort(signal.reason), 1000).unref();
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  graces.set(signal, controller.signal);
  return controller.signal;
}

function noAnswer(error: unknown, operation: Operation, silent: string): GraphFailure {
  if (operation.signal.aborted) return new GraphFailure("interrupted", "Interrupted.", undefined, undefined, error);
  const reason = error instanceof Error ? error : new Error(String(error));
  if (reason.name === "TimeoutError" || reason.name === "AbortError") {
    return new GraphFailure("timedOut", `${silent} did not answer in time.`, undefined, undefined, error);
  }
  const cause = reason.cause instanceof Error ? reason.cause : reason;
  const reasonText = (cause as NodeJS.ErrnoException).code ?? oneLine(cause.message);
  return new GraphFailure("unreachable", `Graph could not be reached: ${reasonText}.`, undefined, undefined, error);
}
