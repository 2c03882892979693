/** Reads made at the same time: what they share, and what each keeps to itself. */
import assert from "node:assert/strict";
import { type FaultRule, type LoggedRequest, type Switches, switchTable } from "../../../emulator";
import { UserError } from "../../../provider/errors";
import { Batches, type Send } from "../../../provider/graph/batch";
import type { GraphRequest } from "../../../provider/graph/exchange";
import { startOperation } from "../../../provider/operation";
import { messageOf } from "../../support/failures";
import { collection } from "../../support/organizations";
import { domain, organization } from "../../support/sources";
import { startWorld, TestClock, type World, type WorldOptions } from "../../support/world";

type Made = Awaited<ReturnType<World["create"]>>;

async function worldOf(count: number, switches: Partial<Switches> = {}, options: WorldOptions = {}) {
  const world = startWorld({ switches }, {}, options);
  const made: Made[] = [];
  for (let index = 0; index < count; index += 1) {
    made.push(await world.create(organization(domain(`partner-${index}.example`))));
  }
  world.sent();
  return { world, made };
}

const readAll = (world: World, made: readonly Made[]) =>
  Promise.all(made.map(({ id, outputs }) => world.read(id, outputs)));

const seen = (found: Awaited<ReturnType<World["read"]>>[]) => found.map((one) => one?.outputs);

/** Reads all at once, and each is as it was made. */
async function showsAll(world: World, made: readonly Made[]): Promise<void> {
  assert.deepEqual(
    seen(await readAll(world, made)),
    made.map(({ outputs }) => outputs),
  );
}

/** The requests sent, each batch with the number of its members. */
function shapeOf(requests: readonly LoggedRequest[]): string[] {
  return requests.map(({ method, path, body }) => {
    const members = (body as { requests?: unknown[] } | undefined)?.requests;
    return members ? `${method} batch of ${members.length}` : `${method} ${path.startsWith(collection) ? "one" : path}`;
  });
}

describe("reads made at the same time", () => {
  it("share one request, whatever the order of its answers", async () => {
    for (const batchOrder of switchTable.batchOrder.positions) {
      const { world, made } = await worldOf(4, { batchOrder });
      await showsAll(world, made);
      assert.deepEqual(shapeOf(world.emulator.requests), ["POST batch of 4"]);
    }
  });

  it("are sent in batches of at most twenty, Graph's limit", async () => {
    const { world, made } = await worldOf(43);
    await readAll(world, made);
    const batches = shapeOf(world.emulator.requests).filter((line) => line.startsWith("POST"));
    assert.deepEqual(batches, ["POST batch of 20", "POST batch of 20", "POST batch of 3"]);
  });

  it("are sent without a batch if there is only one", async () => {
    const { world, made } = await worldOf(1);
    await readAll(world, made);
    assert.deepEqual(shapeOf(world.emulator.requests), ["GET one"]);
  });

  for (const batch of [404, 405] as const) {
    it(`are sent one by one if the service has no batches (${batch}), which is tried only once`, async () => {
      const { world, made } = await worldOf(3, { batch });
      await showsAll(world, made);
      await showsAll(world, made);
      const plain = new Array<string>(3).fill("GET one");
      assert.deepEqual(shapeOf(world.emulator.requests), ["POST batch of 3", ...plain, ...plain]);
    });
  }
});

describe("a batch that fails", () => {
  const rows: [what: string, fault: FaultRule["fault"]][] = [
    ["an overloaded service", { kind: "status", status: 503 }],
    ["a gateway's page", { kind: "status", status: 502, body: "html" }],
    ["a success without answers", { kind: "empty" }],
    ["a success of another form", { kind: "wrongJson" }],
    ["a lost connection", { kind: "reset" }],
    ["a truncated answer", { kind: "truncated" }],
    ["a refusal of the body", { kind: "status", status: 400 }],
  ];
  for (const [what, fault] of rows) {
    it(`lets every read be tried alone: ${what}`, async () => {
      const { world, made } = await worldOf(3);
      world.emulator.faults.add({ method: "POST", path: "$batch", fault });
      await showsAll(world, made);
      assert.deepEqual(shapeOf(world.emulator.requests), ["POST batch of 3", "GET one", "GET one", "GET one"]);
    });
  }

  it("pauses every read for its Retry-After when throttled", async () => {
    const { world, made } = await worldOf(3);
    const start = world.clock.now();
    world.emulator.faults.add({ path: "$batch", fault: { kind: "status", status: 429, retryAfter: 30 } });
    await readAll(world, made);
    const times = world.emulator.requests.map(({ time }) => Date.parse(time) - start);
    assert.equal(times.length, 4);
    assert.ok(
      times.slice(1).every((time) => time >= 30_000),
      String(times),
    );
  });
});

describe("a member of a batch that fails", () => {
  it("is repeated alone, after its Retry-After, when throttled", async () => {
    const { world, made } = await worldOf(3);
    const [, second] = made;
    const start = world.clock.now();
    world.emulator.faults.add({ path: second?.id ?? "", fault: { kind: "status", status: 429, retryAfter: 12 } });
    await showsAll(world, made);
    const [batch, ...later] = world.emulator.requests;
    assert.deepEqual(shapeOf([batch as LoggedRequest, ...later]), ["POST batch of 3", "GET one"]);
    assert.ok(later.every(({ time }) => Date.parse(time) - start >= 12_000));
  });

  it("is the only organization reported as gone, and only once that is confirmed", async () => {
    const { world, made } = await worldOf(3);
    const [first, second, third] = made;
    world.emulator.portal.delete(second?.id ?? "");
    assert.deepEqual(seen(await readAll(world, made)), [first?.outputs, undefined, third?.outputs]);
    const [batch, ...others] = shapeOf(world.emulator.requests);
    assert.equal(batch, "POST batch of 3");
    assert.deepEqual(others, ["GET one", "GET one"]);
  });

  it("is the only read that fails", async () => {
    const { world, made } = await worldOf(3);
    const [first, second, third] = made as [Made, Made, Made];
    world.emulator.faults.add({ path: second.id, times: "always", fault: { kind: "status", status: 403 } });
    const readings = [first, second, third].map(({ id, outputs }) => world.read(id, outputs));
    assert.match(await messageOf(readings[1] as Promise<unknown>), /^Graph answered 403/);
    assert.deepEqual((await readings[0])?.outputs, first.outputs);
    assert.deepEqual((await readings[2])?.outputs, third.outputs);
  });

  it("is read alone if the answer lacks it", async () => {
    const forgetful: NonNullable<WorldOptions["between"]> = (next) => async (input, init) => {
      const response = await next(input, init);
      if (!String(input).endsWith("$batch")) return response;
      const { responses } = (await response.json()) as { responses: { id: string }[] };
      return Response.json({ responses: responses.filter(({ id }) => id !== "2") });
    };
    const { world, made } = await worldOf(3, {}, { between: forgetful });
    await showsAll(world, made);
    assert.deepEqual(shapeOf(world.emulator.requests), ["POST batch of 3", "GET one"]);
  });
});

describe("more writes than one batch takes", () => {
  const writes = Array.from(
    { length: 21 },
    (): GraphRequest => ({ method: "post", path: "/x", repeatable: "untouched" }),
  );
  const responses = writes.slice(1).map((_, index) => ({ id: String(index + 1), status: 204 }));

  /** Carries out so many batches, and cannot send the next one. */
  function carryOut(batches: number) {
    let left = batches;
    const send: Send = async (_, __, ___, split) => {
      if (left === 0) throw new UserError("Interrupted.");
      left -= 1;
      return split({ value: { responses } });
    };
    const clock = new TestClock();
    return new Batches(clock, send, () => 20).inOrder(startOperation({ timeoutSeconds: 60, clock }), writes);
  }

  it("fail when none was sent, and otherwise tell what was carried out", async () => {
    assert.equal(await messageOf(carryOut(0)), "Interrupted.");
    assert.equal((await carryOut(1)).length, 20);
  });
});
