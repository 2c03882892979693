/** Writes that show late or never, and creates that end half-way. */
import assert from "node:assert/strict";
import type { Switches } from "../../../emulator";
import { PartialFailure } from "../../../provider/errors";
import {
  at,
  bodies,
  collection,
  domain,
  failureOf,
  free,
  litware,
  messageOf,
  organization,
  outputsNow,
  owned,
  partialOf,
  tenant,
  unchanged,
  unfinished,
  unread,
  until,
  withoutAttempt,
} from "../../support/organizations";
import { checked, startWorld, type World } from "../../support/world";

const renamed = { ...owned, displayName: "Renamed" };

describe("a change", () => {
  for (const patchAnswer of [200, 202, 204] as const) {
    it(`counts when Graph answers ${patchAnswer}`, async () => {
      const world = startWorld({ switches: { patchAnswer } });
      const { id, outputs } = await world.create(owned);
      world.sent();
      assert.deepEqual(await world.update(id, outputs, renamed), outputsNow(world, id, renamed));
      assert.deepEqual(world.sent(), [`PATCH ${at(id)}`, `GET ${at(id)}`]);
    });
  }

  it("is waited for by its value, and sent once", async () => {
    const world = startWorld({ switches: { patchedStaleReads: 4 } });
    const { id, outputs } = await world.create(owned);
    world.sent();
    const all = { ...owned, displayName: "Renamed", description: "", state: "proposed" };
    assert.deepEqual(await world.update(id, outputs, all), outputsNow(world, id, all));
    assert.deepEqual(bodies(world, "PATCH"), [{ displayName: "Renamed", description: null, state: "proposed" }]);
    assert.equal(bodies(world, "GET").length, 5);
    assert.deepEqual(world.clock.slept, [500, 800, 1280, 2048]);
  });

  it("that never shows is an error with the property and the value, within two minutes", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.emulator.switches.set({ patchedStaleReads: 1000 });
    const startedAt = world.clock.now();
    const error = await partialOf(world.update(id, outputs, { ...owned, description: "New" }));
    assert.deepEqual([error.id, withoutAttempt(error.outputs)], [id, unfinished(outputs)]);
    assert.equal(
      error.message,
      'updating: Graph accepted description "New", but does not show it. Run refresh to see what it stores, and declare a value that it keeps.',
    );
    const waited = world.clock.now() - startedAt;
    assert.ok(waited > 60_000 && waited <= 120_000, `${waited}`);
    assert.equal(bodies(world, "PATCH").length, 1);
  });

  it("that changes nothing sends nothing but a look", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.sent();
    assert.deepEqual(await world.update(id, outputs, owned), outputsNow(world, id, owned));
    assert.deepEqual(world.sent(), [`GET ${at(id)}`]);
  });

  it("is repeated when its answer is lost, and ends the same", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.emulator.faults.add(
      { method: "PATCH", fault: { kind: "reset", when: "after" } },
      { method: "PATCH", fault: { kind: "status", status: 503, retryAfter: 7 } },
    );
    assert.deepEqual(await world.update(id, outputs, renamed), outputsNow(world, id, renamed));
    assert.deepEqual(bodies(world, "PATCH"), Array(3).fill({ displayName: "Renamed" }));
    assert.deepEqual(world.clock.slept, [1000, 7000]);
  });

  it("of an organization that is gone is Graph's own error", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.emulator.portal.delete(id);
    assert.match(
      await messageOf(world.update(id, outputs, renamed)),
      /^Graph answered 404 ResourceNotFound: The resource was not found\./,
    );
  });
});

describe("a new organization", () => {
  const late: [title: string, switches: Partial<Switches>][] = [
    ["404 four times", { createdHiddenReads: 4, createdHiddenAs: 404 }],
    ["403 four times", { createdHiddenReads: 4, createdHiddenAs: 403 }],
    ["no identity sources four times", { createdHiddenReads: 4, createdHiddenAs: "emptySources" }],
  ];
  for (const [title, switches] of late) {
    it(`that first reads as ${title} is waited for`, async () => {
      const world = startWorld({ switches });
      const { id, outputs } = await world.create(owned);
      assert.deepEqual(outputs, outputsNow(world, id, owned));
      assert.deepEqual(world.sent(), [`POST ${collection}`, ...Array(5).fill(`GET ${at(id)}`)]);
      assert.deepEqual(world.clock.slept, [500, 800, 1280, 2048]);
    });
  }

  const never: [title: string, switches: Partial<Switches>, message: RegExp][] = [
    ["404", { createdHiddenAs: 404 }, /^creating: .*Graph answered 404 ResourceNotFound: The resource was not found\./],
    ["403", { createdHiddenAs: 403 }, /^creating: .*Graph answered 403 UnAuthorized: /],
    [
      "no identity sources",
      { createdHiddenAs: "emptySources" },
      /^creating: The organization [0-9a-f-]{36} .* identity sources.* Run up again to finish it, or refresh if it was deleted since\.$/,
    ],
  ];
  for (const [title, switches, message] of never) {
    it(`that goes on reading as ${title} keeps its id, and the next update finishes it`, async () => {
      const world = startWorld({ switches: { ...switches, createdHiddenReads: 1000 } });
      const { id, outputs } = await partial(world, owned, message);
      assert.ok(world.clock.now() - startOfTime <= 600_000);
      assert.deepEqual(outputs, unread(owned));
      assert.deepEqual(await world.compare(outputs, owned), unchanged);
      assert.deepEqual(await world.compare(outputs, { ...owned, displayName: "Renamed" }), {});
      settle(world, id);
      const finished = await world.update(id, outputs, owned);
      assert.deepEqual(finished, outputsNow(world, id, owned));
      assert.deepEqual(await world.compare(finished, owned), unchanged);
      assert.equal(world.emulator.portal.list().length, 1);
    });
  }

  for (const declared of [owned, free, organization(tenant(litware))]) {
    it(`of ${JSON.stringify(declared["identitySources"])} that was not finished is finished by a refresh`, async () => {
      const world = startWorld({ switches: { createdHiddenReads: 1000 } });
      const { id, outputs } = await partial(world, declared, /404/);
      settle(world, id);
      const seen = await world.read(id, outputs);
      assert.deepEqual(seen, { outputs: outputsNow(world, id, declared), inputs: checked(declared) });
      assert.deepEqual(await world.compare(seen.outputs, declared), unchanged);
    });
  }

  it("that was not finished may be removed", async () => {
    const world = startWorld({ switches: { createdHiddenReads: 1000, createdHiddenFromDelete: "yes" } });
    const { id } = await partial(world, owned, /404/);
    settle(world, id);
    await world.remove(id);
    assert.deepEqual(world.emulator.portal.list(), []);
  });

  it("that the service stores as something else than was declared keeps its id", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "GET", fault: { kind: "hang" } });
    const work = failureOf(world.create(owned));
    await until(() => world.emulator.requests.length >= 2);
    const [{ id } = { id: "" }] = world.emulator.portal.list();
    world.emulator.portal.patch(id, {
      identitySources: [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "other.example" }],
    });
    const error = await work;
    assert.ok(error instanceof PartialFailure);
    assert.deepEqual(
      [error.id, error.outputs, error.message],
      [
        id,
        unread(owned),
        "creating: Graph was given domainIdentitySource wingtiptoys.com, but stored domainIdentitySource other.example. Declare what it stores, or delete the organization.",
      ],
    );
  });

  it("of several sources is posted with the first and gets the others together", async () => {
    const world = startWorld();
    const several = organization(domain("wingtiptoys.com"), domain("adatum.com"), tenant(litware));
    const { id, outputs } = await world.create(several);
    assert.equal(world.emulator.requests.filter(({ method }) => method === "POST").length, 1);
    assert.equal(bodies(world, "PATCH").length, 1);
    assert.deepEqual(outputs["identitySources"], checked(several)["identitySources"]);
    assert.deepEqual(await world.compare(outputs, several), unchanged);
    assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(several) });
  });

  it("that fails at a later source keeps its id and what is stored, and an update adds the rest", async () => {
    const world = startWorld({ switches: { patchIdentitySources: "refused" } });
    const several = organization(domain("wingtiptoys.com"), domain("adatum.com"));
    const { id, outputs } = await partial(world, several, /^creating: The change of identitySources was refused: /);
    assert.deepEqual(outputs, unfinished(outputsNow(world, id, owned)));
    assert.deepEqual(await world.compare(outputs, several), {});
    world.emulator.switches.set({ patchIdentitySources: "replaces" });
    const finished = await world.update(id, outputs, several);
    assert.deepEqual(await world.compare(finished, several), unchanged);
  });
});

const startOfTime = startWorld().clock.now();

async function partial(world: World, declared: Parameters<World["create"]>[0], message: RegExp) {
  const error = await failureOf(world.create(declared));
  assert.ok(error instanceof PartialFailure, error.message);
  assert.match(error.message.replace(/ \(request-id[^)]*\)/, ""), message);
  assert.deepEqual(
    world.emulator.portal.list().map(({ id }) => id),
    [error.id],
  );
  return error;
}

/** The service has caught up. */
function settle({ emulator }: World, id: string): void {
  emulator.portal.patch(id, {});
}
