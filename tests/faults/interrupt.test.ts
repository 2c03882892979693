/** The provider's process asked to stop (SIGINT): it ends before the engine would kill it, answers, and loses nothing it has made. */
import assert from "node:assert/strict";
import type { FaultRule } from "../../emulator";
import { checked, failureOf } from "../support/host";
import { type InterruptedHost, startInterruptedHost } from "./interrupted-host";

/** The engine kills a process that is still there after this. */
const limit = 5000;
const name = 'connected organization "Wingtip Toys"';

describe("a provider's process that is asked to stop", function () {
  this.timeout(20_000);
  let tenant: InterruptedHost;

  beforeEach(async () => {
    tenant = await startInterruptedHost();
  });
  afterEach(() => tenant.stop());

  async function leavesInTime(): Promise<void> {
    const { took, code } = await tenant.interrupt();
    assert.ok(took < limit, `${took} ms`);
    assert.equal(code, 130);
  }

  it("leaves when nothing is under way", async () => {
    const { id, properties } = await tenant.host.create(checked);
    await tenant.host.read(id, properties);
    const { took } = await tenant.interrupt();
    assert.ok(took < 1000, `${took} ms`);
  });

  const waits: [title: string, rule: FaultRule][] = [
    ["waits on a Retry-After of 315 seconds", { fault: { kind: "status", status: 429, retryAfter: 315 } }],
    ["waits for an answer that never comes", { fault: { kind: "hang" } }],
    ["waits before the next try", { times: "always", fault: { kind: "status", status: 503, retryAfter: 60 } }],
  ];
  for (const [title, rule] of waits) {
    it(`ends what ${title}, in every operation, and says so`, async () => {
      const { id, properties } = await tenant.host.create(checked);
      tenant.emulator.clearRequests();
      tenant.emulator.faults.add({ ...rule, times: "always" });
      const news = { ...checked, description: "Other" };
      const calls = [
        tenant.host.read(id, properties),
        tenant.host.update(id, properties, news),
        tenant.host.delete(id, properties),
      ];
      const failures = Promise.all(calls.map((call) => failureOf(call)));
      await tenant.requested(1);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await leavesInTime();
      for (const { status, message } of await failures) {
        assert.deepEqual([status, message.split("\n").length], [2, 1]);
        assert.match(message, new RegExp(`^(reading|updating|deleting) ${name} \\(${id}\\): Interrupted\\.$`));
      }
      assert.deepEqual(
        tenant.emulator.portal.list().map((organization) => organization.id),
        [id],
      );
    });
  }

  it("keeps the id of an organization that it was waiting for", async () => {
    tenant.emulator.switches.set({ createdHiddenReads: 10_000 });
    const failure = failureOf(tenant.host.create(checked));
    await tenant.requested(3);
    await leavesInTime();
    const { message, partial } = await failure;
    assert.equal(message, `creating ${name}: Interrupted.`);
    assert.equal(partial?.id, tenant.emulator.portal.list()[0]?.id);
  });

  it("keeps the id of a create that was under way, when the answer comes within a second", async () => {
    tenant.emulator.faults.add({ method: "POST", fault: { kind: "delay", ms: 100 } });
    const failure = failureOf(tenant.host.create(checked));
    await tenant.requested(1);
    await leavesInTime();
    const { message, partial } = await failure;
    assert.equal(message, `creating ${name}: Interrupted.`);
    const [only, ...others] = tenant.emulator.portal.list();
    assert.ok(only);
    assert.deepEqual([partial?.id, others], [only.id, []]);
  });

  it("says that a create may have been carried out, when its answer does not come", async () => {
    tenant.emulator.faults.add({ method: "POST", fault: { kind: "hang", when: "after" } });
    const failure = failureOf(tenant.host.create(checked));
    await tenant.requested(1);
    await leavesInTime();
    const { message, partial } = await failure;
    assert.equal(partial, undefined);
    assert.match(message, new RegExp(`^creating ${name}: Interrupted\\. .*whether .* is not known`, "i"));
  });
});
