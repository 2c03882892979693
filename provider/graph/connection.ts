/**
 * The one connection to Graph: exchanges below it, our policy of retries above them. All operations of a process share
 * it, and so what was learnt of the service's limits.
 */
import type { Clock } from "../clock";
import { asRecord } from "../json";
import type { Operation } from "../operation";
import type { Settings } from "../settings/settings";
import { Batches } from "./batch";
import { Collection } from "./collection";
import { type GraphRequest, openExchange } from "./exchange";
import { GraphFailure } from "./failure";
import { atOnce, Limiter } from "./limiter";
import { type Answer, type Outcome, outcomeOf, readAnswer, withBody } from "./outcome";
import { type Gate, inTurn, withRetries } from "./retry";
import { SharedReads } from "./shared-reads";
import { openTokenSource } from "./token";

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
  /** The answer as it is, whatever its status; neither held back nor repeated. @throws GraphFailure when there is none, UserError */
  tryOnce(operation: Operation, request: GraphRequest): Promise<Answer>;
  read<T>(operation: Operation, path: string, reading: Reading<T>): Promise<T>;
  /** The same for a GET that waits for others to share its request with. */
  readTogether<T>(operation: Operation, path: string, reading: Reading<T>): Promise<T>;
  /** Requests in one batch, each after the one before it succeeded. @returns the outcomes, fewer where the rest was not sent */
  sendInOrder(operation: Operation, requests: readonly GraphRequest[]): Promise<readonly Outcome<unknown>[]>;
  readonly collection: Collection;
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
  const gate: Gate = { opensAt: 0 };
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
    withRetries(operation, gate, request.repeatable, () => attempt(operation, request), turn);
  const read = <T>(operation: Operation, path: string, reading: Reading<T>) => {
    const request: GraphRequest = { method: "get", path, repeatable: "anytime" };
    const one = async () => await readAs(await attempt(operation, request), reading);
    return withRetries(operation, gate, "anytime", one, turn);
  };
  const collection = new Collection((operation, path) => read(operation, path, asRecord), clock);
  const batches = new Batches(clock, (operation, request, split) =>
    inTurn(operation, gate, turn, async () => split(await attempt(operation, request))),
  );
  const reads = new SharedReads(clock, batches, (saved) => collection.earn(saved));
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
    async readTogether(operation, path, reading) {
      const relative = relativePath(path, root);
      let isFirst = true;
      // Reads that are shared wait for their turn together.
      const one = async () => {
        const outcome = isFirst ? reads.together(operation, relative) : reads.alone(operation, relative);
        isFirst = false;
        return await readAs(await outcome, reading);
      };
      return await withRetries(operation, gate, "anytime", one, atOnce);
    },
    collection,
  };
}

async function readAs<T>(outcome: Outcome<unknown>, reading: Reading<T>): Promise<Outcome<T>> {
  return "failure" in outcome ? outcome : await outcomeOf(() => reading(outcome.value));
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
