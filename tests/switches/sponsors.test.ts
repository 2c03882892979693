/** The life of sponsors under every behaviour that Microsoft's documentation leaves open: each must end the same. */
import assert from "node:assert/strict";
import { type SeedInput, type Switches, switchTable } from "../../emulator";
import { outputsNow, unchanged } from "../support/organizations";
import { adele, diego, guests, managers, megan, members, sponsored, steps, withNewcomer } from "../support/sponsors";
import { checked, startWorld, type World } from "../support/world";

const newcomer = "7e1c2f93-5a4b-4d6e-8f70-91a2b3c4d5e6";

/** Without these a switch shows nothing. */
const companions: Partial<Switches> = { pageSize: 2 };
const counts = [1, 3];

const positions: [title: string, switches: Partial<Switches>][] = Object.entries(switchTable)
  .filter(([name]) => /sponsor|pageSize|emptyPage|hidden|stale|errorStyle|ruleCode/i.test(name))
  .flatMap(([name, row]) =>
    ("positions" in row ? row.positions : counts).map((position): [string, Partial<Switches>] => [
      `${name} ${position}`,
      { ...companions, [name]: position },
    ]),
  );

async function live(world: World): Promise<void> {
  const first = sponsored({ internalSponsors: [adele, managers, diego], externalSponsors: [guests] });
  const created = await world.create(first);
  const { id } = created;
  assert.deepEqual(created.outputs, outputsNow(world, id, first));
  const second = sponsored({ internalSponsors: [megan, managers], externalSponsors: [] });
  const changed = await world.update(id, created.outputs, second);
  assert.deepEqual(changed, outputsNow(world, id, second));
  assert.deepEqual(sorted(members(world, id).internalSponsors), sorted([megan, managers]));
  assert.deepEqual(members(world, id).externalSponsors, []);
  assert.deepEqual(await world.read(id, changed), { outputs: changed, inputs: checked(second) });

  // The state is behind: what it does not know is there already, and what it knows is gone.
  const { portal } = world.emulator;
  portal.addSponsor(id, "internal", adele);
  portal.removeSponsor(id, "internal", managers);
  const third = sponsored({ internalSponsors: [adele, megan], externalSponsors: [] });
  const healed = await world.update(id, changed, third);
  assert.deepEqual(healed, outputsNow(world, id, third));
  assert.deepEqual(sorted(members(world, id).internalSponsors), sorted([adele, megan]));
  assert.deepEqual(await world.compare(healed, third), unchanged);
  await world.remove(id);
  assert.deepEqual(portal.list(), []);
}

function sorted(ids: readonly string[]): string[] {
  return [...ids].sort();
}

describe("the life of sponsors", () => {
  for (const [title, switches] of positions) {
    it(`ends the same with ${title}`, async () => {
      await live(startWorld({ switches }));
    });
  }

  it("ends the same when the reference must name the host that the requests go to", async () => {
    await live(startWorld({ switches: { sponsorReferenceHost: "own", sponsorReferencePath: "typed" } }));
  });
});

describe("a sponsor of whom entitlement management does not know yet", () => {
  for (const type of ["user", "group"] as const) {
    const answers = switchTable.sponsorReferencePath.positions.flatMap((sponsorReferencePath) =>
      switchTable.sponsorUnknown.positions.map((sponsorUnknown) => ({ sponsorReferencePath, sponsorUnknown })),
    );
    for (const switches of answers) {
      it(`is waited for: a ${type}, ${JSON.stringify(switches)}`, async () => {
        const seed: SeedInput = withNewcomer(newcomer, type, 7);
        const world = startWorld({ seed, switches });
        const declared = sponsored({ internalSponsors: [adele, newcomer] });
        const { id, outputs } = await world.create(declared);
        assert.deepEqual(outputs, outputsNow(world, id, declared));
        assert.deepEqual(members(world, id).internalSponsors, [adele, newcomer]);
        const waited = world.clock.slept.reduce((sum, time) => sum + time, 0);
        assert.ok(waited > 0 && waited <= 30_000, `${waited} ms`);
      });
    }
  }
});

describe("a sponsor who is there already, or gone already", () => {
  const answers = [
    ...switchTable.sponsorPresent.positions.map((sponsorPresent) => ({ sponsorPresent })),
    ...switchTable.sponsorAbsent.positions.map((sponsorAbsent) => ({ sponsorAbsent })),
  ];
  for (const switches of answers) {
    it(`is a success with ${JSON.stringify(switches)}, also when the answer was lost`, async () => {
      for (const when of ["before", "after"] as const) {
        const world = startWorld({ switches });
        const { id, outputs } = await world.create(sponsored({ internalSponsors: [adele] }));
        const { faults } = world.emulator;
        faults.add({ method: "POST", path: "$ref", fault: { kind: "reset", when } });
        faults.add({ method: "DELETE", path: "$ref", fault: { kind: "status", status: 503, when } });
        const declared = sponsored({ internalSponsors: [diego] });
        assert.deepEqual(await world.update(id, outputs, declared), outputsNow(world, id, declared));
        assert.deepEqual(faults.list(), []);
        assert.deepEqual(members(world, id).internalSponsors, [diego]);
        steps(world, id);
      }
    });
  }
});
