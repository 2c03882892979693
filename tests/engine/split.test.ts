/** An estate that is split into two stacks by Pulumi's own command: nothing is written to the tenant. */
import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { secretsProvider } from "../../harness/project/key-service";
import { forEachDoor, type Stack, startStack, succeeded } from "./support";

const organization = (name: string) => ({
  displayName: name,
  identitySources: [{ type: "domainIdentitySource", domainName: `${name}.example` }],
});
const estate = { adatum: organization("adatum"), contoso: organization("contoso"), fabrikam: organization("fabrikam") };

forEachDoor("an estate that is split under the real engine", function (door) {
  this.timeout(300_000);
  let stack: Stack;
  const run = (...args: string[]) => succeeded(stack.project.run(args));

  before(async () => {
    stack = await startStack(estate, { door: { ...door, language: "javascript" } });
    await succeeded(stack.project.up());
  });
  after(async () => stack?.end());

  it("is moved to another stack without a change in the tenant", async () => {
    const { project, writes } = stack;
    const { adatum, contoso, fabrikam } = estate;
    await copyFile(join(project.folder, "Pulumi.test.yaml"), join(project.folder, "Pulumi.second.yaml"));
    await run("stack", "init", "second", "--no-select", "--secrets-provider", secretsProvider);
    writes();
    const { urn = "" } = (await project.resource("contoso")) ?? {};
    await run("state", "move", "--source", "test", "--dest", "second", "--yes", urn);
    await project.writeProgram(`
        const { ConnectedOrganization } = require("${door.entry}");
        const { getStack } = require("@pulumi/pulumi");
        const stacks = ${JSON.stringify({ test: { adatum, fabrikam }, second: { contoso } })};
        for (const [name, args] of Object.entries(stacks[getStack()])) new ConnectedOrganization(name, args);`);
    for (const name of ["test", "second"]) {
      await succeeded(project.up(["--expect-no-changes", "--stack", name]));
      await succeeded(project.refresh(["--expect-no-changes", "--stack", name]));
    }
    assert.deepEqual(writes(), []);
  });

  it("is destroyed by part", async () => {
    await succeeded(stack.project.destroy(["--stack", "second"]));
    const left = stack.emulator.portal.list().map(({ displayName }) => displayName);
    assert.deepEqual(left.toSorted(), ["adatum", "fabrikam"]);
  });
});
