/** Sponsors against the emulator: which requests a list costs, and what is left in the service. */
import assert from "node:assert/strict";
import { defaultSeed } from "../../../emulator";
import type { Values } from "../../../provider/organization/recorded";
import { collection, made, outputsNow, staysAsDeclared, unchanged } from "../../support/organizations";
import { domain, organization, owned } from "../../support/sources";
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

const internal = (...internalSponsors: string[]) => sponsored({ internalSponsors });
const post = `POST ${collection.slice(1)}`;
const look = "GET internalSponsors";

describe("the sponsors of an organization", () => {
  it("are users and groups, added in one batch after the create, which ends with a read of both lists", async () => {
    const world = startWorld();
    const lists = { internalSponsors: [managers, adele], externalSponsors: [guests] };
    const { id, outputs } = await world.create(sponsored(lists));
    assert.deepEqual(outputs, outputsNow(world, id, sponsored(lists)));
    assert.deepEqual(members(world, id), lists);
    const added = [addition("internalSponsors", managers), addition("internalSponsors", adele)];
    assert.deepEqual(steps(world, id), [
      post,
      "GET",
      [...added, addition("externalSponsors", guests), look, "GET externalSponsors"],
    ]);
    assert.deepEqual(await world.compare(outputs, sponsored(lists)), unchanged);
  });

  it("that are omitted cost no request in create, read and update, and stay as they are in the portal", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.emulator.portal.addSponsor(id, "internal", adele);
    assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(owned) });
    await world.update(id, outputs, { ...owned, description: "New" });
    assert.deepEqual(steps(world, id), [post, "GET", "GET", "PATCH", "GET"]);
    assert.deepEqual(members(world, id), { internalSponsors: [adele], externalSponsors: [] });
  });

  it("of one list are not fetched when only the other one is managed", async () => {
    const declared = sponsored({ externalSponsors: [guests] });
    const { world, id, outputs } = await made(declared);
    world.emulator.portal.addSponsor(id, "internal", adele);
    assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(declared) });
    assert.deepEqual(steps(world, id), ["GET", "GET externalSponsors"]);
  });

  it("are none with an empty list, which a create does not ask for", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(internal());
    assert.deepEqual(outputs, outputsNow(world, id, internal()));
    assert.deepEqual(steps(world, id), [post, "GET"]);
  });

  const changes: [title: string, from: Values, byHand: string[], to: Values, batch: string[], now: string[]][] = [
    [
      "are added before others are removed",
      internal(adele, diego),
      [],
      internal(diego, megan, managers),
      [addition("internalSponsors", megan), addition("internalSponsors", managers), removal("internalSponsors", adele)],
      [diego, megan, managers],
    ],
    [
      "are all removed for an empty list",
      internal(adele, diego),
      [],
      internal(),
      [removal("internalSponsors", adele), removal("internalSponsors", diego)],
      [],
    ],
    [
      "that become managed are changed from what the service has, not from nothing",
      owned,
      [adele, diego],
      internal(diego),
      [removal("internalSponsors", adele)],
      [diego],
    ],
    [
      "that are no longer managed are one change in place, which sends no sponsor request",
      sponsored({ internalSponsors: [adele], externalSponsors: [] }),
      [],
      owned,
      [],
      [adele],
    ],
  ];
  for (const [title, from, byHand, to, batch, now] of changes) {
    it(title, async () => {
      const { world, id, outputs } = await made(from);
      for (const member of byHand) world.emulator.portal.addSponsor(id, "internal", member);
      assert.deepEqual(await world.compare(outputs, to), {});
      const changed = await world.update(id, outputs, to);
      assert.deepEqual(changed, outputsNow(world, id, to));
      assert.deepEqual(steps(world, id), batch.length > 0 ? [look, [...batch, look], "GET"] : ["GET"]);
      assert.deepEqual(members(world, id).internalSponsors, now);
      assert.deepEqual(await world.compare(changed, to), unchanged);
    });
  }

  it("are the same in any order and case, and read back in the declared order", async () => {
    const declared = internal(megan, adele, managers);
    const { world, id, outputs } = await made(declared);
    const respelled = internal(managers.toUpperCase(), adele, megan.toUpperCase(), adele);
    assert.deepEqual(await world.compare(outputs, respelled), unchanged);
    world.emulator.portal.patch(id, { internalSponsors: [adele.toUpperCase(), managers, megan.toUpperCase()] });
    assert.deepEqual((await world.read(id, outputs))?.inputs, checked(declared));
  });

  it("that somebody added or removed show as drift of their list, and an update repairs it", async () => {
    const declared = sponsored({ internalSponsors: [adele, diego], externalSponsors: [] });
    const { world, id, outputs } = await made(declared);
    const { portal } = world.emulator;
    portal.removeSponsor(id, "internal", adele);
    portal.addSponsor(id, "internal", megan);
    portal.addSponsor(id, "external", guests);
    const seen = await world.read(id, outputs);
    const drifted = { internalSponsors: [diego, megan], externalSponsors: [guests] };
    assert.deepEqual(seen?.inputs, { ...checked(declared), ...drifted });
    assert.deepEqual(await world.compare(seen.outputs, declared), {});
    const repaired = await world.update(id, seen.outputs, declared);
    assert.deepEqual(members(world, id), { internalSponsors: [diego, adele], externalSponsors: [] });
    assert.deepEqual(await staysAsDeclared(world, id, repaired, declared), repaired);
  });

  it("may be 200, over pages of seven with an empty one", async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`);
    const people = ids.map((id) => ({ id, type: "user" as const }));
    const seed = { directoryObjects: [...(defaultSeed.directoryObjects ?? []), ...people] };
    for (const emptyPage of ["first", "last"] as const) {
      const { world, id, outputs } = await made(internal(...ids), { seed, switches: { pageSize: 7, emptyPage } });
      assert.deepEqual(await staysAsDeclared(world, id, outputs, internal(...ids)), outputs);
      const fewer = [...ids.slice(1), adele];
      await world.update(id, outputs, internal(...fewer));
      assert.deepEqual(new Set(members(world, id).internalSponsors), new Set(fewer));
    }
  });

  it("of different organizations do not disturb each other when both change at once", async () => {
    const world = startWorld({ switches: { pageSize: 1, sponsorsStaleReads: 1, sponsorPresent: 409 } });
    const first = sponsored({ internalSponsors: [adele, managers], externalSponsors: [guests] });
    const second = { ...organization(domain("adatum.com")), internalSponsors: [diego, adele], externalSponsors: [] };
    const [one, two] = await Promise.all([world.create(first), world.create(second)]);
    assert.deepEqual([one.outputs, two.outputs], [outputsNow(world, one.id, first), outputsNow(world, two.id, second)]);
    const [third, fourth] = [internal(diego), { ...second, internalSponsors: [managers, megan] }];
    const changed = await Promise.all([
      world.update(one.id, one.outputs, third),
      world.update(two.id, two.outputs, fourth),
    ]);
    assert.deepEqual(changed, [outputsNow(world, one.id, third), outputsNow(world, two.id, fourth)]);
    assert.deepEqual(members(world, one.id), { internalSponsors: [diego], externalSponsors: [guests] });
    assert.deepEqual([...members(world, two.id).internalSponsors].sort(), [megan, managers]);
  });
});
