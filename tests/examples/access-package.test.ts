/**
 * The access-package example under Pulumi's mocks: its azuread resources need a plugin that is not part of this
 * repository, so what is shown is which values the program gives to which resource.
 */
import assert from "node:assert/strict";
import { runProcess } from "../../tools/run-process";
import { ROOT } from "../support/root";

describe("the access-package example", () => {
  it("gives the organization's bare id to the policy", async () => {
    const script = require.resolve("./access-package-mocks");
    const options = { cwd: ROOT, timeoutMs: 60_000 };
    const { stdout, output } = await runProcess(process.execPath, ["-r", "ts-node/register", script], options);
    const { id, registered } = JSON.parse(stdout || JSON.stringify({ output }));
    assert.equal(id, "id of wingtip");
    const policy = registered["azuread:index/accessPackageAssignmentPolicy:AccessPackageAssignmentPolicy wingtip"];
    assert.deepEqual(policy.requestorSettings, {
      scopeType: "SpecificConnectedOrganizationSubjects",
      requestors: [{ subjectType: "connectedOrganizationMembers", objectId: "id of wingtip" }],
    });
    assert.ok(registered["pulumi-nodejs:dynamic/connectedorgs:ConnectedOrganization wingtip"]);
  }).timeout(60_000);
});
