/** The provider's process asked to stop (SIGINT): it ends before the engine would kill it, answers, and loses nothing it has made. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type FaultRule, type Listener } from "../../emulator";
import type { DynamicHost } from "../../harness/host/dynamic-host";
import { PluginHost } from "../../harness/host/plugin-host";
import { checkedAt, doors, failureOf } from "../support/host";

/** The engine kills a process that is still there after this. */
const limit = 5000;
const name = 'connected organization "Wingtip Toys"';

for (const door of doors)
  describe(`a provider ${door.title} that is asked to stop`, () => {
    const checked = checkedAt(door);
    let emulator: Emulator;
    let listener: Listener;
    let host: DynamicHost;

    beforeEach(async () => {
      emulator = createEmulator();
      listener = await emulator.listen();
      host = await door.start();
      await host.configure({
        "connectedorgs:graphEndpoint": listener.url,
        "connectedorgs:authorityHost": listener.url,
        "connectedorgs:accessToken": "token-that-must-not-be-seen",
      });
    });
    afterEach(async () => {
      await host.stop();
      await listener.close();
    });

    const ids = () => emulator.portal.list().map(({ id }) => id);
    const requested = async (count: number) => {
      while (emulator.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
    };

    async function leavesInTime(): Promise<void> {
      // On Ctrl-C the engine first tells its plugins, and waits for what is under way.
      if (host instanceof PluginHost) await host.cancel();
      const { took, code } = await host.interrupt();
      assert.ok(took < limit, `${took} ms`);
      assert.equal(code, 130);
    }

    it("leaves when nothing is under way", async () => {
      const { id, properties } = await host.create(checked);
      await host.read(id, properties);
      await leavesInTime();
    });

    const waits: [title: string, rule: FaultRule][] = [
      ["waits on a Retry-After of 315 seconds", { fault: { kind: "status", status: 429, retryAfter: 315 } }],
      ["waits for an answer that never comes", { fault: { kind: "hang" } }],
      ["waits before the next try", { times: "always", fault: { kind: "status", status: 503, retryAfter: 60 } }],
    ];
    for (const [title, rule] of waits) {
      it(`ends what ${title}, in every operation, and says so`, async () => {
        const { id, properties } = await host.create(checked);
        emulator.clearRequests();
        emulator.faults.add({ ...rule, times: "always" });
        const news = { ...checked, description: "Other" };
        const calls = [host.read(id, properties), host.update(id, properties, news), host.delete(id, properties)];
        const failures = Promise.all(calls.map((call) => failureOf(call)));
        await requested(1);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await leavesInTime();
        for (const { status, message } of await failures) {
          assert.deepEqual([status, message.split("\n").length], [2, 1]);
          assert.match(message, new RegExp(`^(reading|updating|deleting) ${name} \\(${id}\\): Interrupted\\.$`));
        }
        assert.deepEqual(ids(), [id]);
      });
    }

    const kept: [what: string, arrange: () => void, requests: number][] = [
      ["an organization that it was waiting for", () => void emulator.switches.set({ createdHiddenReads: 10_000 }), 3],
      [
        "a create that was under way, when the answer comes within a second",
        () => void emulator.faults.add({ method: "POST", fault: { kind: "delay", ms: 100 } }),
        1,
      ],
    ];
    for (const [what, arrange, requests] of kept)
      it(`keeps the id of ${what}`, async () => {
        arrange();
        const failure = failureOf(host.create(checked));
        await requested(requests);
        await leavesInTime();
        const { message, partial } = await failure;
        assert.equal(message, `creating ${name}: Interrupted.`);
        assert.deepEqual([partial?.id], ids());
      });

    it("says that a create may have been carried out, when its answer does not come", async () => {
      emulator.faults.add({ method: "POST", fault: { kind: "hang", when: "after" } });
      const failure = failureOf(host.create(checked));
      await requested(1);
      await leavesInTime();
      const { message, partial } = await failure;
      assert.equal(partial, undefined);
      assert.match(
        message,
        new RegExp(`^creating ${name}: Interrupted\\. It is not known whether the organization was created\\.`),
      );
    });
  });
