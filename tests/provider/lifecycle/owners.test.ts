/** Which resource of a process an organization belongs to, whatever order the engine's calls come in. */
import assert from "node:assert/strict";
import { Owners } from "../../../provider/lifecycle/owners";
import type { Source } from "../../../provider/organization/identity-source";
import { declaredOf, type Values } from "../../../provider/organization/recorded";
import { plainMessageOf, status } from "../../support/failures";
import { domain, fabrikam, organization, tenant, wingtip } from "../../support/sources";
import { checked, startWorld } from "../../support/world";

const id = "11111111-2222-4333-8444-5555555555aa";
const sameId = id.toUpperCase();

const wingtipDomain = domain("wingtiptoys.com");
const wingtipDeclared = declaration("Wingtip", {}, wingtipDomain);
const wingtipState = stateOf("Wingtip", [wingtipDomain], tenant(wingtip));

function inputsOf(displayName: string, more: object, ...sources: Source[]): Values {
  return checked({ ...organization(...sources), displayName, ...more });
}

function declaration(displayName: string, more: object, ...sources: Source[]) {
  return declaredOf(inputsOf(displayName, more, ...sources));
}

function stateOf(displayName: string, sources: Source[], ...stored: Source[]): Values {
  return { ...inputsOf(displayName, {}, ...sources), resolvedIdentitySources: stored };
}

const taken = (loser: string, owner: string, named = id) => ({
  name: "UserError",
  fact: `The organization ${named} cannot belong to the resource "${loser}": it belongs to the resource "${owner}".`,
  remedy:
    "Declare all identity sources of one organization in one resource, and remove the other resource; if that is in the state already, remove it with pulumi state delete.",
});

/** The engine has checked and compared a resource that keeps its organization. */
function kept(outputs = wingtipState, declared = wingtipDeclared): Owners {
  const owners = new Owners();
  owners.declare(declared);
  owners.compare(id, outputs, declared, false);
  return owners;
}

describe("an organization that a resource keeps", () => {
  it("belongs to it, in whatever case its id is written", () => {
    const owners = kept();
    assert.deepEqual([owners.isOwned(sameId), owners.isLeaving(id), owners.isDeleted(id)], [true, false, false]);
  });

  it("is not kept from that resource's own update, nor from its delete where the engine replaces it", () => {
    const owners = kept();
    owners.refuseShared(sameId, { ...wingtipState });
    owners.declare(wingtipDeclared);
    assert.equal(owners.keeps(sameId, { ...wingtipState }), false);
  });

  it("stays when another resource whose state is equal is deleted, as after a rename that ended half-way", () => {
    assert.equal(kept().keeps(sameId, { ...wingtipState }), true);
  });

  it("cannot be taken by a second resource, which is told of the first", () => {
    const second = declaration("Second", { adoptExisting: true }, domain("wingtiptoys.onmicrosoft.com"));
    assert.throws(() => kept().take(id, second, false), taken("Second", "Wingtip"));
  });

  it("stays when another resource that had it is deleted", () => {
    assert.equal(kept().keeps(id, stateOf("Former", [tenant(wingtip)], tenant(wingtip))), true);
  });

  it("is followed through an update of the resource", () => {
    const owners = kept();
    const after = { ...wingtipState, description: "Changed" };
    owners.updated(sameId, wingtipState, after);
    assert.deepEqual([owners.keeps(id, after), owners.keeps(id, wingtipState)], [false, true]);
    owners.refuseShared(id, after);
  });
});

describe("an organization that the state gives to two resources", () => {
  it("is refused to both, each told of the other", () => {
    const owners = kept();
    const second = declaration("Second", {}, domain("wingtiptoys.onmicrosoft.com"));
    const secondState = stateOf("Second", [domain("wingtiptoys.onmicrosoft.com")], tenant(wingtip));
    owners.declare(second);
    owners.compare(sameId, secondState, second, false);
    assert.throws(() => owners.refuseShared(id, secondState), taken("Second", "Wingtip"));
    assert.throws(() => owners.refuseShared(id, wingtipState), taken("Wingtip", "Second"));
  });
});

describe("an organization that a create of this process took over", () => {
  it("is refused to the resource that has it and is compared only later", () => {
    const owners = new Owners();
    const second = declaration("Second", { adoptExisting: true }, domain("wingtiptoys.onmicrosoft.com"));
    owners.declare(second);
    owners.take(id, second, false);
    owners.declare(wingtipDeclared);
    assert.throws(() => owners.compare(id, wingtipState, wingtipDeclared, false), taken("Wingtip", "Second"));
  });
});

describe("an organization that a create of this process got", () => {
  for (const isNew of [true, false]) {
    it(`by ${isNew ? "making" : "adopting"} it belongs to the resource, and to no second one`, () => {
      const owners = new Owners();
      owners.declare(wingtipDeclared);
      owners.take(id, wingtipDeclared, isNew);
      assert.equal(owners.isOwned(sameId), true);
      const second = declaration("Second", {}, tenant(wingtip));
      assert.throws(() => owners.take(sameId, second, isNew), taken("Second", "Wingtip", sameId));
    });

    it(`by ${isNew ? "making" : "adopting"} it is ${isNew ? "" : "not "}deleted for a resource that is deleted after that`, () => {
      const owners = new Owners();
      owners.declare(wingtipDeclared);
      owners.take(id, wingtipDeclared, isNew);
      assert.equal(owners.keeps(sameId, wingtipState), !isNew);
    });
  }
});

describe("the delete of an organization that a declaration still waits to adopt", () => {
  const rows: [title: string, declared: ReturnType<typeof declaration>, isKept: boolean][] = [
    ["by its domain", declaration("Renamed", { adoptExisting: true }, wingtipDomain), true],
    ["by the tenant that it stores", declaration("Renamed", { adoptExisting: true }, tenant(wingtip)), true],
    ["only to create", declaration("Renamed", {}, wingtipDomain), false],
    ["by another tenant", declaration("Renamed", { adoptExisting: true }, tenant(fabrikam)), false],
  ];
  for (const [title, declared, isKept] of rows) {
    it(`${title} is ${isKept ? "left out" : "carried out"}`, () => {
      const owners = new Owners();
      owners.declare(declared);
      assert.equal(owners.keeps(id, wingtipState), isKept);
    });
  }

  it("fails once the create of that resource failed: the organization would be in no state", async () => {
    const owners = new Owners();
    const declared = inputsOf("Renamed", { adoptExisting: true }, wingtipDomain);
    const source = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: wingtip };
    const world = startWorld({}, {}, { owners });
    const { id: former } = world.emulator.portal.create({ displayName: "Wingtip", identitySources: [source] });
    for (const path of [/connectedOrganizations\?/i, `*/connectedorganizations/${former}`]) {
      owners.declare(declaredOf(declared));
      world.emulator.faults.add({ method: "GET", path, fault: status(403) });
      await plainMessageOf(world.create(declared));
      assert.equal(
        await plainMessageOf(world.remove(former, wingtipState)),
        `The organization ${former} was not deleted: the resource "Renamed" is to take it over, and could not. Correct what failed there, and run up again.`,
      );
    }
    assert.ok(world.emulator.portal.get(former));
  });

  it("makes the create of that resource an update of it", () => {
    const declared = declaration("Wingtip", { adoptExisting: true }, wingtipDomain);
    const owners = kept(wingtipState, declared);
    owners.declare(declared);
    assert.equal(owners.keeps(sameId, wingtipState), true);
    assert.deepEqual(owners.takeSpared(declared), { id: sameId, outputs: wingtipState });
    assert.equal(owners.takeSpared(declared), undefined);
    assert.equal(owners.takeSpared(declaration("Other", { adoptExisting: true }, wingtipDomain)), undefined);
    owners.refuseShared(id, wingtipState);
  });

  it("is carried out once the declaration got another organization", () => {
    const owners = new Owners();
    const renamed = declaration("Renamed", { adoptExisting: true }, wingtipDomain);
    owners.declare(renamed);
    owners.take("11111111-2222-4333-8444-5555555555bb", renamed, true);
    assert.equal(owners.keeps(id, wingtipState), false);
  });

  it("is waited with while the program declares something else for its resource", () => {
    const owners = new Owners();
    const declared = declaration("Wingtip", {}, tenant(fabrikam));
    owners.declare(declared);
    owners.compare(id, wingtipState, declared, true);
    assert.deepEqual([owners.isLeaving(sameId), owners.isDeleting, owners.isOwned(id)], [true, true, false]);
    assert.equal(owners.keeps(id, wingtipState), false);
  });
});

describe("a create that is refused because of a moved row's organization", () => {
  it("waits for what the program says of that, and then for its delete", async () => {
    const owners = new Owners(() => 0);
    const world = startWorld({}, {}, { owners });
    const source = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: wingtip };
    const { id: former } = world.emulator.portal.create({ displayName: "Wingtip", identitySources: [source] });
    const moved = declaration("Fabrikam", {}, tenant(fabrikam));
    world.clock.sleep = async () => {
      owners.declare(moved);
      owners.compare(former, wingtipState, moved, true);
      if (world.emulator.portal.get(former)) world.emulator.portal.delete(former);
    };
    owners.declare(wingtipDeclared);
    const { id: now } = await world.create(inputsOf("Wingtip", {}, wingtipDomain));
    assert.notEqual(now, former);
    assert.deepEqual(
      world.emulator.portal.list().map((live) => live.id),
      [now],
    );
  });
});

describe("a comparison without a check before it, which is a refresh's", () => {
  for (const isReplaced of [false, true]) {
    it(`claims nothing${isReplaced ? " when it replaces" : ""}`, () => {
      const owners = new Owners();
      owners.compare(id, wingtipState, wingtipDeclared, isReplaced);
      assert.deepEqual([owners.isOwned(id), owners.isLeaving(id)], [false, false]);
      owners.refuseShared(id, stateOf("Second", [tenant(wingtip)], tenant(wingtip)));
      owners.take(id, declaration("Second", {}, tenant(wingtip)), false);
    });
  }
});

describe("an organization that is being deleted", () => {
  it("belongs to nobody from the request on, and stays deleted", async () => {
    const owners = kept();
    let during: boolean[] = [];
    await owners.deleting(sameId, async () => {
      during = [owners.isDeleted(id), owners.isOwned(id), owners.isDeleting];
    });
    assert.deepEqual(during, [true, false, true]);
    assert.deepEqual([owners.isDeleted(id), owners.isOwned(id), owners.isDeleting], [true, false, true]);
  });

  it("can be adopted again when the delete failed", async () => {
    const owners = kept();
    const failure = new Error("refused");
    await assert.rejects(
      owners.deleting(sameId, () => Promise.reject(failure)),
      failure,
    );
    assert.deepEqual([owners.isDeleted(id), owners.isDeleting], [false, false]);
    owners.take(id, wingtipDeclared, false);
    assert.equal(owners.isOwned(id), true);
  });
});
