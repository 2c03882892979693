/** `protectInUse` under the real engine, through both doors: what a policy names is kept, what none names goes. */
import assert from "node:assert/strict";
import { failed, forEachDoor, type Stack, startStack, succeeded, tenantOfFabrikam, wingtip } from "./support";

const adatum = {
  displayName: "Adatum",
  identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }],
};
const fabrikam = {
  ...wingtip,
  identitySources: [{ type: "azureActiveDirectoryTenant", tenantId: tenantOfFabrikam }],
};
const policyId = "b2eba9a1-b357-42ee-83a8-336522ed6cbf";
const used = `in use by access-package policies: "Suppliers" of "Portal" (id ${policyId})`;

forEachDoor("an organization that a policy names under the real engine", function (door) {
  this.timeout(240_000);
  let stack: Stack;
  let id: string;

  before(async () => {
    const settings = { protectInUse: "refuse", previewChecks: "true" };
    stack = await startStack({ wingtip, adatum }, { door: { ...door, language: "javascript" }, settings });
    await succeeded(stack.project.up());
    id = stack.emulator.portal.list().find(({ displayName }) => displayName === "Wingtip Toys")?.id ?? "";
    name(id);
    stack.writes();
  });
  after(async () => stack?.end());

  function name(...ids: string[]): void {
    const { portal } = stack.emulator;
    const accessPackageId = portal.setAccessPackage({ displayName: "Portal" }).id;
    const specificAllowedTargets = ids.map((connectedOrganizationId) => ({
      "@odata.type": "#microsoft.graph.connectedOrganizationMembers",
      connectedOrganizationId,
    }));
    const allowedTargetScope = "specificConnectedOrganizationUsers";
    portal.setPolicy({
      id: policyId,
      displayName: "Suppliers",
      accessPackageId,
      allowedTargetScope,
      specificAllowedTargets,
    });
  }
  const ids = () => stack.emulator.portal.list().map((organization) => organization.id);

  it("is not replaced: the preview names the policy, and up refuses and deletes nothing", async () => {
    await stack.declare({ wingtip: fabrikam, adatum });
    assert.ok(
      (await succeeded(stack.project.preview())).includes(`its replacement deletes what is ${used}; protectInUse`),
    );
    const output = await failed(stack.project.up());
    assert.ok(
      output.includes(`deleting connected organization "Wingtip Toys" (${id}): The organization is ${used}.`),
      output,
    );
    assert.deepEqual(stack.writes(), []);
  });

  it("is not destroyed, while the one that no policy names goes", async () => {
    const output = await failed(stack.project.destroy(["--continue-on-error"]));
    assert.ok(output.includes(`The organization is ${used}. Remove it from these policies first`), output);
    assert.deepEqual([stack.writes(), ids()], [["DELETE"], [id]]);
  });

  it("is replaced once the policy names the new one, which is created first if the program says so", async () => {
    const options = "{ deleteBeforeReplace: false }";
    await stack.project.writeProgram(
      `const { ConnectedOrganization } = require("${door.entry}");
        new ConnectedOrganization("wingtip", ${JSON.stringify(fabrikam)}, ${options});`,
    );
    assert.ok((await failed(stack.project.up())).includes(used));
    const [old, added = ""] = ids();
    assert.deepEqual([old, stack.writes()], [id, ["POST"]]);
    name(added);
    await succeeded(stack.project.up());
    assert.deepEqual([ids(), stack.writes()], [[added], ["DELETE"]]);
  });

  it("is deleted with a warning where the environment says so", async () => {
    stack.project.env["CONNECTEDORGS_PROTECT_IN_USE"] = "warn";
    const output = await succeeded(stack.project.destroy());
    assert.match(output, /warning: .*deleting it, although it is in use by access-package policies: "Suppliers"/);
    assert.deepEqual(ids(), []);
  });
});
