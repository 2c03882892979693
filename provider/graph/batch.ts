/**
 * Reads that are made at the same moment share one request, and writes that follow each other travel in one. A member
 * of a batch fails alone, and is tried again alone.
 *
 * @see https://learn.microsoft.com/graph/json-batching
 */
import { type Clock, unlessAborted } from "../clock";
import { asRecord } from "../json";
import { type Operation, remaining } from "../operation";
import { waits } from "../waits";
import type { GraphRequest } from "./exchange";
import { GraphFailure } from "./failure";
import { failed, noAnswer, type Outcome, readAnswer } from "./outcome";
import { tryLimit } from "./try-limit";

/** Graph's own limit. */
const mostMembers = 20;

type Answers = readonly Outcome<unknown>[];
/** One try of one request; what `split` makes of its outcome are the outcomes of those that share it. */
type Send = (
  operation: Operation,
  request: GraphRequest,
  split: (outcome: Outcome<unknown>) => Answers,
) => Promise<Answers>;

/**
 * An answered batch makes its callers ask again at once. Those that wait stay for them: for at most so many moments while a
 * batch is under way or was answered a moment ago, or until as many operations wait as ever read at once. Without that, a
 * refresh splits into two half-empty batches that take turns.
 */
const patience = 40;

interface Waiting {
  readonly operation: Operation;
  readonly path: string;
  readonly settle: (outcome: Promise<Outcome<unknown>>) => void;
}

export class Batches {
  /** How many requests fewer were sent than without sharing. */
  saved = 0;
  /** Called when reads were sent. */
  onDeparture: () => void = () => undefined;
  #isServed = true;
  #waiting: Waiting[] = [];
  readonly #underWay = new Set<Waiting>();
  #mostAtOnce = 0;
  #answeredAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly clock: Clock,
    readonly send: Send,
  ) {}

  async alone(operation: Operation, path: string): Promise<Outcome<unknown>> {
    const [outcome] = await this.send(operation, get(path), (only) => [only]);
    return outcome as Outcome<unknown>;
  }

  /** Waits for a moment, so that what is asked for at the same time can join. */
  async together(operation: Operation, path: string): Promise<Outcome<unknown>> {
    const outcome = new Promise<Outcome<unknown>>((settle) => this.#waiting.push({ operation, path, settle }));
    if (this.#waiting.length === 1) void this.#gather();
    const limit = tryLimit(operation, this.clock, "anytime");
    return await unlessAborted(outcome, limit).catch((error: unknown) => {
      if (!limit.aborted) throw error;
      return failed(noAnswer(error, operation));
    });
  }

  async #gather(): Promise<void> {
    for (let before = 0, moments = 0; this.#waiting.length < mostMembers; moments += 1) {
      const isGrowing = this.#waiting.length > before;
      const isFollowed = this.#underWay.size > 0 || this.clock.now() - this.#answeredAt < waits.afterBatch;
      const mayGrow = isFollowed && moments < patience && countOperations(this.#waiting) < this.#mostAtOnce;
      if (!isGrowing && !mayGrow) break;
      before = this.#waiting.length;
      await this.clock.moment();
    }
    const all = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < all.length; from += mostMembers) this.#depart(all.slice(from, from + mostMembers));
    this.onDeparture();
  }

  #depart(members: readonly Waiting[]): void {
    const isShared = members.length > 1 && this.#isServed;
    const answers = isShared ? this.#share(members) : undefined;
    if (isShared) this.saved += members.length - 1;
    members.forEach(({ operation, path, settle }, index) => {
      const alone = () => this.alone(operation, path);
      settle(answers === undefined ? alone() : answers.then((shared) => shared[index] ?? alone()));
    });
  }

  /** @returns no outcome for a member that is to be tried alone */
  async #share(members: readonly Waiting[]): Promise<readonly (Outcome<unknown> | undefined)[]> {
    const { operation } = members.reduce((longest, member) =>
      remaining(member.operation) > remaining(longest.operation) ? member : longest,
    );
    for (const member of members) this.#underWay.add(member);
    this.#mostAtOnce = Math.max(this.#mostAtOnce, countOperations(this.#underWay));
    const requests = members.map(({ path }) => get(path));
    const answers = await this.#exchange(operation, requests, "anytime").finally(() => {
      for (const member of members) this.#underWay.delete(member);
      this.#answeredAt = this.clock.now();
    });
    // The connection renews a token that is refused, and refuses an empty answer, of requests that are sent alone.
    return answers.map((answer) =>
      ("failure" in answer ? answer.failure.status === 401 : answer.value === undefined) ? undefined : answer,
    );
  }

  /**
   * One try of each, each after the one before it succeeded, and none after one that did not.
   *
   * @returns the outcomes, fewer than requests where the rest was not sent: the service may take no batches
   */
  async inOrder(operation: Operation, requests: readonly GraphRequest[]): Promise<Answers> {
    const answers: Outcome<unknown>[] = [];
    for (let from = 0; from < requests.length && this.#isServed; from += mostMembers) {
      const part = await this.#exchange(operation, requests.slice(from, from + mostMembers), "untouched");
      answers.push(...part);
      if (part.some((answer) => "failure" in answer)) break;
    }
    return answers;
  }

  /** @returns nothing at all when the service takes no batches */
  async #exchange(
    operation: Operation,
    requests: readonly GraphRequest[],
    repeatable: GraphRequest["repeatable"],
  ): Promise<Answers> {
    const body = { requests: requests.map((request, index) => toMember(request, index, repeatable === "untouched")) };
    return await this.send(operation, { method: "post", path: "/$batch", body, repeatable }, (outcome) => {
      const answers = this.#split(outcome, requests.length);
      this.#isServed &&= answers !== undefined;
      return answers ?? [];
    });
  }

  #split(outcome: Outcome<unknown>, count: number): Answers | undefined {
    if ("failure" in outcome) return isRefusedAsSuch(outcome.failure) ? undefined : new Array(count).fill(outcome);
    const { responses } = asRecord(outcome.value);
    if (!Array.isArray(responses)) return undefined;
    const byId = new Map(responses.map((response) => [asRecord(response)["id"], asRecord(response)]));
    return Array.from({ length: count }, (_, index) => readMember(byId.get(String(index + 1)), this.clock.now()));
  }
}

function countOperations(reads: Iterable<Waiting>): number {
  return new Set(Array.from(reads, ({ operation }) => operation)).size;
}

function get(path: string): GraphRequest {
  return { method: "get", path, repeatable: "anytime" };
}

/** No route, no method, another place, a body it does not understand: anything but a matter of the token or of load. */
function isRefusedAsSuch({ kind, status = 0 }: GraphFailure): boolean {
  return kind === "refused" && ((status >= 300 && status < 500 && status !== 401) || status === 501);
}

function toMember({ method, path, body }: GraphRequest, index: number, isChained: boolean): Record<string, unknown> {
  return {
    id: String(index + 1),
    method: method.toUpperCase(),
    url: path,
    ...(body !== undefined && { headers: { "Content-Type": "application/json" }, body }),
    ...(isChained && index > 0 && { dependsOn: [String(index)] }),
  };
}

function readMember(response: Record<string, unknown> | undefined, now: number): Outcome<unknown> {
  const { status, headers, body } = response ?? {};
  // What is not JSON comes as text, in base64.
  const text = typeof body === "string" ? "(not JSON)" : body == null ? "" : JSON.stringify(body);
  if (typeof status === "number") return readAnswer({ status, headers: headersOf(headers), text }, now);
  return failed(new GraphFailure("unreadable", "Graph's answer to a batch lacks one of its members."));
}

/** Those that are read, where they are what a header can be. */
function headersOf(raw: unknown): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(asRecord(raw))) {
    const isRead = /^(retry-after|date|request-id|client-request-id)$/i.test(name);
    if (isRead && typeof value === "string" && /^[\x20-\x7e]*$/.test(value)) headers.set(name, value);
  }
  return headers;
}
