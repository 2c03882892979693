/** A state that holds the id of somebody else's organization, under the real engine: it is neither changed nor deleted. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StateResource } from "../../harness/project/stack-state";
import {
  failed,
  forEachDoor,
  type Stack,
  startStack,
  succeeded,
  tenantOfFabrikam,
  tenantOfWingtip,
  wingtip,
} from "./support";

const source = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: tenantOfFabrikam };
const named = new RegExp(`azureActiveDirectoryTenant ${tenantOfFabrikam}`);

forEachDoor("an id in the state that is another organization's, under the real engine", function (door) {
  this.timeout(180_000);
  let stack: Stack;
  let [ours, theirs]: [string, string] = ["", ""];

  before(async () => {
    stack = await startStack({ wingtip }, { door, settings: { timeoutSeconds: "20" } });
    await succeeded(stack.project.up());
    ours = stack.emulator.portal.list()[0]?.id ?? "";
    theirs = stack.emulator.portal.create({ displayName: "Fabrikam", identitySources: [source] }).id;
    await writeId(theirs);
  });
  after(async () => stack?.end());

  async function writeId(id: string): Promise<void> {
    const file = join(stack.project.folder, "stack.json");
    await succeeded(stack.project.run(["stack", "export", "--file", file]));
    const exported = JSON.parse(await readFile(file, "utf8")) as { deployment: { resources: StateResource[] } };
    const { resources } = exported.deployment;
    const edited = resources.map((each) => (each.urn.endsWith("::wingtip") ? { ...each, id } : each));
    const deployment = { ...exported.deployment, resources: edited };
    await writeFile(file, JSON.stringify({ ...exported, deployment }));
    await succeeded(stack.project.run(["stack", "import", "--file", file]));
  }
  const tenants = () =>
    Object.fromEntries(
      stack.emulator.portal
        .list()
        .map(({ id, identitySources }) => [id, identitySources.map((each) => each["tenantId"])]),
    );
  const both = () => ({ [ours]: [tenantOfWingtip], [theirs]: [tenantOfFabrikam] });
  const sentSources = () =>
    stack.emulator.requests.filter(
      ({ method, body }) => method === "PATCH" && "identitySources" in ((body ?? {}) as object),
    );

  it("fails each up with a message that names the other's sources, and leaves them alone", async () => {
    await stack.declare({ wingtip: { ...wingtip, description: "Changed" } });
    stack.sent();
    for (const _ of ["first", "second"]) {
      const output = await failed(stack.project.up());
      assert.match(output, new RegExp(`updating connected organization "Wingtip Toys" \\(${theirs}\\): `));
      assert.match(output, named);
    }
    assert.deepEqual([sentSources(), tenants()], [[], both()]);
  });

  it("is not deleted by destroy, which says whose it is", async () => {
    stack.sent();
    const output = await failed(stack.project.destroy());
    assert.match(output, new RegExp(`deleting connected organization "Wingtip Toys" \\(${theirs}\\): `));
    assert.match(output, named);
    assert.deepEqual(stack.writes(), []);
    assert.deepEqual([tenants(), (await stack.project.resource("wingtip"))?.id], [both(), theirs]);
  });

  it("may be put right by hand, and up goes on with our own", async () => {
    await writeId(ours);
    await succeeded(stack.project.up());
    assert.equal(stack.emulator.portal.get(ours)?.description, "Changed");
    await succeeded(stack.project.up(["--refresh", "--expect-no-changes"]));
    assert.deepEqual(tenants(), both());
    stack.emulator.portal.delete(theirs);
  });
});
