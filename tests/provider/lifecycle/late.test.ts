/** Writes that show late or never, and new organizations that nobody has read yet. */
import assert from "node:assert/strict";
import { failureOf, partialOf, plainMessageOf, textOf, until } from "../../support/failures";
import {
  at,
  bodies,
  collection,
  idsIn,
  made,
  outputsNow,
  staysAsDeclared,
  unchanged,
  unfinished,
  unread,
  withoutAttempt,
} from "../../support/organizations";
import { domain, free, litware, onWire, organization, owned, tenant } from "../../support/sources";
import { checked, startWorld } from "../../support/world";

const renamed = { ...owned, displayName: "Renamed" };

describe("a change", () => {
  it("is waited for by its value, and sent once", async () => {
    const { world, id, outputs } = await made(owned, { switches: { patchedStaleReads: 4 } });
    const all = { ...renamed, description: "", state: "proposed" };
    assert.deepEqual(await world.update(id, outputs, all), outputsNow(world, id, all));
    assert.deepEqual(bodies(world, "PATCH"), [{ displayName: "Renamed", description: null, state: "proposed" }]);
    assert.deepEqual([bodies(world, "GET").length, world.clock.slept], [5, [500, 800, 1280, 2048]]);
  });

  it("that never shows is an error with the property and the value, within two minutes", async () => {
    const { world, id, outputs } = await made(owned, { switches: { patchedStaleReads: 1000 } });
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

  it("of nothing sends nothing but a read", async () => {
    const { world, id, outputs } = await made(owned);
    assert.deepEqual(await world.update(id, outputs, owned), outputsNow(world, id, owned));
    assert.deepEqual(world.sent(), [`GET ${at(id)}`]);
  });
});

describe("a new organization", () => {
  const hidden = [
    [404, "Graph answered 404 ResourceNotFound: The resource was not found."],
    [
      403,
      "Graph answered 403 UnAuthorized: Attempted to perform an unauthorized operation. User is not authorized to perform the operation. Reason: The caller is not authorized.",
    ],
    ["emptySources", "It has no identity sources yet."],
  ] as const;
  const again = "Run up again to finish it, or refresh if it was deleted since.";

  for (const [createdHiddenAs, fact] of hidden) {
    it(`that is hidden by ${createdHiddenAs} at first is waited for`, async () => {
      const world = startWorld({ switches: { createdHiddenReads: 4, createdHiddenAs } });
      const { id, outputs } = await world.create(owned);
      assert.deepEqual(outputs, outputsNow(world, id, owned));
      assert.deepEqual(world.sent(), [`POST ${collection}`, ...Array(5).fill(`GET ${at(id)}`)]);
      assert.deepEqual(world.clock.slept, [500, 800, 1280, 2048]);
    });

    it(`that stays hidden by ${createdHiddenAs} keeps its id, and is finished by an update or a refresh, or deleted`, async () => {
      for (const declared of [owned, free, organization(tenant(litware))]) {
        const world = startWorld({ switches: { createdHiddenReads: 1000, createdHiddenAs } });
        const startedAt = world.clock.now();
        const error = await partialOf(world.create(declared));
        const { id, outputs } = error;
        assert.equal(
          textOf(error),
          `creating: The organization ${id} was created, but did not appear in time: ${fact} ${again}`,
        );
        assert.ok(world.clock.now() - startedAt <= 600_000);
        assert.deepEqual([idsIn(world), outputs], [[id], unread(declared)]);
        assert.deepEqual(await world.compare(outputs, declared), unchanged);
        assert.deepEqual(await world.compare(outputs, { ...declared, displayName: "Renamed" }), {});
        // The service has caught up.
        world.emulator.portal.patch(id, {});
        const now = outputsNow(world, id, declared);
        assert.deepEqual(await world.read(id, outputs), { outputs: now, inputs: checked(declared) });
        const finished = await world.update(id, outputs, declared);
        assert.deepEqual(finished, now);
        await staysAsDeclared(world, id, finished, declared);
        await world.remove(id, outputs);
        assert.deepEqual(idsIn(world), []);
      }
    });
  }

  it("that was never read is waited for in the next update for two minutes at most, and left as it is in state", async () => {
    const world = startWorld({ switches: { createdHiddenReads: 1000 } });
    const { id, outputs } = await partialOf(world.create(owned));
    const startedAt = world.clock.now();
    assert.equal(
      await plainMessageOf(world.update(id, outputs, owned)),
      `The organization ${id} was created, but did not appear in time: ${hidden[0][1]} ${again}`,
    );
    const waited = world.clock.now() - startedAt;
    assert.ok(waited > 60_000 && waited <= 120_000, `${waited}`);
  });

  it("that was never read may be removed by its id alone", async () => {
    const world = startWorld({ switches: { createdHiddenReads: 1000, createdHiddenFromDelete: "yes" } });
    const { id } = await partialOf(world.create(owned));
    world.emulator.portal.patch(id, {});
    await world.remove(id);
    assert.deepEqual(idsIn(world), []);
  });

  it("that the service stores as something else than was declared keeps its id", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "GET", fault: { kind: "hang" } });
    const work = failureOf(world.create(owned));
    await until(() => world.emulator.requests.length >= 2);
    const [id = ""] = idsIn(world);
    world.emulator.portal.patch(id, { identitySources: [onWire(domain("other.example"))] });
    const error = await partialOf(work.then((reason) => Promise.reject(reason)));
    assert.deepEqual([error.id, error.outputs], [id, unread(owned)]);
    assert.equal(
      error.message,
      "creating: Graph was given domainIdentitySource wingtiptoys.com, but stored domainIdentitySource other.example. Declare what it stores, or delete the organization.",
    );
  });
});
