/** The name in the answer to a create: one with other spaces is ours, and another organization's is not. */
import assert from "node:assert/strict";
import { forbidLookUp, messageOf, partialOf } from "../../support/failures";
import { idsIn, outputsNow } from "../../support/organizations";
import { owned } from "../../support/sources";
import { startWorld, type WorldOptions } from "../../support/world";

describe("a create whose answer has", () => {
  it("the name without its double spaces keeps the id, and says to declare a name that the service keeps", async () => {
    const between: WorldOptions["between"] = (next) => async (input, init) =>
      await next(input, init?.body ? { ...init, body: String(init.body).replace("  ", " ") } : init);
    const world = startWorld({}, {}, { between });
    const { id, message } = await partialOf(world.create({ ...owned, displayName: "Wingtip  Toys" }));
    assert.equal(
      message,
      'creating: Graph accepted displayName "Wingtip  Toys", but does not show it. Run refresh to see what it stores, and declare a value that it keeps.',
    );
    assert.deepEqual(idsIn(world), [id]);
  });

  it("another name is not about the new organization, which is looked for", async () => {
    for (const displayName of ["Another", "Partner of another", "Part", ""]) {
      const world = startWorld();
      const body = { id: "ffffffff-0000-4000-8000-000000000000", displayName };
      world.emulator.faults.add({ method: "POST", path: /connectedOrganizations$/, fault: { kind: "merge", body } });
      const { id, outputs } = await world.create(owned);
      assert.deepEqual([idsIn(world), outputs], [[id], outputsNow(world, id, owned)]);
    }
  });

  it("a name that the service shortened is not sent again while no look-up can tell whose the domain is", async () => {
    const between: WorldOptions["between"] = (next) => async (input, init) =>
      await next(input, init?.body ? { ...init, body: String(init.body).replace("Toys", "T") } : init);
    const world = startWorld({ switches: { duplicate: "allowed" } }, {}, { between });
    forbidLookUp(world);
    const message = await messageOf(world.create({ ...owned, displayName: "Wingtip Toys" }));
    assert.match(message, /^Graph's answer to the create is about another organization\. It is not known whether/);
    assert.equal(idsIn(world).length, 1);
  });
});
