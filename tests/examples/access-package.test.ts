/**
 * The access-package example under Pulumi's mocks: its azuread resources need a plugin that is not part of this
 * repository, so what is shown is which values the program gives to which resource.
 */
import assert from "node:assert/strict";
import { runProcess } from "../../harness/run-process";
import { installedExample } from "./installed-example";

describe("the access-package example", () => {
  it("gives the organization's bare id to the policy", async () => {
    const script = require.resolve("./access-package-mocks");
    const folder = await installedExample("access-package");
    const args = ["-r", "ts-node/register/transpile-only", script, folder];
    const { stdout, output } = await runProcess(process.execPath, args, { cwd: folder, timeoutMs: 60_000 });
    const { id, registered } = JSON.parse(stdout || JSON.stringify({ output }));
    assert.equal(id, "id of wingtip");
    const policy = registered["azuread:index/accessPackageAssignmentPolicy:AccessPackageAssignmentPolicy wingtip"];
    assert.deepEqual(policy.requestorSettings, {
      scopeType: "SpecificConnectedOrganizationSubjects",
      requestors: [{ subjectType: "connectedOrganizationMembers", objectId: "id of wingtip" }],
    });
    assert.ok(registered["pulumi-nodejs:dynamic/connectedorgs:ConnectedOrganization wingtip"]);
  }).timeout(300_000);
});
