/** Sponsors that cannot be added or removed: what a person reads, what the state keeps, and how the next run finishes. */
import assert from "node:assert/strict";
import type { FaultRule } from "../../../emulator";
import { defaultSeed, switchTable } from "../../../emulator";
import type { Values } from "../../../provider/organization/recorded";
import { partialOf, status, textOf } from "../../support/failures";
import { idsIn, made, outputsNow, unchanged, unfinished, withoutAttempt } from "../../support/organizations";
import {
  addition,
  adele,
  diego,
  type Lists,
  managers,
  megan,
  members,
  removal,
  sponsored,
  steps,
  stranger,
} from "../../support/sponsors";
import { startWorld, type World } from "../../support/world";

const internal = (...internalSponsors: string[]) => sponsored({ internalSponsors });
const look = "GET internalSponsors";

/** An update from what a failure left in state; nobody else is lost or made. @returns its requests */
async function finishes(world: World, id: string, outputs: Values, lists: Lists): Promise<unknown[]> {
  const declared = sponsored(lists);
  world.emulator.faults.clear();
  assert.deepEqual(await world.compare(outputs, declared), {});
  steps(world, id);
  assert.deepEqual(await world.update(id, outputs, declared), outputsNow(world, id, declared));
  assert.deepEqual(members(world, id), { externalSponsors: [], ...lists });
  assert.deepEqual(idsIn(world), [id]);
  return steps(world, id);
}

describe("a sponsor that nobody knows", () => {
  for (const [sponsorUnknown, fact] of [
    [404, "404 ResourceNotFound: The resource was not found."],
    [400, `400 BadRequest: The directory object '${stranger}' was not found.`],
  ] as const) {
    it(`is named within half a minute, and the corrected declaration finishes: ${sponsorUnknown}`, async () => {
      const world = startWorld({ switches: { sponsorUnknown } });
      const error = await partialOf(world.create(internal(adele, stranger, managers)));
      const { id, outputs } = error;
      assert.equal(
        textOf(error),
        `creating: Adding ${stranger} to internalSponsors failed: Graph answered ${fact} Use the object id of a user or group of this tenant; a guest must have accepted the invitation.`,
      );
      assert.ok(world.clock.slept.reduce((sum, time) => sum + time, 0) <= 30_000);
      assert.deepEqual(withoutAttempt(outputs), unfinished(outputsNow(world, id, internal())));
      assert.deepEqual(members(world, id).internalSponsors, [adele]);
      const changes = [addition("internalSponsors", managers), removal("internalSponsors", stranger), look];
      const sent = await finishes(world, id, outputs, { internalSponsors: [adele, managers] });
      assert.deepEqual(sent, ["GET", look, changes, look, look]);
    });
  }

  it("because the guest has not accepted the invitation joins after that", async () => {
    const guest = { id: stranger, type: "user" } as const;
    for (const sponsorPending of [400, 404] as const) {
      const world = startWorld({ switches: { sponsorPending } });
      world.emulator.portal.addDirectoryObject({ ...guest, isPending: true });
      const error = await partialOf(world.create(internal(adele, stranger)));
      assert.match(error.message, /^creating: Adding .* a guest must have accepted the invitation\.$/);
      world.emulator.portal.addDirectoryObject(guest);
      await finishes(world, error.id, error.outputs, { internalSponsors: [adele, stranger] });
    }
  });

  it("to entitlement management yet is waited for", async () => {
    const { directoryObjects: known = [] } = defaultSeed;
    const newcomer = "7e1c2f93-5a4b-4d6e-8f70-91a2b3c4d5e6";
    for (const type of ["user", "group"] as const) {
      for (const sponsorReferencePath of switchTable.sponsorReferencePath.positions) {
        for (const sponsorUnknown of switchTable.sponsorUnknown.positions) {
          const seed = { directoryObjects: [...known, { id: newcomer, type, hiddenAdds: 7 }] };
          const { world, id, outputs } = await made(internal(adele, newcomer), {
            seed,
            switches: { sponsorReferencePath, sponsorUnknown },
          });
          assert.deepEqual(outputs, outputsNow(world, id, internal(adele, newcomer)));
          assert.deepEqual(members(world, id).internalSponsors, [adele, newcomer]);
          const waited = world.clock.slept.reduce((sum, time) => sum + time, 0);
          assert.ok(waited > 0 && waited <= 30_000, `${waited} ms`);
        }
      }
    }
  });
});

describe("a change of sponsors that fails half-way", () => {
  it("at the third addition of a create keeps the id, and an update finishes", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "POST", path: "$ref", skip: 2, times: "always", fault: status(503) });
    const lists = { internalSponsors: [adele, diego, megan, managers], externalSponsors: [adele] };
    const { id, outputs } = await partialOf(world.create(sponsored(lists)));
    const none = sponsored({ internalSponsors: [], externalSponsors: [] });
    assert.deepEqual(withoutAttempt(outputs), unfinished(outputsNow(world, id, none)));
    assert.deepEqual(members(world, id).internalSponsors, [adele, diego]);
    const added = [addition("internalSponsors", megan), addition("internalSponsors", managers)];
    const looks = [look, "GET externalSponsors"];
    assert.deepEqual(await finishes(world, id, outputs, lists), [
      "GET",
      looks,
      [...added, addition("externalSponsors", adele), ...looks],
    ]);
  });

  for (const [code, fact] of [
    [400, "400 UnknownError: The request failed"],
    [404, "404 ResourceNotFound: The resource was not found"],
    [409, "409 Conflict: The request conflicts with the current state"],
  ] as const) {
    it(`at a removal with ${code} is judged by the list, for two minutes`, async () => {
      const { world, id, outputs } = await made(internal(adele, diego));
      world.emulator.faults.add({ method: "DELETE", path: adele, times: "always", fault: status(code) });
      const startedAt = world.clock.now();
      const error = await partialOf(world.update(id, outputs, internal(megan)));
      assert.equal(
        textOf(error),
        `updating: Removing from internalSponsors failed: Graph answered ${fact}. Run refresh to see what it stores.`,
      );
      const waited = world.clock.now() - startedAt;
      assert.ok(waited > 60_000 && waited <= 120_000, `${waited}`);
      assert.deepEqual(members(world, id).internalSponsors, [adele, megan]);
      await finishes(world, id, error.outputs, { internalSponsors: [megan] });
    });
  }
});

describe("a list that shows changes late", () => {
  const { sponsorPresent, sponsorAbsent } = switchTable;
  const answers = [
    ...sponsorPresent.positions.map((position) => ({ sponsorPresent: position })),
    ...sponsorAbsent.positions.map((position) => ({ sponsorAbsent: position })),
  ];
  const lost: FaultRule[][] = (["before", "after"] as const).map((when) => [
    { method: "POST", path: "$ref", fault: { kind: "reset", when } },
    { method: "DELETE", path: "$ref", fault: { ...status(503), when } },
  ]);
  for (const switches of answers) {
    it(`is waited for, also when the answer to a change is lost: ${JSON.stringify(switches)}`, async () => {
      for (const sponsorsStaleReads of [0, 1, 4]) {
        for (const faults of lost) {
          const { world, id, outputs } = await made(internal(adele, diego), {
            switches: { ...switches, sponsorsStaleReads },
          });
          world.emulator.faults.add(...faults);
          const changed = await world.update(id, outputs, internal(diego, megan));
          assert.deepEqual(changed, outputsNow(world, id, internal(diego, megan)));
          assert.deepEqual([members(world, id).internalSponsors, world.emulator.faults.list()], [[diego, megan], []]);
          assert.deepEqual(await world.compare(changed, internal(diego, megan)), unchanged);
        }
      }
    });
  }

  it("and never shows them is named, and the organization is not lost", async () => {
    const world = startWorld({ switches: { sponsorsStaleReads: 1000 } });
    const error = await partialOf(world.create(internal(adele)));
    assert.equal(
      error.message,
      "creating: Graph accepted the changed internalSponsors, but its list does not show them. Run refresh to see what it stores.",
    );
    assert.deepEqual(members(world, error.id).internalSponsors, [adele]);
  });
});
