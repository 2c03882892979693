/** Sponsors against the emulator: which requests a list costs, and what is left in the service. */
import assert from "node:assert/strict";
import { defaultSeed } from "../../../emulator";
import { collection, domain, organization, outputsNow, owned, unchanged } from "../../support/organizations";
import {
  addition,
  adele,
  diego,
  guests,
  managers,
  megan,
  members,
  removal,
  sponsored,
  steps,
} from "../../support/sponsors";
import { checked, startWorld } from "../../support/world";

describe("the sponsors of an organization", () => {
  it("are users and groups, added in one batch after the create, which ends with a look at both lists", async () => {
    const world = startWorld();
    const declared = sponsored({ internalSponsors: [managers, adele], externalSponsors: [guests] });
    const { id, outputs } = await world.create(declared);
    assert.deepEqual(outputs, outputsNow(world, id, declared));
    assert.deepEqual(members(world, id), { internalSponsors: [managers, adele], externalSponsors: [guests] });
    assert.deepEqual(steps(world, id), [
      `POST ${collection.slice(1)}`,
      "GET",
      [
        addition("internalSponsors", managers),
        addition("internalSponsors", adele),
        addition("externalSponsors", guests),
        "GET internalSponsors",
        "GET externalSponsors",
      ],
    ]);
    assert.deepEqual(await world.compare(outputs, declared), unchanged);
  });

  it("that are omitted cost no request in create, read and update, and stay as they are in the portal", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.emulator.portal.addSponsor(id, "internal", adele);
    const seen = await world.read(id, outputs);
    assert.deepEqual(seen, { outputs, inputs: checked(owned) });
    await world.update(id, outputs, { ...owned, description: "New" });
    assert.deepEqual(steps(world, id), [`POST ${collection.slice(1)}`, "GET", "GET", "PATCH", "GET"]);
    assert.deepEqual(members(world, id), { internalSponsors: [adele], externalSponsors: [] });
  });

  it("of one list are not fetched when only the other one is managed", async () => {
    const world = startWorld();
    const declared = sponsored({ externalSponsors: [guests] });
    const { id, outputs } = await world.create(declared);
    world.emulator.portal.addSponsor(id, "internal", adele);
    steps(world, id);
    assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(declared) });
    assert.deepEqual(steps(world, id), ["GET", "GET externalSponsors"]);
  });

  it("are none with an empty list: a create asks for nothing, a change of mind removes all", async () => {
    const world = startWorld();
    const none = sponsored({ internalSponsors: [] });
    const { id, outputs } = await world.create(none);
    assert.deepEqual(outputs, outputsNow(world, id, none));
    assert.deepEqual(steps(world, id), [`POST ${collection.slice(1)}`, "GET"]);
    const some = sponsored({ internalSponsors: [adele, diego] });
    const added = await world.update(id, outputs, some);
    steps(world, id);
    assert.deepEqual(await world.update(id, added, none), outputsNow(world, id, none));
    assert.deepEqual(steps(world, id), [
      "GET internalSponsors",
      [removal("internalSponsors", adele), removal("internalSponsors", diego), "GET internalSponsors"],
      "GET",
    ]);
    assert.deepEqual(members(world, id).internalSponsors, []);
  });

  it("are added before others are removed", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(sponsored({ internalSponsors: [adele, diego] }));
    steps(world, id);
    const declared = sponsored({ internalSponsors: [diego, megan, managers] });
    assert.deepEqual(await world.compare(outputs, declared), {});
    assert.deepEqual(await world.update(id, outputs, declared), outputsNow(world, id, declared));
    assert.deepEqual(steps(world, id), [
      "GET internalSponsors",
      [
        addition("internalSponsors", megan),
        addition("internalSponsors", managers),
        removal("internalSponsors", adele),
        "GET internalSponsors",
      ],
      "GET",
    ]);
    assert.deepEqual(members(world, id).internalSponsors, [diego, megan, managers]);
  });

  it("are the same in any order and case, and read back in the declared order", async () => {
    const world = startWorld();
    const declared = sponsored({ internalSponsors: [megan, adele, managers] });
    const { id, outputs } = await world.create(declared);
    const respelled = sponsored({ internalSponsors: [managers.toUpperCase(), adele, megan.toUpperCase(), adele] });
    assert.deepEqual(await world.compare(outputs, respelled), unchanged);
    world.emulator.portal.patch(id, { internalSponsors: [adele.toUpperCase(), managers, megan.toUpperCase()] });
    assert.deepEqual((await world.read(id, outputs))?.inputs, checked(declared));
  });

  it("that somebody added or removed show as drift of their list, and an update repairs it", async () => {
    const world = startWorld();
    const declared = sponsored({ internalSponsors: [adele, diego], externalSponsors: [] });
    const { id, outputs } = await world.create(declared);
    const { portal } = world.emulator;
    portal.removeSponsor(id, "internal", adele);
    portal.addSponsor(id, "internal", megan);
    portal.addSponsor(id, "external", guests);
    const seen = await world.read(id, outputs);
    assert.deepEqual(seen?.inputs, {
      ...checked(declared),
      internalSponsors: [diego, megan],
      externalSponsors: [guests],
    });
    assert.deepEqual(await world.compare(seen.outputs, declared), {});
    const repaired = await world.update(id, seen.outputs, declared);
    assert.deepEqual(repaired, outputsNow(world, id, declared));
    assert.deepEqual(members(world, id), { internalSponsors: [diego, adele], externalSponsors: [] });
    assert.deepEqual(await world.read(id, repaired), { outputs: repaired, inputs: checked(declared) });
  });

  it("that are no longer managed are one change in place, which sends no sponsor request", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(sponsored({ internalSponsors: [adele], externalSponsors: [] }));
    steps(world, id);
    assert.deepEqual(await world.compare(outputs, owned), {});
    const left = await world.update(id, outputs, owned);
    assert.deepEqual(left, outputsNow(world, id, owned));
    assert.deepEqual(steps(world, id), ["GET"]);
    assert.deepEqual(members(world, id).internalSponsors, [adele]);
    assert.deepEqual(await world.compare(left, owned), unchanged);
  });

  it("that become managed are taken from what the service has, not from nothing", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.emulator.portal.addSponsor(id, "internal", adele);
    world.emulator.portal.addSponsor(id, "internal", diego);
    steps(world, id);
    const declared = sponsored({ internalSponsors: [diego] });
    assert.deepEqual(await world.compare(outputs, declared), {});
    assert.deepEqual(await world.update(id, outputs, declared), outputsNow(world, id, declared));
    assert.deepEqual(steps(world, id), [
      "GET internalSponsors",
      [removal("internalSponsors", adele), "GET internalSponsors"],
      "GET",
    ]);
  });

  it("may be 200, over pages of seven with an empty one", async () => {
    const people = Array.from({ length: 200 }, (_, index) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
      type: "user" as const,
    }));
    for (const emptyPage of ["first", "last"] as const) {
      const directoryObjects = [...(defaultSeed.directoryObjects ?? []), ...people];
      const world = startWorld({ seed: { directoryObjects }, switches: { pageSize: 7, emptyPage } });
      const declared = sponsored({ internalSponsors: people.map((person) => person.id) });
      const { id, outputs } = await world.create(declared);
      assert.deepEqual(outputs, outputsNow(world, id, declared));
      assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(declared) });
      const fewer = sponsored({
        internalSponsors: [...(declared["internalSponsors"] as string[])].slice(1).concat(adele),
      });
      await world.update(id, outputs, fewer);
      assert.deepEqual(new Set(members(world, id).internalSponsors), new Set(fewer["internalSponsors"] as string[]));
    }
  });

  it("of different organizations do not disturb each other when both change at once", async () => {
    const world = startWorld({ switches: { pageSize: 1, sponsorsStaleReads: 1, sponsorPresent: 409 } });
    const first = sponsored({ internalSponsors: [adele, managers], externalSponsors: [guests] });
    const second = { ...organization(domain("adatum.com")), internalSponsors: [diego, adele], externalSponsors: [] };
    const [one, two] = await Promise.all([world.create(first), world.create(second)]);
    assert.deepEqual([one.outputs, two.outputs], [outputsNow(world, one.id, first), outputsNow(world, two.id, second)]);
    const swapped = [
      sponsored({ internalSponsors: [diego] }),
      { ...second, internalSponsors: [managers, megan] },
    ] as const;
    const changed = await Promise.all([
      world.update(one.id, one.outputs, swapped[0]),
      world.update(two.id, two.outputs, swapped[1]),
    ]);
    assert.deepEqual(changed, [outputsNow(world, one.id, swapped[0]), outputsNow(world, two.id, swapped[1])]);
    assert.deepEqual(members(world, one.id), { internalSponsors: [diego], externalSponsors: [guests] });
    assert.deepEqual([...members(world, two.id).internalSponsors].sort(), [megan, managers]);
  });
});
