/** Organizations that entitlement management made by itself, under the real engine: named, adopted, destroyed. */
import assert from "node:assert/strict";
import {
  failed,
  forEachDoor,
  isSettled,
  type Stack,
  startStack,
  succeeded,
  tenantOfFabrikam,
  tenantOfWingtip,
  wingtip,
} from "./support";

const proposedId = "11111111-2222-4333-8444-555555555501";
const [tenantBased, domainBased] = ["11111111-2222-4333-8444-555555555502", "11111111-2222-4333-8444-555555555503"];
const tenantSource = (tenantId: string) => ({ "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId });
const domainSource = (domainName: string) => ({ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName });

forEachDoor("adoption under the real engine", function (door) {
  this.timeout(300_000);
  let stack: Stack;

  before(async () => {
    const identitySources = [tenantSource(tenantOfWingtip)];
    const organizations = [
      { id: proposedId, displayName: "wingtiptoys.com", state: "proposed" as const, identitySources },
    ];
    stack = await startStack({ wingtip }, { door, emulator: { seed: { organizations } } });
  });
  after(async () => stack?.end());

  it("is offered by the error about an organization that exists already, which stays as it is", async () => {
    const before = stack.emulator.portal.list();
    const output = await failed(stack.project.up());
    assert.match(
      output,
      new RegExp(
        `creating connected organization "Wingtip Toys": Organization "wingtiptoys.com" \\(id ${proposedId}, state proposed\\) already exists for domainIdentitySource wingtiptoys.com. If its resource was renamed or moved, name the former one in the option aliases. Otherwise set adoptExisting: true to take it over, use an import file, or delete it. \\(Graph: 400 ConnectedOrganizationAlreadyExists, request-id [-0-9a-f]+\\)`,
      ),
    );
    assert.deepEqual(stack.emulator.portal.list(), before);
    assert.equal(await stack.project.resource("wingtip"), undefined);
  });

  it("takes it over with its id and brings it to what is declared", async () => {
    await stack.declare({ wingtip: { ...wingtip, adoptExisting: true } });
    stack.sent();
    await succeeded(stack.project.up());
    assert.deepEqual(stack.writes(), ["PATCH"]);
    const live = stack.emulator.portal
      .list()
      .map(({ id, displayName, description, state }) => [id, displayName, description, state]);
    assert.deepEqual(live, [[proposedId, wingtip.displayName, wingtip.description, "configured"]]);
    assert.equal((await stack.project.resource("wingtip"))?.id, proposedId);
  });

  it("counts at create only: dropping adoptExisting is no difference", async () => {
    await stack.declare({ wingtip });
    await isSettled(stack);
  });

  it("of several candidates is refused with all their ids, and changes none", async () => {
    const { portal } = stack.emulator;
    portal.create({ id: tenantBased, displayName: "Fabrikam", identitySources: [tenantSource(tenantOfFabrikam)] });
    portal.create({
      id: domainBased,
      displayName: "fabrikam.com",
      state: "proposed",
      identitySources: [domainSource("fabrikam.com")],
    });
    const before = portal.list();
    const identitySources = [{ type: "domainIdentitySource", domainName: "fabrikam.com" }];
    await stack.declare({ wingtip, fabrikam: { displayName: "Partner", identitySources, adoptExisting: true } });
    const output = await failed(stack.project.up());
    assert.match(
      output,
      new RegExp(
        `Several organizations match the declared identity sources: "Fabrikam" \\(id ${tenantBased}, state configured\\), "fabrikam.com" \\(id ${domainBased}, state proposed\\)\\. Delete all but one of them, or declare a source that only one of them has\\.`,
      ),
    );
    assert.deepEqual(portal.list(), before);
    assert.equal(await stack.project.resource("fabrikam"), undefined);
  });

  it("takes the one that stays, and destroy deletes it like any other", async () => {
    stack.emulator.portal.delete(domainBased);
    await succeeded(stack.project.up());
    assert.equal((await stack.project.resource("fabrikam"))?.id, tenantBased);
    assert.equal(stack.emulator.portal.list().length, 2);
    await isSettled(stack);
  });

  it("of what may be another one is refused while nobody can say, and a destroy never deletes it", async () => {
    const { portal, faults } = stack.emulator;
    const proseware = "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9";
    const litware = "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2";
    const identitySources = [tenantSource(proseware), tenantSource(litware)];
    const { id } = portal.create({ displayName: "Partners", state: "proposed", identitySources });
    faults.add(
      { path: "findTenantInformation", times: "always", fault: { kind: "status", status: 403 } },
      { path: "openid-configuration", times: "always", fault: { kind: "reset" } },
    );
    const declared = [
      { type: "azureActiveDirectoryTenant", tenantId: proseware },
      { type: "domainIdentitySource", domainName: "litwareinc.com" },
    ];
    await stack.declare({ partners: { displayName: "Partners", identitySources: declared, adoptExisting: true } });
    const output = await failed(stack.project.up());
    assert.match(output, /creating connected organization "Partners": Could not determine whether the declared /);
    assert.equal(await stack.project.resource("partners"), undefined);
    faults.clear();
    await succeeded(stack.project.destroy());
    const left = portal.list().map((organization) => [organization.id, organization.state]);
    assert.deepEqual(left, [[id, "proposed"]]);
    portal.delete(id);
  });
});
