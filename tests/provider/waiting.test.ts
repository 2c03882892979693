/** What a person is told of long waits, on a clock that no test waits for. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator } from "../../emulator";
import { systemClock } from "../../provider/clock";
import { openConnection } from "../../provider/graph/connection";
import { create } from "../../provider/lifecycle/lifecycle";
import type { Reach } from "../../provider/lifecycle/reach";
import { startOperation } from "../../provider/operation";
import { openSession } from "../../provider/session";
import { readSettings } from "../../provider/settings/settings";
import { Waiting } from "../../provider/waiting";
import { VirtualClock } from "../faults/virtual-clock";
import { status } from "../support/failures";
import { owned } from "../support/sources";
import { checked } from "../support/world";

function listen() {
  const clock = new VirtualClock();
  const start = clock.now();
  const lines: string[] = [];
  const say = (line: string) => void lines.push(`${(clock.now() - start) / 1000}: ${line}`);
  const waitingFor = new Waiting(clock).telling(say);
  const wait = (what: string, seconds: number) =>
    waitingFor(
      () => what,
      () => clock.sleep(seconds * second),
    );
  return { clock, lines, say, waitingFor, wait };
}

const second = 1000;

describe("a long wait", () => {
  it("is told after ten seconds, then every thirty, until it is over", async () => {
    const { clock, lines, wait } = listen();
    await wait("rain", 9.9);
    await clock.sleep(60 * second);
    assert.deepEqual(lines, []);
    await wait("snow", 75);
    await clock.sleep(60 * second);
    assert.deepEqual(lines, [
      "79.9: waiting for snow, 10 s so far",
      "109.9: waiting for snow, 40 s so far",
      "139.9: waiting for snow, 70 s so far",
    ]);
  });

  it("is told once for all operations, by the one that waits longest", async () => {
    const { clock, lines, say } = listen();
    const waiting = new Waiting(clock);
    const operation = async (name: string, from: number, to: number) => {
      const waitingFor = waiting.telling((line) => say(`${name}: ${line}`));
      await clock.sleep(from * second);
      await waitingFor(
        () => "rain",
        () => clock.sleep((to - from) * second),
      );
    };
    await Promise.all([operation("a", 0, 35), operation("b", 1, 45), operation("c", 2, 15)]);
    assert.deepEqual(lines, [
      "10: a: waiting for rain, 10 s so far (2 others waiting)",
      "40: b: waiting for rain, 39 s so far",
    ]);
  });

  it("within another is told once it is long itself", async () => {
    const { lines, waitingFor, wait } = listen();
    await waitingFor(
      () => "summer",
      async () => {
        await wait("a day", 9);
        await wait("spring", 50);
      },
    );
    assert.deepEqual(lines, ["10: waiting for summer, 10 s so far", "40: waiting for spring, 31 s so far"]);
  });

  it("that is over keeps no process from ending", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    // Mocha's own timer is there from here on.
    await systemClock.moment();
    const before = timers();
    await new Waiting(systemClock).telling(() => undefined)(
      () => "rain",
      async () => assert.equal(timers(), before + 1),
    );
    assert.equal(timers(), before);
  });

  const throttled = "Graph, which limits the rate of requests";
  const failed = "the next try, because Graph answered 503";
  for (const [what, code, told] of [
    ["Graph's pause", 429, throttled],
    ["the next try", 503, failed],
  ] as const) {
    it(`for ${what} says so`, async () => {
      const { lines } = await run(async ({ emulator, reach }) => {
        emulator.faults.add({ times: 1, fault: status(code, 20) });
        await reach.door.list();
      });
      assert.deepEqual(lines, [`10: waiting for ${told}, 10 s so far`]);
    });
  }

  it("for Graph's own copies says so", async () => {
    const { lines } = await run(async ({ emulator, reach }) => {
      emulator.switches.set({ createdHiddenReads: 6 });
      await create(reach, checked(owned));
    });
    assert.deepEqual(lines, ["10: waiting for Graph to show the new organization, 10 s so far"]);
  });

  it("for Graph, or for the sign-in service, says so", async () => {
    const { clock, lines, waitingFor } = listen();
    const operation = startOperation({ timeoutSeconds: 300, clock, waitingFor });
    const get = async () => {
      await clock.sleep(15 * second);
      return "test-token";
    };
    const hangs: typeof fetch = (_, init) => clock.forever(init?.signal);
    const token = { description: "", tenantId: () => undefined, get, renew: () => false };
    const connection = openConnection(settings, clock, hangs, token);
    await assert.rejects(connection.send(operation, { method: "post", path: "/x", repeatable: "untouched" }));
    assert.deepEqual(lines, [
      "10: waiting for the sign-in service, 10 s so far",
      "40: waiting for Graph to answer, 40 s so far",
    ]);
  });
});

const config: Readonly<Record<string, string>> = { accessToken: "test-token", timeoutSeconds: "100" };
const settings = readSettings({ environment: {}, config: (key) => config[key.replace("connectedorgs:", "")] });

async function run(work: (world: { emulator: Emulator; reach: Reach }) => Promise<void>) {
  const { clock, lines, say } = listen();
  const emulator = createEmulator({ clock: clock.now });
  const transport: typeof fetch = (input, init) => emulator.fetch(input as string, init);
  const session = openSession(settings, { clock, transport, random: () => 0 });
  await work({ emulator, reach: session.reach(undefined, say) });
  return { lines };
}
