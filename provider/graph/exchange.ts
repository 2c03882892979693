/**
 * One exchange with Graph. Microsoft's client builds and sends the request; our middleware authenticates it and stops
 * it from leaving the configured endpoint.
 */
import { randomUUID } from "node:crypto";
import {
  Client,
  type Context,
  GraphClientError,
  type Middleware,
  type MiddlewareOptions,
  ResponseType,
} from "@microsoft/microsoft-graph-client";
import { type Clock, unlessAborted } from "../clock";
import { UserError } from "../errors";
import type { Operation } from "../operation";
import type { Settings } from "../settings/settings";
import { silently, type WaitingFor } from "../waiting";
import { GraphFailure } from "./failure";
import { type Answer, noAnswer, type Repeatable } from "./outcome";
import { proxied } from "./proxied";
import type { TokenSource } from "./token";
import { tryLimit } from "./try-limit";

export interface GraphRequest {
  readonly method: "get" | "post" | "patch" | "delete";
  /** Below the API version, with its query; or a whole next link. */
  readonly path: string;
  readonly body?: unknown;
  readonly repeatable: Repeatable;
}

/**
 * Sends a request once, or twice if a 401 asks for a new token. Takes paths below the API version only.
 *
 * @throws GraphFailure if there is no answer, UserError
 */
export type Exchange = (operation: Operation, request: GraphRequest) => Promise<Answer>;

export function openExchange(
  { graphEndpoint, apiVersion }: Settings,
  clock: Clock,
  token: TokenSource,
  transport: typeof fetch = proxied,
): Exchange {
  const client = Client.initWithMiddleware({
    baseUrl: graphEndpoint,
    defaultVersion: apiVersion,
    middleware: [keepCause(), authentication(token), guard(graphEndpoint), sender(transport)],
  });
  return async (operation, { method, path, body, repeatable }) => {
    const signal = tryLimit(operation, clock, repeatable);
    const request = client.api(path).responseType(ResponseType.RAW).options({ signal });
    request.middlewareOptions([new OfOperation(operation)]);
    try {
      const response: Response = await request[method](body);
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      const reason: unknown = error instanceof GraphClientError ? error.customError : error;
      throw reason instanceof UserError ? reason : noAnswer(reason, operation);
    }
  };
}

/** Takes the operation through the client to our middleware. */
class OfOperation implements MiddlewareOptions {
  constructor(readonly operation: Operation) {}
}

function waitingIn({ middlewareControl }: Context): WaitingFor {
  const options = middlewareControl?.getMiddlewareOptions(OfOperation) as OfOperation | undefined;
  return options?.operation.waitingFor ?? silently;
}

/** The client loses the cause of every error thrown by middleware, except of its own GraphClientError. */
function keepCause(): Middleware {
  return step(async (_, next) => {
    await next().catch((error: unknown) => {
      throw Object.assign(new GraphClientError(), { customError: error });
    });
  });
}

function authentication(source: TokenSource): Middleware {
  return step(async (context, next) => {
    const signal = context.options?.signal as AbortSignal;
    const send = async () => {
      const signedIn = () => unlessAborted(source.get(), signal);
      const token = await waitingIn(context)(() => "the sign-in service", signedIn).catch((error: unknown) => {
        if (error instanceof UserError) throw error;
        throw new GraphFailure("timedOut", "The sign-in service did not answer in time.", undefined, undefined, error);
      });
      // Node's error for such a header would show the token.
      if (/[^\x21-\x7e]/.test(token)) throw new UserError("The token contains characters that no token can have.");
      const headers = new Headers(context.options?.headers);
      headers.set("Authorization", `Bearer ${token}`);
      headers.set("client-request-id", randomUUID());
      context.options = { ...context.options, headers };
      await next();
      return token;
    };
    const token = await send();
    // The token may have been revoked early. The request had no effect, so send it once more with a new token.
    if (context.response?.status !== 401 || !source.renew(token)) return;
    await context.response.text();
    await send();
  });
}

function guard(endpoint: string): Middleware {
  return step(async (context, next) => {
    if (!String(context.request).startsWith(`${endpoint}/`))
      throw new UserError("A request to a host other than the configured Graph endpoint was stopped.");
    context.options = { ...context.options, redirect: "manual" };
    await next();
  });
}

function sender(transport: typeof fetch): Middleware {
  return step(async (context) => {
    context.response = await transport(context.request, context.options);
  });
}

function step(run: (context: Context, next: () => Promise<void>) => Promise<void>): Middleware {
  let following: Middleware | undefined;
  return {
    setNext(middleware) {
      following = middleware;
    },
    execute: (context) => run(context, async () => await following?.execute(context)),
  };
}
