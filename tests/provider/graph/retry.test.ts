import assert from "node:assert/strict";
import { UserError } from "../../../provider/errors";
import { type FailureKind, GraphFailure } from "../../../provider/graph/failure";
import { atOnce } from "../../../provider/graph/limiter";
import type { Outcome, Repeatable } from "../../../provider/graph/outcome";
import { type Gate, Pace } from "../../../provider/graph/pace";
import { delayBefore, withRetries } from "../../../provider/graph/retry";
import { type Operation, pause, startOperation } from "../../../provider/operation";

const start = Date.parse("2026-02-03T09:10:11Z");

/** Time passes only while somebody sleeps, and for all sleepers at once. */
class Time {
  readonly slept: number[] = [];
  #now = start;
  now = (): number => this.#now;
  timeout = (): AbortSignal => new AbortController().signal;
  after = () => () => undefined;
  moment = async (): Promise<void> => undefined;

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(milliseconds);
    const wakesAt = this.#now + milliseconds;
    await Promise.resolve();
    this.#now = Math.max(this.#now, wakesAt);
  }
}

function operationOn(clock: Time, more: Partial<Operation> = {}): Operation {
  return { ...startOperation({ timeoutSeconds: 600, clock, random: () => 0 }), ...more };
}

const throttled = new GraphFailure("throttled", "Graph answered 429 TooManyRequests.", 429);
const refused = (status: number) => new GraphFailure("refused", `Graph answered ${status}.`, status);
const unanswered = (kind: FailureKind) => new GraphFailure(kind, "Graph could not be reached: ECONNRESET.");

/** An attempt that comes to these outcomes in turn, then to the value. */
function attempts(...outcomes: Outcome<string>[]): { attempt: () => Promise<Outcome<string>>; count: () => number } {
  let tries = 0;
  const attempt = async () => outcomes[tries++] ?? { value: "done" };
  return { attempt, count: () => tries };
}

const failed = (failure: GraphFailure, retryAfter?: number): Outcome<string> => ({ failure, retryAfter });

const retrying = (operation: Operation, gate: Gate, repeatable: Repeatable, attempt: () => Promise<Outcome<string>>) =>
  withRetries(operation, gate, repeatable, attempt, atOnce);

describe("the wait before the next try", () => {
  type Row = [failure: GraphFailure, retryAfter: number | undefined, anytime: number | undefined, untouched?: number];
  const rows: Row[] = [
    [throttled, 315_000, 315_000, 315_000],
    [throttled, 2128, 2128, 2128],
    [throttled, 10, 1000, 1000],
    [throttled, 0, 1000, 1000],
    [throttled, undefined, 1000, 1000],
    [refused(500), undefined, 1000],
    [refused(502), undefined, 1000],
    [refused(503), undefined, 1000],
    [refused(503), 120_000, 120_000],
    [refused(503), 0, 1000],
    [refused(504), 10, 1000],
    [unanswered("unreachable"), undefined, 1000],
    [unanswered("timedOut"), undefined, 1000],
    [unanswered("unreadable"), undefined, 1000],
    [unanswered("interrupted"), undefined, undefined],
    ...[400, 401, 403, 404, 409, 412, 501].map((status): Row => [refused(status), undefined, undefined]),
    [refused(403), 10_000, undefined],
  ];
  for (const [failure, retryAfter, anytime, untouched] of rows) {
    const what = `${failure.kind} ${failure.status ?? ""}`.trim();
    it(`after ${what}, Retry-After ${retryAfter ?? "missing"}: ${anytime ?? "none"}, of a create: ${untouched ?? "none"}`, () => {
      const waits = (["anytime", "untouched"] satisfies Repeatable[]).map((repeatable) =>
        delayBefore(2, failure, repeatable, retryAfter, 0),
      );
      assert.deepEqual(waits, [anytime, untouched]);
    });
  }

  const growth = (failure: GraphFailure, retryAfter: number | undefined, random = 0) =>
    [2, 3, 4, 5, 6, 7, 8, 50].map((next) => delayBefore(next, failure, "anytime", retryAfter, random));

  it("doubles up to 32 seconds when throttled without a Retry-After, or with 0", () => {
    const doubling = [1000, 2000, 4000, 8000, 16_000, 32_000, 32_000, 32_000];
    assert.deepEqual(growth(throttled, undefined), doubling);
    assert.deepEqual(growth(throttled, 0), doubling);
  });

  it("ends after six tries if the service fails without a Retry-After, but not with one", () => {
    const ending = [1000, 2000, 4000, 8000, 16_000, undefined, undefined, undefined];
    assert.deepEqual(growth(refused(503), undefined), ending);
    assert.deepEqual(growth(unanswered("unreachable"), undefined), ending);
    assert.deepEqual(growth(refused(503), 7000), new Array(8).fill(7000));
  });

  it("is up to a quarter longer at random, but never differs from a Retry-After", () => {
    assert.deepEqual(growth(refused(502), undefined, 1).slice(0, 3), [1250, 2500, 5000]);
    assert.deepEqual(growth(throttled, undefined, 1).slice(0, 3), [1250, 2500, 5000]);
    assert.deepEqual(growth(throttled, 5000, 1).slice(0, 3), [5000, 5000, 5000]);
  });
});

describe("a request that failed", () => {
  const repeated: [what: string, repeatable: Repeatable, outcomes: Outcome<string>[], slept: number[]][] = [
    [
      "repeated after exactly its Retry-After",
      "anytime",
      [failed(throttled, 315_000), failed(refused(503), 2128)],
      [315_000, 2128],
    ],
    ["repeated when throttled, even if it must not take effect twice", "untouched", [failed(throttled, 5000)], [5000]],
    ["not repeated after a success", "untouched", [], []],
  ];
  for (const [what, repeatable, outcomes, slept] of repeated) {
    it(`is ${what}`, async () => {
      const clock = new Time();
      const { attempt, count } = attempts(...outcomes);
      assert.equal(await retrying(operationOn(clock), new Pace(), repeatable, attempt), "done");
      assert.deepEqual([clock.slept, count()], [slept, outcomes.length + 1]);
    });
  }

  it("is not repeated if it may have taken effect and must not twice", async () => {
    const clock = new Time();
    const failure = unanswered("unreachable");
    const { attempt, count } = attempts(failed(failure, 5000));
    await assert.rejects(retrying(operationOn(clock), new Pace(), "untouched", attempt), failure);
    assert.deepEqual([clock.slept, count()], [[], 1]);
  });

  it("is given up at once, with a message, if the wait would exceed the operation's time-out", async () => {
    for (const [failure, message] of [
      [
        throttled,
        "Graph answered 429 TooManyRequests, and the next try in 601 s would be after the operation's time-out.",
      ],
      [refused(503), "Graph answered 503, and the next try in 601 s would be after the operation's time-out."],
    ] as const) {
      const clock = new Time();
      const { attempt } = attempts(failed(failure, 600_001));
      const expected = { kind: failure.kind, fact: message, message, status: failure.status, cause: failure };
      await assert.rejects(retrying(operationOn(clock), new Pace(), "anytime", attempt), expected);
      assert.deepEqual(clock.slept, []);
    }
  });

  it("ends within the time-out, however often it is throttled", async () => {
    const clock = new Time();
    const always = async () => failed(throttled, 0);
    await assert.rejects(retrying(operationOn(clock), new Pace(), "anytime", always), { kind: "throttled" });
    assert.ok(clock.now() - start <= 600_000);
    assert.ok(clock.slept.length < 30);
  });

  it("is not waited for after an interruption", async () => {
    const clock = new Time();
    const operation = operationOn(clock, { signal: AbortSignal.abort() });
    for (const failure of [throttled, refused(503)]) {
      await assert.rejects(
        retrying(operation, new Pace(), "anytime", attempts(failed(failure, 1000)).attempt),
        (error) => error instanceof UserError && error.message === "Interrupted.",
      );
    }
    assert.deepEqual(clock.slept, []);
  });
});

describe("the gate", () => {
  it("makes every operation wait once one was throttled", async () => {
    const clock = new Time();
    const gate = new Pace();
    await retrying(operationOn(clock), gate, "anytime", async () => {
      if (clock.slept.length > 0) return { value: "done" };
      gate.close(clock.now(), clock.now() + 20_000, true);
      return failed(throttled, 1000);
    });
    assert.deepEqual(clock.slept, [20_000]);
    gate.close(clock.now(), clock.now() + 7000, false);
    await retrying(operationOn(clock), gate, "untouched", attempts().attempt);
    assert.deepEqual(clock.slept, [20_000, 7000]);
  });

  it("is opened again only by time, and then to one request first: a second operation waits for the first", async () => {
    const clock = new Time();
    const gate: Gate = new Pace();
    const sent: number[] = [];
    const run = (operation: Operation, { attempt }: ReturnType<typeof attempts>) =>
      retrying(operation, gate, "anytime", async () => {
        sent.push(clock.now() - start);
        return attempt();
      });
    let second: Promise<string> | undefined;
    const sleep = (milliseconds: number) => {
      second ??= run(operationOn(clock), attempts());
      return clock.sleep(milliseconds);
    };
    const first = operationOn(clock, { clock: { ...clock, sleep } });
    assert.equal(await run(first, attempts(failed(throttled, 30_000))), "done");
    assert.equal(await second, "done");
    assert.deepEqual(sent.slice(0, 2), [0, 30_000]);
    assert.ok(sent.length === 3 && (sent[2] ?? 0) > 30_000);
  });

  it("does not delay others when only one request failed", async () => {
    const clock = new Time();
    const gate: Gate = new Pace();
    await retrying(operationOn(clock), gate, "anytime", attempts(failed(refused(503), 9000)).attempt);
    await retrying(operationOn(clock), gate, "anytime", attempts().attempt);
    assert.deepEqual(clock.slept, [9000]);
  });

  it("ends the operation before anything is sent if it opens after the time-out", async () => {
    const clock = new Time();
    const { attempt, count } = attempts();
    const message = "Graph asked to wait 601 s, which is longer than the operation's time-out.";
    const gate = new Pace();
    gate.close(start, start + 600_500, true);
    await assert.rejects(retrying(operationOn(clock), gate, "anytime", attempt), {
      kind: "throttled",
      status: 429,
      message,
    });
    assert.deepEqual([clock.slept, count()], [[], 0]);
  });
});

describe("many waits at the same time", () => {
  it("cause no warning of a leak from Node, which people would see in the terminal", async () => {
    const said: string[] = [];
    const listen = (warning: Error) => said.push(warning.message);
    process.on("warning", listen);
    const stop = new AbortController();
    const { signal } = stop;
    const operations = Array.from({ length: 20 }, () => startOperation({ timeoutSeconds: 60, signal }));
    const waiting = operations.map((operation) => assert.rejects(pause(operation, 60_000), UserError));
    stop.abort();
    await Promise.all(waiting);
    // Node emits warnings in the next turn.
    await new Promise(setImmediate);
    process.off("warning", listen);
    assert.deepEqual(said, []);
  });
});
