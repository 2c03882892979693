/** The setting `protectInUse`: whom access-package policies name is kept, or deleted with a warning. */
import assert from "node:assert/strict";
import type { AssignmentPolicyInput, Fault } from "../../../emulator";
import { messageOf, status } from "../../support/failures";
import { policy, startProtected, suppliers } from "../../support/in-use";
import { idsIn } from "../../support/organizations";
import { first as id, second as other } from "../../support/sources";
import type { World } from "../../support/world";

const list = "/v1.0/identityGovernance/entitlementManagement/assignmentPolicies";
const everybody = { ...policy("All"), allowedTargetScope: "allConfiguredConnectedOrganizationUsers" };
const used = `access-package policies: "Suppliers" of "Portal" (id ${suppliers.id})`;
const refused = `The organization is in use by ${used}. Remove it from these policies first, or set protectInUse to warn or off.`;

const looks = (world: World) => world.sent().filter((line) => line.includes("assignmentPolicies"));

describe("the delete of an organization that a policy names", () => {
  it("is refused with the policy's name, and sends no delete", async () => {
    const world = startProtected("refuse", [everybody, suppliers, policy("Others", other)]);
    assert.equal(await messageOf(world.remove(id)), refused);
    assert.deepEqual(idsIn(world), [id, other]);
    assert.ok(world.sent().every((line) => line.startsWith("GET ")));
  });

  it("is said with warn", async () => {
    const world = startProtected("warn", [suppliers]);
    await world.remove(id);
    assert.deepEqual(idsIn(world), [other]);
    assert.deepEqual(world.said, [`deleting it, although it is in use by ${used}`]);
  });

  it("is not looked for with off", async () => {
    const world = startProtected("off", [suppliers]);
    await world.remove(id);
    assert.deepEqual([looks(world), world.said, idsIn(world)], [[], [], [other]]);
  });

  it("goes through when the policy is gone a moment later", async () => {
    const world = startProtected("refuse", [suppliers]);
    const sleep = world.clock.sleep.bind(world.clock);
    world.clock.sleep = async (milliseconds, signal) => {
      world.emulator.portal.setPolicy({ ...suppliers, specificAllowedTargets: [] });
      await sleep(milliseconds, signal);
    };
    await world.remove(id);
    assert.deepEqual(idsIn(world), [other]);
  });

  it("is looked for anew, when an earlier delete of the run found the policy", async () => {
    const world = startProtected("refuse", [suppliers]);
    await world.remove(other);
    world.emulator.portal.deletePolicy(suppliers.id);
    await world.remove(id);
    assert.deepEqual(idsIn(world), []);
  });
});

describe("the delete of an organization that no policy names", () => {
  it("goes through with one list of policies for all", async () => {
    const world = startProtected("refuse", [everybody, policy("Gone", "11111111-2222-4333-8444-555555555503")]);
    await Promise.all([id, other].map((one) => world.remove(one)));
    assert.deepEqual(idsIn(world), []);
    assert.deepEqual(looks(world), [`GET ${list}?$expand=accessPackage`]);
  });

  it("that is gone needs no look", async () => {
    const world = startProtected("refuse", [suppliers]);
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
      const world = startProtected("refuse", []);
      world.emulator.faults.add({ path: "assignmentPolicies", times: "always", fault });
      const fact = `Could not determine whether access-package policies use the organization ${aside}.`;
      assert.equal(await messageOf(world.remove(id)), `${fact} ${remedy}, or set protectInUse to warn or off.`);
      assert.deepEqual(idsIn(world), [id, other]);
    });
  }

  it("warn says so and deletes", async () => {
    const world = startProtected("warn", [], { policiesPermission: "refused" });
    await world.remove(id);
    const [line, ...others] = world.said;
    const beginning =
      "deleting it, although the provider could not determine whether access-package policies use it (Graph: 403 ";
    assert.ok(line?.startsWith(beginning), line);
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
      assert.deepEqual(await startProtected(protectInUse, policies).replacementNotes(id), lines);
    });
  }

  it("goes on where the policies cannot be read", async () => {
    const world = startProtected("refuse", [suppliers], { policiesPermission: "refused" });
    const [line] = await world.replacementNotes(id);
    assert.match(line ?? "", /^could not determine whether access-package policies use it: Graph answered 403 /);
  });
});
