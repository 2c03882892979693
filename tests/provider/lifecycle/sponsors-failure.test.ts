/** Sponsors that cannot be added: what a person reads, what the state keeps, and how the next run finishes. */
import assert from "node:assert/strict";
import { type Switches, switchTable } from "../../../emulator";
import type { Values } from "../../../provider/organization/recorded";
import { outputsNow, partialOf, unchanged, unfinished, withoutAttempt } from "../../support/organizations";
import {
  addition,
  adele,
  diego,
  managers,
  megan,
  members,
  removal,
  sponsored,
  steps,
  stranger,
} from "../../support/sponsors";
import { startWorld, type World } from "../../support/world";

/** What state must hold of an organization that exists as declared, but without any sponsor on record, and unfinished. */
function withoutSponsors(world: World, id: string, declared: Values): Values {
  const whole = outputsNow(world, id, declared);
  const lists = ["internalSponsors", "externalSponsors"].filter((name) => name in declared);
  return unfinished({
    ...whole,
    ...Object.fromEntries(lists.map((name) => [name, []])),
  });
}

const without = (text: string) => text.replace(/ \((request-id|client-request-id|date)[^)]*\)/g, "");

describe("a sponsor that nobody knows", () => {
  const rows: [switches: Partial<Switches>, fact: string][] = [
    [{ sponsorUnknown: 404 }, "Graph answered 404 ResourceNotFound: The resource was not found."],
    [{ sponsorUnknown: 400 }, `Graph answered 400 BadRequest: The directory object '${stranger}' was not found.`],
  ];
  for (const [switches, fact] of rows) {
    it(`is named within half a minute, and the fixed declaration finishes: ${JSON.stringify(switches)}`, async () => {
      const world = startWorld({ switches });
      const declared = sponsored({ internalSponsors: [adele, stranger, managers] });
      const error = await partialOf(world.create(declared));
      assert.equal(
        without(error.message),
        `creating: Adding ${stranger} to internalSponsors failed: ${fact} Use the object id of a user or group of this tenant; a guest must have accepted the invitation.`,
      );
      assert.ok(world.clock.slept.reduce((sum, time) => sum + time, 0) <= 30_000);
      assert.deepEqual(withoutAttempt(error.outputs), withoutSponsors(world, error.id, declared));
      assert.deepEqual(members(world, error.id).internalSponsors, [adele]);
      const fixed = sponsored({ internalSponsors: [adele, managers] });
      assert.deepEqual(await world.compare(error.outputs, fixed), {});
      steps(world, error.id);
      assert.deepEqual(await world.update(error.id, error.outputs, fixed), outputsNow(world, error.id, fixed));
      assert.deepEqual(steps(world, error.id), [
        "GET",
        "GET internalSponsors",
        [addition("internalSponsors", managers), removal("internalSponsors", stranger), "GET internalSponsors"],
        "GET internalSponsors",
        "GET internalSponsors",
      ]);
      assert.equal(world.emulator.portal.list().length, 1);
    });
  }

  it("changes nothing else in an update, and nobody who sponsored is lost", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(sponsored({ internalSponsors: [adele] }));
    const declared = sponsored({ internalSponsors: [diego, stranger] });
    const error = await partialOf(world.update(id, outputs, declared));
    assert.match(error.message, new RegExp(`^updating: Adding ${stranger} to internalSpons`));
    assert.deepEqual([error.id, withoutAttempt(error.outputs)], [id, unfinished(outputs)]);
    assert.deepEqual(members(world, id).internalSponsors, [adele, diego]);
    const fixed = sponsored({ internalSponsors: [diego] });
    assert.deepEqual(await world.update(id, error.outputs, fixed), outputsNow(world, id, fixed));
    assert.deepEqual(members(world, id).internalSponsors, [diego]);
  });
});

describe("adding sponsors that fails half-way", () => {
  const all = [adele, diego, megan, managers];

  for (const status of [403, 500, 503]) {
    it(`is a partial failure with ${status} on the third, and an update finishes without losing anybody`, async () => {
      const world = startWorld();
      world.emulator.faults.add({
        method: "POST",
        path: "$ref",
        skip: 2,
        times: "always",
        fault: { kind: "status", status },
      });
      const declared = sponsored({ internalSponsors: all, externalSponsors: [adele] });
      const error = await partialOf(world.create(declared));
      assert.deepEqual(withoutAttempt(error.outputs), withoutSponsors(world, error.id, declared));
      assert.deepEqual(members(world, error.id).internalSponsors, [adele, diego]);
      world.emulator.faults.clear();
      steps(world, error.id);
      assert.deepEqual(await world.update(error.id, error.outputs, declared), outputsNow(world, error.id, declared));
      assert.deepEqual(steps(world, error.id), [
        "GET",
        ["GET internalSponsors", "GET externalSponsors"],
        [
          addition("internalSponsors", megan),
          addition("internalSponsors", managers),
          addition("externalSponsors", adele),
          "GET internalSponsors",
          "GET externalSponsors",
        ],
      ]);
      assert.deepEqual(members(world, error.id), { internalSponsors: all, externalSponsors: [adele] });
    });
  }

  it("in an update keeps the former state, and the next update finishes", async () => {
    const world = startWorld();
    const before = sponsored({ internalSponsors: [adele, diego] });
    const { id, outputs } = await world.create(before);
    world.emulator.faults.add({
      method: "DELETE",
      path: "$ref",
      times: "always",
      fault: { kind: "status", status: 403 },
    });
    const declared = sponsored({ internalSponsors: [megan, managers] });
    const error = await partialOf(world.update(id, outputs, declared));
    assert.deepEqual([error.id, withoutAttempt(error.outputs)], [id, unfinished(outputs)]);
    assert.deepEqual(members(world, id).internalSponsors, [adele, diego, megan, managers]);
    world.emulator.faults.clear();
    steps(world, id);
    assert.deepEqual(await world.update(id, error.outputs, declared), outputsNow(world, id, declared));
    assert.deepEqual(steps(world, id), [
      "GET",
      "GET internalSponsors",
      [removal("internalSponsors", adele), removal("internalSponsors", diego), "GET internalSponsors"],
    ]);
  });
});

describe("a list that shows changes late", () => {
  for (const sponsorsStaleReads of [1, 4]) {
    for (const sponsorPresent of switchTable.sponsorPresent.positions) {
      it(`is waited for: ${sponsorsStaleReads} old reads, ${sponsorPresent} for who is there`, async () => {
        const world = startWorld({ switches: { sponsorsStaleReads, sponsorPresent } });
        const { id, outputs } = await world.create(sponsored({ internalSponsors: [adele, diego] }));
        world.emulator.faults.add({ method: "POST", path: "$ref", fault: { kind: "reset", when: "after" } });
        const declared = sponsored({ internalSponsors: [diego, megan] });
        const changed = await world.update(id, outputs, declared);
        assert.deepEqual(changed, outputsNow(world, id, declared));
        assert.deepEqual(await world.compare(changed, declared), unchanged);
        assert.deepEqual(members(world, id).internalSponsors, [diego, megan]);
      });
    }
  }

  for (const sponsorAbsent of switchTable.sponsorAbsent.positions) {
    it(`is waited for when the answer to a removal was lost, and ${sponsorAbsent} says that nobody is there`, async () => {
      const world = startWorld({ switches: { sponsorsStaleReads: 3, sponsorAbsent } });
      const { id, outputs } = await world.create(sponsored({ internalSponsors: [adele, diego] }));
      world.emulator.faults.add({ method: "DELETE", path: "$ref", fault: { kind: "reset", when: "after" } });
      const declared = sponsored({ internalSponsors: [diego] });
      const changed = await world.update(id, outputs, declared);
      assert.deepEqual(changed, outputsNow(world, id, declared));
      assert.deepEqual(members(world, id).internalSponsors, [diego]);
    });
  }

  it("that never shows them is named, and the organization is not lost", async () => {
    const world = startWorld({ switches: { sponsorsStaleReads: 1000 } });
    const error = await partialOf(world.create(sponsored({ internalSponsors: [adele] })));
    assert.equal(
      error.message,
      "creating: Graph accepted the changed internalSponsors, but its list does not show them. Run refresh to see what it stores.",
    );
    assert.deepEqual(members(world, error.id).internalSponsors, [adele]);
  });
});

describe("a removal that is refused", () => {
  for (const [status, code] of [
    [400, "UnknownError: The request failed"],
    [404, "ResourceNotFound: The resource was not found"],
    [409, "Conflict: The request conflicts with the current state"],
  ] as const) {
    it(`by ${status} is judged by the list, for two minutes, and named when the member stays`, async () => {
      const world = startWorld();
      const { id, outputs } = await world.create(sponsored({ internalSponsors: [adele, diego] }));
      const fault = { kind: "status", status } as const;
      world.emulator.faults.add({ method: "DELETE", path: adele, times: "always", fault });
      const startedAt = world.clock.now();
      const declared = sponsored({ internalSponsors: [megan] });
      const error = await partialOf(world.update(id, outputs, declared));
      assert.equal(
        without(error.message),
        `updating: Removing from internalSponsors failed: Graph answered ${status} ${code}. Run refresh to see what it stores.`,
      );
      const waited = world.clock.now() - startedAt;
      assert.ok(waited > 60_000 && waited <= 120_000, `${waited}`);
      assert.deepEqual(members(world, id).internalSponsors, [adele, megan]);
      world.emulator.faults.clear();
      assert.deepEqual(await world.update(id, error.outputs, declared), outputsNow(world, id, declared));
      assert.deepEqual(members(world, id).internalSponsors, [megan]);
    });
  }
});
