/**
 * The door's one connection to Graph: Microsoft's client with a middleware of ours below it, and our own policy of
 * retries above it. All operations of a process share it, and so what was learnt of the service's limits.
 */
import { Client, ResponseType } from "@microsoft/microsoft-graph-client";
import type { Clock } from "../clock";
import { asRecord } from "../json";
import type { Operation } from "../operation";
import type { Settings } from "../settings/settings";
import { Batches } from "./batch";
import { Collection } from "./collection";
import { GraphFailure } from "./failure";
import { Limiter } from "./limiter";
import { Exchange, Line } from "./line";
import { type Gate, inTurn, type Outcome, type Repeatable, withRetries } from "./retry";
import { openTokenSource } from "./token";

export interface GraphRequest {
  readonly method: "get" | "post" | "patch" | "delete";
  /** Below the API version, with its query; or a whole next link. */
  readonly path: string;
  readonly body?: unknown;
  readonly repeatable: Repeatable;
}

/** What an answer's body says. @throws GraphFailure when it is not what was asked for: then it is tried again */
export type Reading<T> = (body: unknown) => T;

export interface Connection {
  /** How the caller signs in, for error messages. */
  readonly signedInAs: string;
  /**
   * What the references to users and groups may begin with, the one that worked last first. The cloud's own Graph root
   * is right also where requests go through another endpoint, and which collections are taken is not documented.
   */
  readonly referenceRoots: string[];
  /** The tenant that the last token was issued by, where it says so. */
  readonly tenantId: () => string | undefined;
  /** The service's clock minus ours, in milliseconds, as the last answer told. */
  readonly clockOffset: () => number;
  /** The parsed body; nothing for an empty one. @throws GraphFailure, UserError */
  send(operation: Operation, request: GraphRequest): Promise<unknown>;
  read<T>(operation: Operation, path: string, reading: Reading<T>): Promise<T>;
  /** The same for a GET that waits for others to share its request with. */
  readTogether<T>(operation: Operation, path: string, reading: Reading<T>): Promise<T>;
  /** Requests in one batch, each after the one before it succeeded. @returns the outcomes, fewer where the rest was not sent */
  sendInOrder(operation: Operation, requests: readonly GraphRequest[]): Promise<readonly Outcome<unknown>[]>;
  readonly collection: Collection;
}

export function openConnection(settings: Settings, clock: Clock, transport: typeof fetch = fetch): Connection {
  const root = `${settings.graphEndpoint}/${settings.apiVersion}`;
  const token = openTokenSource(settings, clock);
  const line = new Line(token, settings.graphEndpoint, clock, transport);
  const client = Client.initWithMiddleware({
    baseUrl: settings.graphEndpoint,
    defaultVersion: settings.apiVersion,
    middleware: line,
  });
  const limiter = new Limiter(settings.maxConcurrency);
  const gate: Gate = { opensAt: 0 };

  async function attempt(operation: Operation, request: GraphRequest): Promise<Outcome<unknown>> {
    const { method, path, body, repeatable } = request;
    const exchange = new Exchange(operation, repeatable);
    const built = client.api(relativePath(path, root)).responseType(ResponseType.RAW).middlewareOptions([exchange]);
    try {
      await (body === undefined ? built[method](undefined) : built[method](body));
    } catch (error) {
      // The client flattens what its middleware throws, so the failure travels beside it.
      throw exchange.failure ?? error;
    }
    return method === "get" ? withBody(exchange.outcome) : (exchange.outcome as Outcome<unknown>);
  }

  const send = (operation: Operation, request: GraphRequest) =>
    withRetries(operation, gate, request.repeatable, () => attempt(operation, request), limiter);
  const batches = new Batches(clock, (operation, request, split) =>
    inTurn(operation, gate, limiter, async () => split(await attempt(operation, request))),
  );
  const read = <T>(operation: Operation, path: string, reading: Reading<T>) => {
    const request: GraphRequest = { method: "get", path, repeatable: "anytime" };
    const one = async () => readAs(await attempt(operation, request), reading);
    return withRetries(operation, gate, "anytime", one, limiter);
  };
  return {
    signedInAs: token.description,
    tenantId: token.tenantId,
    referenceRoots: [...new Set([settings.graphRoot, settings.graphEndpoint])].flatMap((host) =>
      ["directoryObjects", "users", "groups"].map((objects) => `${host}/${settings.apiVersion}/${objects}`),
    ),
    clockOffset: () => line.clockOffset,
    send,
    read,
    sendInOrder: (operation, requests) => batches.inOrder(operation, requests),
    async readTogether(operation, path, reading) {
      const relative = relativePath(path, root);
      let isFirst = true;
      return await withRetries(operation, gate, "anytime", async () => {
        const outcome = isFirst ? batches.together(operation, relative) : batches.alone(operation, relative);
        isFirst = false;
        return readAs(await outcome, reading);
      });
    },
    collection: new Collection((operation, path) => read(operation, path, asRecord), batches, clock),
  };
}

function readAs<T>(outcome: Outcome<unknown>, reading: Reading<T>): Outcome<T> {
  if ("failure" in outcome) return outcome;
  try {
    return { value: reading(outcome.value) };
  } catch (failure) {
    if (!(failure instanceof GraphFailure)) throw failure;
    return { failure, retryAfter: undefined };
  }
}

/** What is read is never nothing: an empty body is a fault on the way, and passes as others do. */
function withBody(outcome: Outcome<unknown> | undefined): Outcome<unknown> {
  if (outcome && ("failure" in outcome || outcome.value !== undefined)) return outcome;
  return { failure: new GraphFailure("unreadable", "Graph's answer is empty."), retryAfter: undefined };
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
