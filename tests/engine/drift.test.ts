/** What happened behind Pulumi's back, and what Pulumi did not make, under the real engine: found, repaired, taken over. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shim, typeToken } from "../../sdk/shim";
import {
  forEachDoor,
  needsPlugin,
  type Stack,
  startStack,
  succeeded,
  tenantOfFabrikam,
  tenantOfWingtip,
  wingtip,
} from "./support";

const adatum = { displayName: "Adatum", identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }] };
const litware = "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2";
const stored = (tenantId: string) => [{ "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId }];

forEachDoor("drift under the real engine", function (door) {
  this.timeout(180_000);
  let stack: Stack;
  const find = (name: string) => stack.emulator.portal.list().find(({ displayName }) => displayName === name);

  before(async () => {
    stack = await startStack({ wingtip, adatum }, { door });
    await succeeded(stack.project.up());
  });
  after(async () => stack?.end());

  it("is shown per property by preview --refresh and repaired in place by up --refresh", async () => {
    const [before, other] = [find("Wingtip Toys"), find("Adatum")];
    stack.emulator.portal.patch(before?.id ?? "", {
      displayName: "Renamed by hand",
      identitySources: [...stored(tenantOfWingtip), ...stored(litware)],
    });
    stack.emulator.portal.patch(other?.id ?? "", { description: "typed by hand" });
    stack.sent();
    const preview = await succeeded(stack.project.preview(["--refresh", "--diff"]));
    assert.match(preview, /~ displayName\s*: "Renamed by hand" => "Wingtip Toys"/);
    assert.match(preview, /- description: "typed by hand"/);
    assert.match(preview, new RegExp(`- tenantId: "${litware}"`));
    assert.doesNotMatch(preview, /replace|[-+~] domainName/);
    assert.deepEqual(new Set(stack.sent()), new Set(["GET"]));

    await succeeded(stack.project.up(["--refresh"]));
    const after = find("Wingtip Toys");
    const sources = after?.identitySources.map(({ tenantId }) => tenantId);
    assert.deepEqual([after?.id, sources, find("Adatum")?.description ?? ""], [before?.id, [tenantOfWingtip], ""]);
  });

  it("to another tenant is shown as it is, and nothing else, and up puts the declared one back under the same id", async () => {
    const before = find("Wingtip Toys");
    stack.emulator.portal.patch(before?.id ?? "", { identitySources: stored(litware) });
    const output = await succeeded(stack.project.up(["--refresh", "--diff"]));
    assert.match(output, new RegExp(litware));
    assert.match(output, / ~ 1 updated/);
    assert.doesNotMatch(output, /replace/);
    const after = find("Wingtip Toys");
    assert.equal(stack.emulator.portal.list().length, 2);
    assert.equal(after?.id, before?.id);
    assert.deepEqual(after?.identitySources[0]?.["tenantId"], tenantOfWingtip);
  });

  it("of everything at once, deleted in the portal, does not stop destroy", async () => {
    for (const { id } of stack.emulator.portal.list()) stack.emulator.portal.delete(id);
    await succeeded(stack.project.destroy());
    assert.deepEqual((await stack.project.state()).resources, []);
  });

  it("is none after an import by file, of a tenant and of a domain that is stored as its tenant", async () => {
    const outside = [
      stack.emulator.portal.create({ displayName: "Fabrikam", identitySources: stored(tenantOfFabrikam) }),
      stack.emulator.portal.create({ ...plain(wingtip), identitySources: stored(tenantOfWingtip) }),
    ];
    const declared = {
      fabrikam: { displayName: "Fabrikam", identitySources: [source(tenantOfFabrikam)] },
      wingtip,
    };
    const resources = Object.values(declared).map((args, index) => {
      const { id, createdDateTime, modifiedDateTime } = outside[index] ?? {};
      const inputs = { description: "", state: "configured", ...args, __provider: shim };
      const resolvedIdentitySources = [source(index === 0 ? tenantOfFabrikam : tenantOfWingtip)];
      const outputs = { ...inputs, resolvedIdentitySources, createdDateTime, modifiedDateTime };
      const name = Object.keys(declared)[index];
      // The host of dynamic resources cannot import: the file holds all that it would read.
      return needsPlugin(door) ? { type: door.shownType, name, id } : { type: typeToken, name, id, inputs, outputs };
    });
    await writeFile(join(stack.project.folder, "import.json"), JSON.stringify({ resources }));
    await stack.declare(declared);
    stack.sent();
    const flags = ["--generate-code=false", "--protect=false", "--yes", "--skip-preview"];
    await succeeded(stack.project.run(["import", "--file", "import.json", ...flags]));
    await succeeded(stack.project.preview(["--expect-no-changes"]));
    assert.deepEqual(needsPlugin(door) ? stack.writes() : stack.sent(), []);
    await succeeded(stack.project.up(["--refresh", "--expect-no-changes"]));
    const ids = await Promise.all(Object.keys(declared).map(async (name) => (await stack.project.resource(name))?.id));
    assert.deepEqual(
      ids,
      outside.map(({ id }) => id),
    );
  });
});

function source(tenantId: string): { type: string; tenantId: string } {
  return { type: "azureActiveDirectoryTenant", tenantId };
}

function plain({ displayName, description }: typeof wingtip): { displayName: string; description: string } {
  return { displayName, description };
}
