/** Many operations at once against a service that grants so many requests a second, in virtual time. */
import assert from "node:assert/strict";
import { GraphFailure } from "../../../provider/graph/failure";
import { Limiter } from "../../../provider/graph/limiter";
import { Pace } from "../../../provider/graph/pace";
import { inTurn, withRetries } from "../../../provider/graph/retry";
import { startOperation } from "../../../provider/operation";
import { VirtualClock } from "../../faults/virtual-clock";

const operationOn = (clock: VirtualClock) => startOperation({ timeoutSeconds: 1200, clock, random: () => 0 });

interface Service {
  readonly perSecond: number;
  readonly capacity: number;
  readonly retryAfter: number;
}

/** A token bucket that takes 20 ms for each request. */
function startService({ perSecond, capacity, retryAfter }: Service, clock: VirtualClock) {
  let [tokens, refilledAt, sent, refused] = [capacity, clock.now(), 0, 0];
  const take = () => {
    tokens = Math.min(capacity, tokens + ((clock.now() - refilledAt) / 1000) * perSecond);
    refilledAt = clock.now();
    sent += 1;
    if (tokens >= 1) {
      tokens -= 1;
      return { value: "granted" };
    }
    refused += 1;
    return { failure: new GraphFailure("throttled", "Graph answered 429.", 429), retryAfter };
  };
  return { take, answered: () => clock.sleep(20), share: () => refused / sent };
}

/** Forty organizations of two requests each, eight at once. @returns the share that was refused, and the seconds it took */
async function create(service: Service): Promise<{ refused: number; seconds: number }> {
  const clock = new VirtualClock();
  const start = clock.now();
  const { take, answered, share } = startService(service, clock);
  const pace = new Pace();
  const turn = new Limiter(16).run;
  const attempt = async () => {
    const outcome = take();
    await answered();
    return outcome;
  };
  let left = 40;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      for (const _ of [1, 2]) await withRetries(operationOn(clock), pace, "untouched", attempt, turn);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return { refused: share(), seconds: (clock.now() - start) / 1000 };
}

describe("the pace after a 429", () => {
  // What it takes when all that wait send again at once when the pause is over: 70 % are refused.
  const services: [service: Service, atOnce: number][] = [
    [{ perSecond: 2, capacity: 5, retryAfter: 1000 }, 37.8],
    [{ perSecond: 2, capacity: 10, retryAfter: 1000 }, 35.7],
    [{ perSecond: 2, capacity: 20, retryAfter: 1000 }, 30.7],
    [{ perSecond: 10, capacity: 10, retryAfter: 1000 }, 7.3],
    [{ perSecond: 5, capacity: 30, retryAfter: 1000 }, 10.3],
  ];
  for (const [service, atOnce] of services) {
    it(`follows what is granted: ${service.perSecond} a second, ${service.capacity} saved up`, async () => {
      const { refused, seconds } = await create(service);
      assert.ok(refused <= 0.15, `${refused} were refused`);
      assert.ok(seconds <= atOnce * 1.15, `${seconds} s`);
    });
  }

  it("grows again, so that a service that has recovered is soon asked for all at once", async () => {
    const clock = new VirtualClock();
    const start = clock.now();
    const pace = new Pace();
    pace.close(clock.now(), clock.now() + 1000, true);
    const all = Array.from({ length: 100 }, async () => {
      const leave = await pace.enter(operationOn(clock), 1, false);
      await clock.sleep(20);
      pace.granted(clock.now(), 1);
      leave();
    });
    await Promise.all(all);
    assert.ok(clock.now() - start < 40_000, `${clock.now() - start} ms`);
    assert.ok(pace.mostTogether > 5, `${pace.mostTogether}`);
  });

  it("counts the members of a batch, and lets no more of them travel together than were granted in a second", async () => {
    const clock = new VirtualClock();
    const pace = new Pace();
    const batch = async (count: number) =>
      await inTurn(operationOn(clock), pace, new Limiter(1).run, count, async () =>
        Array(count).fill({ value: "read" }),
      );
    await batch(20);
    assert.ok(pace.mostTogether > 20);
    pace.close(clock.now(), clock.now() + 1000, true);
    assert.equal(pace.mostTogether, 1);
    await batch(1);
    const most = pace.mostTogether;
    assert.ok(most >= 10 && most <= 20, `${most}`);
    const before = clock.now();
    await batch(most).then(() => batch(1));
    assert.ok(clock.now() - before >= 900, `${clock.now() - before} ms`);
  });

  it("holds nobody up beyond an operation's own time, nor after the process is asked to stop", async () => {
    const clock = new VirtualClock();
    const pace = new Pace();
    const start = clock.now();
    const operation = (signal: AbortSignal, timeoutSeconds: number) =>
      startOperation({ timeoutSeconds, clock, signal });
    const { signal } = new AbortController();
    pace.close(start, start + 1000, true);
    // It goes first, and is never answered.
    await pace.enter(operation(signal, 1200), 1, false);
    const stopped = new AbortController();
    const entries = Promise.allSettled([
      pace.enter(operation(signal, 8), 1, true),
      pace.enter(operation(stopped.signal, 1200), 1, false),
      clock.sleep(2000).then(() => stopped.abort()),
      clock.sleep(60_000),
    ]);
    const [late, interrupted] = (await entries).map((entry) =>
      entry.status === "rejected" ? entry.reason : undefined,
    );
    assert.deepEqual(
      [late, interrupted].map(({ kind, fact, followsLoss }: GraphFailure) => [kind, fact, followsLoss]),
      [
        ["timedOut", "Graph did not answer in time.", true],
        ["interrupted", "Interrupted.", false],
      ],
    );
  });
});
