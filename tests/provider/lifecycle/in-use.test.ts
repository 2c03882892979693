/** The setting `protectInUse`: whom access-package policies name is kept, or deleted with a warning. */
import assert from "node:assert/strict";
import type { AssignmentPolicyInput, EmulatorOptions, Fault } from "../../../emulator";
import { waits } from "../../../provider/waits";
import { messageOf, status } from "../../support/failures";
import { idsIn } from "../../support/organizations";
import { domain, onWire } from "../../support/sources";
import { startWorld, type World } from "../../support/world";

const id = "11111111-2222-4333-8444-555555555501";
const other = "11111111-2222-4333-8444-555555555502";
const packageId = "56ff43fd-6b05-48df-9634-956a777fce6d";
const list = "/v1.0/identityGovernance/entitlementManagement/assignmentPolicies";
const target = (connectedOrganizationId: string) => ({
  "@odata.type": "#microsoft.graph.connectedOrganizationMembers",
  connectedOrganizationId,
});
const policy = (name: string, ...organizations: string[]): AssignmentPolicyInput & { id: string } => ({
  id: `b2eba9a1-b357-42ee-83a8-00000000000${name.length}`,
  displayName: name,
  allowedTargetScope: "specificConnectedOrganizationUsers",
  specificAllowedTargets: organizations.map(target),
  accessPackageId: packageId,
});
const suppliers = policy("Suppliers", id);
const everybody = { ...policy("All"), allowedTargetScope: "allConfiguredConnectedOrganizationUsers" };
const used = `access-package policies: "Suppliers" of "Portal" (id ${suppliers.id})`;
const refused = `The organization is in use by ${used}. Remove it from these policies first, or set protectInUse to warn or off.`;

function start(
  protectInUse: string,
  assignmentPolicies: AssignmentPolicyInput[],
  switches: EmulatorOptions["switches"] = {},
) {
  const organizations = [id, other].map((one, index) => ({
    id: one,
    displayName: one,
    identitySources: [onWire(domain(`partner-${index}.example`))],
  }));
  const accessPackages = [{ id: packageId, displayName: "Portal" }];
  const seed = { organizations, accessPackages, assignmentPolicies };
  return startWorld({ seed, switches }, { protectInUse });
}

const looks = (world: World) => world.sent().filter((line) => line.includes("assignmentPolicies"));

describe("the delete of an organization that a policy names", () => {
  it("is refused with the policy's name, and sends no delete", async () => {
    const world = start("refuse", [everybody, suppliers, policy("Others", other)]);
    assert.equal(await messageOf(world.remove(id)), refused);
    assert.deepEqual(idsIn(world), [id, other]);
    assert.ok(world.sent().every((line) => line.startsWith("GET ")));
  });

  it("is said with warn", async () => {
    const world = start("warn", [suppliers]);
    await world.remove(id);
    assert.deepEqual(idsIn(world), [other]);
    assert.deepEqual(world.said, [`deleting it, although it is in use by ${used}`]);
  });

  it("is not looked for with off", async () => {
    const world = start("off", [suppliers]);
    await world.remove(id);
    assert.deepEqual([looks(world), world.said, idsIn(world)], [[], [], [other]]);
  });

  it("goes through when the policy is gone a moment later", async () => {
    const world = start("refuse", [suppliers]);
    const sleep = world.clock.sleep.bind(world.clock);
    world.clock.sleep = async (milliseconds, signal) => {
      world.emulator.portal.setPolicy({ ...suppliers, specificAllowedTargets: [] });
      await sleep(milliseconds, signal);
    };
    await world.remove(id);
    assert.deepEqual(idsIn(world), [other]);
  });

  it("is looked for anew, when an earlier delete of the run found the policy", async () => {
    const world = start("refuse", [suppliers]);
    await world.remove(other);
    world.emulator.portal.deletePolicy(suppliers.id);
    await world.remove(id);
    assert.deepEqual(idsIn(world), []);
  });
});

describe("the delete of an organization that no policy names", () => {
  it("goes through with one list of policies for all", async () => {
    const world = start("refuse", [everybody, policy("Gone", "11111111-2222-4333-8444-555555555503")]);
    await Promise.all([id, other].map((one) => world.remove(one)));
    assert.deepEqual(idsIn(world), []);
    assert.deepEqual(looks(world), [`GET ${list}?$expand=accessPackage`]);
  });

  it("is looked for again after a while", async () => {
    const world = start("refuse", []);
    await world.remove(other);
    await world.clock.sleep(waits.policiesAge + 1);
    world.emulator.portal.setPolicy(suppliers);
    assert.equal(await messageOf(world.remove(id)), refused);
  });

  it("that is gone needs no look", async () => {
    const world = start("refuse", [suppliers]);
    world.emulator.portal.delete(id);
    await world.remove(id);
    assert.deepEqual(looks(world), []);
  });
});

describe("where the policies cannot be read", () => {
  const grant = "Grant EntitlementManagement.Read.All (application, with admin consent) to the given access token";
  const failures: [what: string, fault: Fault, aside: string, remedy: string][] = [
    ["403", status(403), "(Graph: 403 UnAuthorized)", grant],
    ["a gateway's page", { kind: "html" }, "(Graph answered 200 with a body that is not JSON)", "Run again"],
    ["no connection", { kind: "reset" }, "(Graph could not be reached: ECONNRESET)", "Run again"],
  ];
  for (const [what, fault, aside, remedy] of failures) {
    it(`refuse keeps the organization: ${what}`, async () => {
      const world = start("refuse", []);
      world.emulator.faults.add({ path: "assignmentPolicies", times: "always", fault });
      const fact = `Could not determine whether access-package policies use the organization ${aside}.`;
      assert.equal(await messageOf(world.remove(id)), `${fact} ${remedy}, or set protectInUse to warn or off.`);
      assert.deepEqual(idsIn(world), [id, other]);
    });
  }

  it("warn says so and deletes", async () => {
    const world = start("warn", [], { policiesPermission: "refused" });
    await world.remove(id);
    const [line, ...others] = world.said;
    const start_ =
      "deleting it, although the provider could not determine whether access-package policies use it (Graph: 403 ";
    assert.ok(line?.startsWith(start_), line);
    assert.deepEqual([others, idsIn(world)], [[], [other]]);
  });
});

describe("the preview of a replacement", () => {
  const rows: [protectInUse: string, policies: AssignmentPolicyInput[], lines: string[]][] = [
    ["warn", [suppliers], [`its replacement deletes what is in use by ${used}`]],
    [
      "refuse",
      [suppliers],
      [`its replacement deletes what is in use by ${used}; protectInUse refuses that while they name it`],
    ],
    ["refuse", [everybody], []],
    ["off", [suppliers], []],
  ];
  for (const [protectInUse, policies, lines] of rows) {
    it(`says with ${protectInUse} ${lines.length === 0 ? "nothing" : "which policies name the organization"}`, async () => {
      assert.deepEqual(await start(protectInUse, policies).replacementNotes(id), lines);
    });
  }

  it("goes on where the policies cannot be read", async () => {
    const world = start("refuse", [suppliers], { policiesPermission: "refused" });
    const [line] = await world.replacementNotes(id);
    assert.match(line ?? "", /^could not determine whether access-package policies use it: Graph answered 403 /);
  });
});
