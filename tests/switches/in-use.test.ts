/** `protectInUse: refuse` with every answer about policies that Microsoft's documentation leaves open. */
import assert from "node:assert/strict";
import { type Switches, switchTable } from "../../emulator";
import { messageOf } from "../support/failures";
import { idsIn } from "../support/organizations";
import { domain, onWire } from "../support/sources";
import { startWorld } from "../support/world";

const used = "aaaaaaaa-2222-4333-8444-555555555501";
const unused = "aaaaaaaa-2222-4333-8444-555555555502";
const packageId = "56ff43fd-6b05-48df-9634-956a777fce6d";
const target = { "@odata.type": "#microsoft.graph.connectedOrganizationMembers", connectedOrganizationId: used };
const user = { "@odata.type": "#microsoft.graph.singleUser", userId: unused };
const policy = (displayName: string, ...specificAllowedTargets: (typeof target | typeof user)[]) => {
  const allowedTargetScope = "specificConnectedOrganizationUsers";
  return { displayName, accessPackageId: packageId, allowedTargetScope, specificAllowedTargets };
};

function start(switches: Partial<Switches>) {
  const organizations = [used, unused].map((id, index) => {
    return { id, displayName: id, identitySources: [onWire(domain(`partner-${index}.example`))] };
  });
  const accessPackages = [{ id: packageId, displayName: "Portal" }];
  const assignmentPolicies = [policy("Staff", user), policy("Suppliers", user, target)];
  return startWorld(
    { seed: { organizations, accessPackages, assignmentPolicies }, switches },
    { protectInUse: "refuse" },
  );
}

const about = /polic|package|target|deleteUsed|pageSize|emptyPage|errorStyle/i;
const positions = Object.entries(switchTable)
  .filter(([name]) => about.test(name) && name !== "policiesPermission")
  .flatMap(([name, row]) => ("positions" in row ? row.positions : [1]).map((position) => [name, position] as const));

describe("protectInUse", () => {
  for (const [name, position] of positions) {
    it(`keeps what a policy names, and nothing else, with ${name} ${position}`, async () => {
      const world = start({ [name]: position });
      assert.match(
        await messageOf(world.remove(used)),
        /^The organization is in use by access-package policies: "Suppliers"/,
      );
      await world.remove(unused);
      assert.deepEqual(idsIn(world), [used]);
    });
  }

  it("keeps everything while the policies must not be read", async () => {
    const world = start({ policiesPermission: "refused" });
    for (const id of [used, unused]) assert.match(await messageOf(world.remove(id)), /^Could not determine whether/);
    assert.deepEqual(idsIn(world), [used, unused]);
  });
});
