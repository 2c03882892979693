/**
 * The connection to Graph: exchanges with our retry policy. All operations of a process share it, and with it the
 * request limit and the gate.
 */
import type { Clock } from "../clock";
import { asRecord } from "../json";
import type { Operation } from "../operation";
import type { Settings } from "../settings/settings";
import { Batches } from "./batch";
import { Collection } from "./collection";
import { Credit } from "./credit";
import { type GraphRequest, openExchange } from "./exchange";
import { GraphFailure } from "./failure";
import { atOnce, Limiter } from "./limiter";
import { ListsAhead } from "./lists-ahead";
import { type Answer, type Outcome, outcomeOf, readAnswer, withBody } from "./outcome";
import { Pace } from "./pace";
import { inTurn, withRetries } from "./retry";
import { SharedReads } from "./shared-reads";
import { openTokenSource } from "./token";

/** Reads an answer's body. @throws GraphFailure if it is not what was asked for: then the request is tried again */
export type Reading<T> = (body: unknown) => T;

export interface Connection {
  /** How the caller signs in, for error messages. */
  readonly signedInAs: string;
  /**
   * Roots of references to users and groups; the one that worked last comes first. The cloud's own Graph root is right
   * even if requests go through another endpoint. Which collections Graph accepts is not documented.
   */
  readonly referenceRoots: string[];
  /** The tenant that issued the last token, if the token says so. */
  readonly tenantId: () => string | undefined;
  /** The service's clock minus ours, in milliseconds, according to the last answer. */
  readonly clockOffset: () => number;
  /** @returns the parsed body, undefined for an empty one @throws GraphFailure, UserError */
  send(operation: Operation, request: GraphRequest): Promise<unknown>;
  /** The answer to exactly one try, whatever its status. Ignores limit and gate. @throws GraphFailure if there is none, UserError */
  tryOnce(operation: Operation, request: GraphRequest): Promise<Answer>;
  read<T>(operation: Operation, path: string, reading: Reading<T>): Promise<T>;
  /**
   * The same, but waits briefly for other reads to share a request with.
   *
   * @param ahead tells what its first try came to, if that was made already
   */
  readTogether<T>(
    operation: Operation,
    path: string,
    reading: Reading<T>,
    ahead?: () => Promise<Outcome<unknown> | undefined>,
  ): Promise<T>;
  /** Tries each once in a batch, after the one before it succeeded. @returns fewer outcomes than requests if the rest was not sent */
  sendInOrder(operation: Operation, requests: readonly GraphRequest[]): Promise<readonly Outcome<unknown>[]>;
  readonly collection: Collection;
  readonly listsAhead: ListsAhead;
  /** Call before a write: what was read ahead must no longer answer for this organization. */
  forget(id: string): void;
}

export function openConnection(
  settings: Settings,
  clock: Clock,
  transport?: typeof fetch,
  token = openTokenSource(settings, clock),
): Connection {
  const root = `${settings.graphEndpoint}/${settings.apiVersion}`;
  const exchange = openExchange(settings, clock, token, transport);
  const turn = new Limiter(settings.maxConcurrency).run;
  const pace = new Pace();
  let clockOffset = 0;

  async function attempt(operation: Operation, request: GraphRequest): Promise<Outcome<unknown>> {
    const path = relativePath(request.path, root);
    const exchanged = await outcomeOf(() => exchange(operation, { ...request, path }));
    if ("failure" in exchanged) return exchanged;
    const date = Date.parse(exchanged.value.headers.get("date") ?? "");
    if (!Number.isNaN(date)) clockOffset = date - clock.now();
    const outcome = readAnswer(exchanged.value, clock.now());
    return request.method === "get" ? withBody(outcome) : outcome;
  }

  const send = (operation: Operation, request: GraphRequest) =>
    withRetries(operation, pace, request.repeatable, () => attempt(operation, request), turn);
  const read = <T>(operation: Operation, path: string, reading: Reading<T>) => {
    const request: GraphRequest = { method: "get", path, repeatable: "anytime" };
    const one = async () => await readAs(await attempt(operation, request), reading);
    return withRetries(operation, pace, "anytime", one, turn);
  };
  const credit = new Credit();
  const collection = new Collection((operation, path) => read(operation, path, asRecord), clock, credit);
  const batches = new Batches(
    clock,
    async (operation, request, count, split) =>
      await inTurn(operation, pace, turn, count, async () => split(await attempt(operation, request))),
    () => pace.mostTogether,
  );
  const reads = new SharedReads(clock, batches, (saved) => collection.earn(saved));
  const together = reads.together.bind(reads);
  const listsAhead = new ListsAhead(clock, batches, collection, credit, together);
  return {
    signedInAs: token.description,
    tenantId: token.tenantId,
    referenceRoots: [...new Set([settings.graphRoot, settings.graphEndpoint])].flatMap((host) =>
      ["directoryObjects", "users", "groups"].map((objects) => `${host}/${settings.apiVersion}/${objects}`),
    ),
    clockOffset: () => clockOffset,
    tryOnce: async (operation, request) =>
      await exchange(operation, { ...request, path: relativePath(request.path, root) }),
    send,
    read,
    sendInOrder: (operation, requests) => batches.inOrder(operation, requests),
    async readTogether(operation, path, reading, ahead) {
      const relative = () => relativePath(path, root);
      let isFirst = true;
      // A shared request waits for one turn, not for one per read.
      const one = async () => {
        const outcome = isFirst
          ? ((await ahead?.()) ?? together(operation, relative()))
          : reads.alone(operation, relative());
        isFirst = false;
        return await readAs(await outcome, reading);
      };
      return await withRetries(operation, pace.outside, "anytime", one, atOnce);
    },
    collection,
    listsAhead,
    forget(id) {
      collection.forget(id);
      listsAhead.forget(id);
    },
  };
}

async function readAs<T>(outcome: Outcome<unknown>, reading: Reading<T>): Promise<Outcome<T>> {
  return "failure" in outcome ? outcome : await outcomeOf(() => reading(outcome.value));
}

/** The client takes absolute links only with https. No link may lead to another host or version. */
function relativePath(path: string, root: string): string {
  // Resolve dots as the request will.
  const link = path.startsWith("/") ? `${root}${path}` : path;
  const { href } = URL.canParse(link) ? new URL(link) : { href: "" };
  if (href.toLowerCase().startsWith(`${root.toLowerCase()}/`))
    // The client would take an address in a filter for the host.
    return path.startsWith("/") ? path : href.slice(root.length).replaceAll("https://", "https:%2F%2F");
  throw new GraphFailure(
    "unreadable",
    "Graph answered with a link to another host or version, which was not followed.",
  );
}
