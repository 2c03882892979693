/** What one operation waits for while another one asks Graph: never longer than its own time, in virtual time. */
import assert from "node:assert/strict";
import { GraphFailure } from "../../../provider/graph/failure";
import { Limiter } from "../../../provider/graph/limiter";
import type { Reach } from "../../../provider/lifecycle/reach";
import { startOperation } from "../../../provider/operation";
import { openSession } from "../../../provider/session";
import { readSettings } from "../../../provider/settings/settings";
import { VirtualClock } from "../../faults/virtual-clock";
import { failureOf } from "../../support/failures";
import { first } from "../../support/sources";

type Ask = (reach: Pick<Reach, "door" | "policies">) => Promise<unknown>;

/** Graph never answers. @returns the failure of an operation of 10 s that starts after others of 20 minutes, and its seconds */
async function behindOthers(others: readonly Ask[], ask: Ask, maxConcurrency = "16") {
  const clock = new VirtualClock();
  const config: Record<string, string> = { accessToken: "a-token", maxConcurrency };
  const settings = readSettings({ environment: {}, config: (key) => config[key.replace("connectedorgs:", "")] });
  const transport = ((_: unknown, init?: RequestInit) => clock.forever(init?.signal)) as typeof fetch;
  const stopped = new AbortController();
  const session = openSession(settings, { clock, transport, random: () => 0, signal: stopped.signal });
  const startedAt = clock.now();
  const asked = others.map((other) => other(session.reach(1200)).catch(() => undefined));
  await new Promise(setImmediate);
  const failure = await failureOf(ask(session.reach(10)));
  const seconds = (clock.now() - startedAt) / 1000;
  stopped.abort();
  await Promise.all(asked);
  assert.ok(failure instanceof GraphFailure, failure.stack);
  return { failure, seconds };
}

const list: Ask = ({ door }) => door.list();
const now: Ask = ({ policies }) => policies.now();
const recent: Ask = ({ policies }) => policies.recent();

describe("an operation that waits for another one's request", () => {
  const rows: [what: string, others: Ask[], ask: Ask, maxConcurrency?: string][] = [
    ["the list of organizations", [list], list],
    ["the next list of organizations, which it shares", [list, list], list],
    ["the list of policies", [now], now],
    ["the list of policies of a moment ago", [now], recent],
    ["its turn", [list], ({ door }) => door.get(first), "1"],
  ];
  for (const [what, others, ask, maxConcurrency] of rows) {
    it(`ends with its own time: ${what}`, async () => {
      const { failure, seconds } = await behindOthers(others, ask, maxConcurrency);
      assert.ok(seconds <= 10.01, `${seconds} s`);
      assert.deepEqual([failure.kind, failure.fact.slice(0, 28)], ["timedOut", "Graph did not answer in time"]);
    });
  }
});

describe("a turn that is not awaited any longer", () => {
  for (const seconds of [7, 8, 9]) {
    it(`goes to the next in line when the one before lasts ${seconds} of 8 s`, async () => {
      const clock = new VirtualClock();
      const { run } = new Limiter(1);
      const during = (timeoutSeconds: number) => startOperation({ timeoutSeconds, clock });
      let running = 0;
      const work = (lasting: number) => async () => {
        running += 1;
        assert.equal(running, 1);
        await clock.sleep(lasting * 1000);
        running -= 1;
      };
      const [before, late, next] = await Promise.allSettled([
        run(during(60), false, work(seconds)),
        run(during(8), true, work(1)),
        run(during(60), false, work(1)),
      ]);
      assert.deepEqual([before.status, next.status], ["fulfilled", "fulfilled"]);
      if (late.status === "rejected") assert.equal(late.reason.followsLoss, true);
      await run(during(60), false, work(1));
    });
  }
});
