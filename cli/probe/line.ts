/**
 * The probe's own way to Graph. The provider's door repeats, reads back and understands; here the answer itself is the
 * question. The token comes from the same place, and like there it goes to the configured endpoint and nowhere else.
 */
import { randomUUID } from "node:crypto";
import type { Clock } from "../../provider/clock";
import { oneLine, UserError } from "../../provider/errors";
import { GraphFailure } from "../../provider/graph/failure";
import { readRetryAfter } from "../../provider/graph/retry-after";
import { openTokenSource, type TokenSource } from "../../provider/graph/token";
import type { Settings } from "../../provider/settings/settings";
import { readClaims } from "../doctor/claims";

export type Json = Readonly<Record<string, unknown>>;
export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty when the text is no JSON object. */
  readonly body: Json;
}

/** What a run may still spend. */
export interface Budget {
  requests: number;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** The run ends here, and only cleaning follows. */
export class Stopped extends Error {
  override readonly name = "Stopped";
}

/** A request of which nobody knows whether it was carried out. */
export class NoAnswer extends GraphFailure {}

export interface Line {
  /** Address and version. */
  readonly root: string;
  readonly signedInAs: string;
  /** The tenant that the token is of, where it can be read. */
  ownTenant(): Promise<string | undefined>;
  /** @param path below the version, or a whole next link */
  send(budget: Budget, method: Method, path: string, body?: Json): Promise<Answer>;
  pause(budget: Budget, milliseconds: number): Promise<void>;
}

/** One try, after which a request counts as lost. */
const longestTry = 30_000;
const tries = 4;

export interface Way {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly transport: typeof fetch;
}

export function openLine(way: Way): Line {
  const { settings, clock } = way;
  const root = `${settings.graphEndpoint}/${settings.apiVersion}`;
  const token = openTokenSource(settings, clock);
  return {
    root,
    signedInAs: token.description,
    ownTenant: async () => readClaims(await token.get())?.tenant,
    async send(budget, method, path, body) {
      const request = { method, url: absolute(path, root), ...(body && { body }) };
      for (let nextTry = 2; ; nextTry += 1) {
        spend(budget, clock);
        const answer = await attempt(way, token, request).catch((error: unknown) => error as Error);
        const wait = waitBefore(answer, method, nextTry, clock);
        if (wait === undefined) return checked(answer);
        await pause(clock, budget, wait);
      }
    },
    pause: async (budget, milliseconds) => await pause(clock, budget, milliseconds),
  };
}

interface Request {
  readonly method: Method;
  readonly url: string;
  readonly body?: Json;
}

async function attempt(way: Way, token: TokenSource, request: Request): Promise<Answer> {
  const bearer = await token.get();
  try {
    const first = await fetchOnce(way, bearer, request);
    if (first.status !== 401 || !token.renew(bearer)) return first;
    return await fetchOnce(way, await token.get(), request);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new NoAnswer("unreachable", `Graph could not be reached: ${reasonOf(error)}.`, undefined, undefined, error);
  }
}

async function fetchOnce({ transport, clock }: Way, bearer: string, { method, url, body }: Request): Promise<Answer> {
  // The refusal of such a header would show the token.
  if (/[^\x21-\x7e]/.test(bearer)) throw new UserError("The token holds characters that no token has.");
  const headers = { Authorization: `Bearer ${bearer}`, "client-request-id": randomUUID() };
  const response = await transport(url, {
    method,
    headers: body ? { ...headers, "Content-Type": "application/json" } : headers,
    ...(body && { body: JSON.stringify(body) }),
    redirect: "manual",
    signal: clock.timeout(longestTry),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parseObject(text) };
}

async function pause(clock: Clock, budget: Budget, milliseconds: number): Promise<void> {
  if (clock.now() + milliseconds > budget.deadline) throw new Stopped("its time is over");
  await clock.sleep(milliseconds, budget.signal).catch(() => undefined);
  if (budget.signal.aborted) throw new Stopped("it was interrupted");
}

/** Links come from the service, so they are looked at as they will be requested. */
function absolute(path: string, root: string): string {
  if (path.startsWith("/")) return `${root}${path}`;
  const { href } = URL.canParse(path) ? new URL(path) : { href: "" };
  if (href.startsWith(`${root}/`)) return href;
  throw new UserError("Graph answered with a link to another host or version, which was not followed.");
}

function spend(budget: Budget, clock: Clock): void {
  if (budget.signal.aborted) throw new Stopped("it was interrupted");
  if (budget.requests <= 0) throw new Stopped("its number of requests is used up");
  if (clock.now() > budget.deadline) throw new Stopped("its time is over");
  budget.requests -= 1;
}

/** Milliseconds before the same once more: what was throttled was not carried out, and a read may be repeated always. */
function waitBefore(answer: Answer | Error, method: Method, nextTry: number, clock: Clock): number | undefined {
  const growing = 1000 * 2 ** (nextTry - 1);
  if (!(answer instanceof Error) && answer.status === 429)
    return Math.max(readRetryAfter(answer.headers, clock.now()) ?? growing, 1000);
  const isLost = answer instanceof NoAnswer || (!(answer instanceof Error) && answer.status >= 500);
  return isLost && method === "GET" && nextTry <= tries ? growing : undefined;
}

function checked(answer: Answer | Error): Answer {
  if (answer instanceof Error) throw answer;
  const { status } = answer;
  if (status >= 500) throw new NoAnswer("refused", `Graph answered ${status}.`, status);
  if (status >= 300 && status < 400) throw new UserError("Graph answered with a redirect, which was not followed.");
  return answer;
}

function parseObject(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
  } catch {
    return {};
  }
}

function reasonOf(error: unknown): string {
  const { cause, message, name } = error instanceof Error ? error : new Error(String(error));
  if (name === "TimeoutError") return `there was no answer within ${longestTry / 1000} s`;
  return (cause as NodeJS.ErrnoException | undefined)?.code ?? oneLine(message, 120);
}
