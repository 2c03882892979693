/** What follows on an operation that did not end: it starts from what the service says. */
import assert from "node:assert/strict";
import { PartialFailure } from "../../../provider/errors";
import {
  at,
  domain,
  failureOf,
  messageOf,
  organization,
  outputsNow,
  owned,
  partialOf,
  unfinished,
} from "../../support/organizations";
import { addition, adele, diego, guests, members, removal, sponsored, steps, stranger } from "../../support/sponsors";
import { startWorld } from "../../support/world";

const before = sponsored({ internalSponsors: [adele], externalSponsors: [guests] });

describe("an update after one that did not end", () => {
  it("looks first, reads the managed lists even as they are declared, and writes nothing that is so already", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(before);
    steps(world, id);
    assert.deepEqual(await world.update(id, unfinished(outputs), before), outputs);
    assert.deepEqual(steps(world, id), ["GET", ["GET internalSponsors", "GET externalSponsors"]]);
  });

  it("leaves lists that are not managed alone", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.sent();
    assert.deepEqual(await world.update(id, unfinished(outputs), owned), outputs);
    assert.deepEqual(world.sent(), [`GET ${at(id)}`]);
  });

  it("is owed also when the answer to a change was lost and its repetition refused", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.emulator.faults.add(
      { method: "PATCH", fault: { kind: "reset", when: "after" } },
      { method: "PATCH", fault: { kind: "status", status: 403 } },
    );
    const failed = await partialOf(world.update(id, outputs, { ...owned, displayName: "Changed" }));
    assert.deepEqual(failed.outputs, unfinished(outputs, { displayName: true }));
    assert.equal(world.emulator.portal.get(id)?.displayName, "Changed");
    assert.deepEqual(await world.update(id, failed.outputs, owned), outputsNow(world, id, owned));
    assert.equal(world.emulator.portal.get(id)?.displayName, owned["displayName"]);
  });

  it("corrects what somebody changed meanwhile", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(before);
    const { portal } = world.emulator;
    portal.patch(id, { description: "By hand", state: "proposed" });
    portal.addSponsor(id, "internal", diego);
    portal.removeSponsor(id, "internal", adele);
    steps(world, id);
    assert.deepEqual(await world.update(id, unfinished(outputs), before), outputsNow(world, id, before));
    assert.deepEqual(steps(world, id), [
      "GET",
      "PATCH",
      "GET",
      ["GET internalSponsors", "GET externalSponsors"],
      [addition("internalSponsors", adele), removal("internalSponsors", diego), "GET internalSponsors"],
    ]);
    assert.deepEqual(members(world, id), { internalSponsors: [adele], externalSponsors: [guests] });
  });

  it("keeps what each domain is recorded as, without asking anybody", async () => {
    const world = startWorld();
    const several = organization(domain("wingtiptoys.com"), domain("adatum.com"), domain("litwareinc.com"));
    const { id, outputs } = await world.create(several);
    world.sent();
    assert.deepEqual(await world.update(id, unfinished(outputs), several), outputs);
    assert.deepEqual(world.sent(), [`GET ${at(id)}`]);
  });

  it("that fails again leaves the work unfinished", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(before);
    const fault = { kind: "status", status: 403 } as const;
    world.emulator.faults.add({ method: "DELETE", path: "$ref", times: 4, fault });
    const declared = sponsored({ internalSponsors: [diego], externalSponsors: [] });
    const first = await partialOf(world.update(id, outputs, declared));
    const second = await failureOf(world.update(id, first.outputs, declared));
    assert.ok(!(second instanceof PartialFailure), "it changed nothing");
    assert.deepEqual(await world.update(id, first.outputs, declared), outputsNow(world, id, declared));
  });
});

describe("a create that ended half-way", () => {
  it("can be finished by declaring nobody: those who were added go again", async () => {
    const world = startWorld();
    const error = await partialOf(world.create(sponsored({ internalSponsors: [adele, stranger] })));
    assert.deepEqual(members(world, error.id).internalSponsors, [adele]);
    const nobody = sponsored({ internalSponsors: [] });
    assert.deepEqual(await world.update(error.id, error.outputs, nobody), outputsNow(world, error.id, nobody));
    assert.deepEqual(members(world, error.id).internalSponsors, []);
  });
});

describe("an organization that was never read", () => {
  it("is waited for in the next update for two minutes at most, and left as it is in state", async () => {
    const world = startWorld({ switches: { createdHiddenReads: 1000 } });
    const { id, outputs } = await partialOf(world.create(owned));
    const startedAt = world.clock.now();
    const error = await failureOf(world.update(id, outputs, owned));
    assert.ok(!(error instanceof PartialFailure), "nothing was written");
    assert.equal(
      await messageOf(Promise.reject(error)),
      `The organization ${id} was created, but did not show in time: Graph answered 404 ResourceNotFound: The resource was not found. Run up again to finish it, or refresh if it was deleted since.`,
    );
    const waited = world.clock.now() - startedAt;
    assert.ok(waited > 60_000 && waited <= 120_000, `${waited}`);
  });
});
