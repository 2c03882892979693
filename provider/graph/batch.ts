/**
 * Several requests in one. A member fails alone and is tried again alone.
 *
 * @see https://learn.microsoft.com/graph/json-batching
 */
import type { Clock } from "../clock";
import { asRecord } from "../json";
import type { Operation } from "../operation";
import type { GraphRequest } from "./exchange";
import { GraphFailure } from "./failure";
import { type Failed, failed, type Outcome, readAnswer } from "./outcome";

/** The most that Graph takes in one batch. */
export const mostMembers = 20;

export type Outcomes = readonly Outcome<unknown>[];

/** Tries one request once, which holds `count` of them; `split` turns its outcome into theirs. */
export type Send = (
  operation: Operation,
  request: GraphRequest,
  count: number,
  split: (outcome: Outcome<unknown>) => Outcomes,
) => Promise<Outcomes>;

export class Batches {
  /** False once the service has refused a batch as such. */
  isServed = true;

  constructor(
    readonly clock: Clock,
    readonly send: Send,
    /** How many requests may travel together now, as far as the service's limits are known. */
    readonly mostTogether: () => number,
  ) {}

  /** The most reads in one batch: fewer while Graph grants fewer at once. */
  get most(): number {
    return Math.min(mostMembers, this.mostTogether());
  }

  /** Tries each once, after the one before it succeeded. @returns fewer outcomes than requests if the rest was not sent */
  async inOrder(operation: Operation, requests: readonly GraphRequest[]): Promise<Outcomes> {
    const outcomes: Outcome<unknown>[] = [];
    for (let from = 0; from < requests.length && this.isServed; from += mostMembers) {
      const sending = this.#send(operation, requests.slice(from, from + mostMembers), "untouched");
      // What was carried out before must not get lost with an error, such as that of an expired sign-in.
      const part = await (from === 0 ? sending : sending.catch((): Outcomes => []));
      outcomes.push(...part);
      if (part.length === 0 || part.some((outcome) => "failure" in outcome)) break;
    }
    return outcomes;
  }

  /** Tries each once, in any order. @returns no outcomes if the service takes no batches */
  async inAnyOrder(operation: Operation, requests: readonly GraphRequest[]): Promise<Outcomes> {
    return await this.#send(operation, requests, "anytime");
  }

  async #send(
    operation: Operation,
    requests: readonly GraphRequest[],
    repeatable: GraphRequest["repeatable"],
  ): Promise<Outcomes> {
    const isChained = repeatable === "untouched";
    const body = { requests: requests.map((request, index) => toMember(request, index, isChained)) };
    return await this.send(
      operation,
      { method: "post", path: "/$batch", body, repeatable },
      requests.length,
      (outcome) => {
        const outcomes = splitBatch(outcome, requests.length, this.clock.now());
        this.isServed &&= outcomes !== undefined;
        // Writes may have been carried out by a service that answers a batch with something else.
        const mayBeDone = isChained && "value" in outcome;
        return outcomes ?? (mayBeDone ? requests.map(() => missing()) : []);
      },
    );
  }
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

/** @returns undefined if the service takes no batches */
function splitBatch(outcome: Outcome<unknown>, count: number, now: number): Outcomes | undefined {
  if ("failure" in outcome) return isNotOffered(outcome.failure) ? undefined : new Array(count).fill(outcome);
  const { responses } = asRecord(outcome.value);
  if (!Array.isArray(responses)) return undefined;
  const byId = new Map(responses.map((response) => [asRecord(response)["id"], asRecord(response)]));
  return Array.from({ length: count }, (_, index) => readMember(byId.get(String(index + 1)), now));
}

/** 3xx, 4xx and 501 mean that $batch is not offered here. 401, 429 and other 5xx say nothing about that. */
function isNotOffered({ kind, status = 0 }: GraphFailure): boolean {
  return kind === "refused" && ((status >= 300 && status < 500 && status !== 401) || status === 501);
}

function readMember(response: Record<string, unknown> | undefined, now: number): Outcome<unknown> {
  const { status, headers, body } = response ?? {};
  if (status === 200 && typeof body === "object" && body !== null) return { value: body };
  // A body that is not JSON comes as text, in base64.
  const text = typeof body === "string" ? "(not JSON)" : body == null ? "" : JSON.stringify(body);
  if (typeof status === "number") return readAnswer({ status, headers: headersOf(headers), text }, now);
  return missing();
}

function missing(): Failed {
  return failed(new GraphFailure("unreadable", "Graph's answer to a batch lacks one of its members."));
}

/** Only the headers that are read, and only values that a header can have. */
function headersOf(raw: unknown): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(asRecord(raw))) {
    const isRead = /^(retry-after|date|request-id|client-request-id)$/i.test(name);
    if (isRead && typeof value === "string" && /^[\x20-\x7e]*$/.test(value)) headers.set(name, value);
  }
  return headers;
}
