/** The real engine while Graph or the connection fails, and the engine itself killed: nothing lost, nothing doubled. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { killTree } from "../../harness/kill-tree";
import { type Declarations, failed, forEachDoor, type Stack, startStack, succeeded } from "../engine/support";

const partner = (index: number, more: object = {}) => ({
  displayName: `Partner ${index}`,
  identitySources: [{ type: "domainIdentitySource", domainName: `partner-${index}.example` }],
  ...more,
});

function partners(count: number, more: object = {}): Declarations {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`partner-${index}`, partner(index, more)]));
}

forEachDoor("trouble under the real engine", function (door) {
  this.timeout(300_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack({}, { door });
  });
  afterEach(async () => {
    stack.emulator.faults.clear();
    stack.emulator.switches.reset();
    await stack.declare({});
    await succeeded(stack.project.up());
    assert.deepEqual(stack.emulator.portal.list(), []);
  });
  after(async () => stack?.end());

  const names = () =>
    stack.emulator.portal
      .list()
      .map(({ displayName }) => displayName)
      .sort();
  const ids = () => stack.emulator.portal.list().map(({ id }) => id);

  async function upWithin(seconds: number): ReturnType<Stack["project"]["up"]> {
    stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"] = String(seconds);
    return await stack.project.up().finally(() => delete stack.project.env["CONNECTEDORGS_TIMEOUT_SECONDS"]);
  }

  /** Ids of the organizations in state. */
  async function known(): Promise<string[]> {
    const { resources } = await stack.project.state();
    return resources.flatMap(({ id, type }) => (id && type.endsWith(":ConnectedOrganization") ? [id] : []));
  }

  async function isSettled(count: number): Promise<void> {
    assert.deepEqual(names(), [...new Set(names())]);
    assert.equal(ids().length, count);
    assert.deepEqual((await known()).sort(), ids().sort());
    await succeeded(stack.project.up(["--refresh", "--expect-no-changes"]));
  }

  it("a create whose answer is lost, and every answer after it: the next up names it, adoptExisting takes it", async () => {
    await stack.declare(partners(1));
    stack.emulator.faults.add({ method: "POST", fault: { kind: "reset", when: "after" } });
    stack.emulator.faults.add({ times: "always", fault: { kind: "reset" } });
    assert.match(await failed(upWithin(8)), /It is not known whether the organization was created/);
    stack.emulator.faults.clear();
    const [id] = ids();
    assert.match(await failed(stack.project.up()), new RegExp(`\\(id ${id}, state configured\\) already exists for`));
    await stack.declare(partners(1, { adoptExisting: true }));
    await succeeded(stack.project.up());
    assert.deepEqual(ids(), [id]);
    await isSettled(1);
  });

  it("a connection that is lost in the middle of an up: the next up finishes, and makes nothing twice", async () => {
    await stack.declare(partners(6));
    stack.emulator.faults.add({ method: "POST", skip: 3, times: "always", fault: { kind: "reset" } });
    stack.emulator.faults.add({ method: "GET", skip: 2, times: "always", fault: { kind: "reset" } });
    assert.match(await failed(upWithin(8)), /Graph could not be reached: UND_ERR_SOCKET/);
    assert.deepEqual((await known()).sort(), ids().sort());
    stack.emulator.faults.clear();
    await succeeded(stack.project.up());
    await isSettled(6);
  });

  it("an update that stops half-way: the next up brings it to what is declared", async () => {
    await stack.declare(partners(1));
    await succeeded(stack.project.up());
    const [id] = ids();
    await stack.declare({ "partner-0": { ...partner(0), description: "Other" } });
    stack.emulator.faults.add({ method: "GET", times: "always", fault: { kind: "status", status: 403 } });
    await failed(stack.project.up());
    stack.emulator.faults.clear();
    await succeeded(stack.project.up());
    assert.deepEqual(
      stack.emulator.portal.list().map(({ description }) => description),
      ["Other"],
    );
    assert.deepEqual(ids(), [id]);
    await isSettled(1);
  });

  it("a token bucket: organizations are created and refreshed without an error", async () => {
    await stack.declare(partners(12));
    stack.emulator.switches.set({ throttleRequests: 10, throttleSeconds: 3 });
    stack.sent();
    await succeeded(stack.project.up());
    await succeeded(stack.project.refresh(["--expect-no-changes"]));
    assert.ok(stack.emulator.requests.filter(({ status }) => status === 429).length > 0);
    stack.emulator.switches.reset();
    await isSettled(12);
  });

  it("the engine killed in mid-create: cancel, then the next up names what exists, and adoptExisting takes it", async () => {
    await stack.end();
    stack = await startStack(partners(1), { door, ownProcess: true });
    stack.emulator.faults.add({ method: "POST", fault: { kind: "hang", when: "after" } });
    const up = stack.project.up().catch((reason: unknown) => reason);
    // The engine writes down that a create is under way a moment after it has begun.
    const isKnown = async () => {
      const { pendingOperations = [] } = (await stack.project.state().catch(() => undefined)) ?? {};
      return pendingOperations.some(({ resource }) => resource.urn.endsWith("::partner-0"));
    };
    while (ids().length === 0 || !(await isKnown())) await new Promise((resolve) => setTimeout(resolve, 50));
    // It may write once more, and must not be killed in the middle of that.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    killEngine();
    await up;
    const [id] = ids();
    const locked = await stack.project.up();
    assert.notEqual(locked.exitCode, 0, locked.output);
    assert.match(locked.output, /the stack is currently locked/);
    await succeeded(stack.project.run(["cancel", "--yes"]));
    const output = await failed(stack.project.up());
    assert.match(output, new RegExp(`\\(id ${id}, state configured\\) already exists for`));
    assert.match(output, /1 pending operations from previous deployment/);
    await stack.declare(partners(1, { adoptExisting: true }));
    await succeeded(stack.project.up());
    assert.deepEqual(ids(), [id]);
    // The engine warns of the interrupted create until it is told that nothing else came of it.
    await succeeded(stack.project.refresh(["--clear-pending-creates"]));
    assert.deepEqual((await stack.project.state()).pendingOperations, []);
    await isSettled(1);
  });
});

/** As a runner that is taken away: the engine and all that it started. */
function killEngine(): void {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  for (const line of stdout.split("\n")) {
    const [, pid, parent, args = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (Number(parent) === process.pid && /\bpulumi\S* up\b/.test(args)) killTree(Number(pid));
  }
}
