/**
 * The tenant under test, through the provider's connection. The door retries, reads back and interprets; the probe wants
 * the answer itself, so it sends each request once and counts what a run spends.
 */
import type { Clock } from "../../provider/clock";
import { UserError } from "../../provider/errors";
import type { Connection } from "../../provider/graph/connection";
import { GraphFailure, refusal } from "../../provider/graph/failure";
import { readRetryAfter } from "../../provider/graph/retry-after";
import { asRecord, parseJson } from "../../provider/json";
import { startOperation } from "../../provider/operation";
import type { FindTenant } from "../../provider/organization/identity";
import { openSession } from "../../provider/session";
import type { Settings } from "../../provider/settings/settings";
import { silently, Waiting, type WaitingFor } from "../../provider/waiting";

export type Json = Readonly<Record<string, unknown>>;
export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty if the text is not a JSON object. */
  readonly body: Json;
}

/** What a run may spend. */
export interface Budget {
  readonly requests: number;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** Ends the questions; only cleaning up follows. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

export interface Asking {
  /** @param path below the version, or a whole next link */
  send(method: Method, path: string, body?: Json): Promise<Answer>;
  pause(milliseconds: number): Promise<void>;
}

export interface Tenant {
  /** The endpoint with the API version. */
  readonly root: string;
  readonly signedInAs: string;
  /** The tenant that issued the token of the last request, where the token says so. */
  readonly id: () => string | undefined;
  readonly findTenant: FindTenant;
  within(budget: Budget): Asking;
}

const tries = 4;
const lookUpSeconds = 30;

export interface Surroundings {
  readonly clock: Clock;
  readonly transport?: typeof fetch;
  /** Takes what is waited for. @default nobody is told */
  readonly say?: (line: string) => void;
}

export function openTenant(settings: Settings, { clock, transport, say }: Surroundings): Tenant {
  const session = openSession(settings, { clock, ...(transport && { transport }) });
  const { connection } = session;
  const waitingFor = say ? new Waiting(clock).telling(say) : silently;
  return {
    root: `${settings.graphEndpoint}/${settings.apiVersion}`,
    signedInAs: connection.signedInAs,
    id: connection.tenantId,
    findTenant: (domainName) => session.reach(lookUpSeconds).findTenant(domainName),
    within: (budget) => ask(connection, clock, waitingFor, budget),
  };
}

function ask(
  connection: Connection,
  clock: Clock,
  waitingFor: WaitingFor,
  { requests, deadline, signal }: Budget,
): Asking {
  let left = requests;
  // Without the budget's signal: a request in flight is not aborted, because the id of what it creates would be lost.
  const operation = startOperation({ timeoutSeconds: Number.POSITIVE_INFINITY, clock, waitingFor });

  function spend(): void {
    if (signal.aborted) throw new Stopped("it was interrupted");
    if (left <= 0) throw new Stopped("it reached its limit of requests");
    if (clock.now() > deadline) throw new Stopped("it reached its time limit");
    left -= 1;
  }

  async function pause(milliseconds: number): Promise<void> {
    if (clock.now() + milliseconds > deadline) throw new Stopped("it reached its time limit");
    await clock.sleep(milliseconds, signal).catch(() => undefined);
    if (signal.aborted) throw new Stopped("it was interrupted");
  }

  async function send(method: Method, path: string, body?: Json, nextTry = 2): Promise<Answer> {
    spend();
    const verb = method.toLowerCase() as Lowercase<Method>;
    const request = { method: verb, path, body, repeatable: "untouched" } as const;
    const once = () => connection.tryOnce(operation, request).catch((error: unknown) => error as Error);
    const answer = await waitingFor(() => "Graph to answer", once);
    const wait = waitBefore(answer, method, nextTry, clock.now());
    if (wait === undefined) return checked(answer);
    await waitingFor(
      () => "the next try",
      () => pause(wait),
    );
    return await send(method, path, body, nextTry + 1);
  }

  return { send: async (method, path, body) => await send(method, path, body), pause };
}

type Received = Awaited<ReturnType<Connection["tryOnce"]>> | Error;

/** Milliseconds until the next try, if there is one: a throttled request had no effect, and a read has none. */
function waitBefore(answer: Received, method: Method, nextTry: number, now: number): number | undefined {
  const growing = 1000 * 2 ** (nextTry - 1);
  if (!(answer instanceof Error) && answer.status === 429)
    return Math.max(readRetryAfter(answer.headers, now) ?? growing, 1000);
  const isLost = answer instanceof Error ? isAmbiguous(answer) : answer.status >= 500;
  return isLost && method === "GET" && nextTry <= tries ? growing : undefined;
}

/** Whether the request may or may not have taken effect. */
export function isAmbiguous(error: unknown): boolean {
  return error instanceof GraphFailure && error.isAmbiguous;
}

function checked(answer: Received): Answer {
  if (answer instanceof Error) throw answer;
  const { status, headers, text } = answer;
  if (status >= 500) throw refusal(status, headers, text);
  if (status >= 300 && status < 400) throw new UserError("Graph answered with a redirect, which was not followed.");
  return { ...answer, body: asRecord(parseJson(text)) };
}
