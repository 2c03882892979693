/** `pulumi preview` with the real engine: nothing is sent, and what is not known yet passes. */
import assert from "node:assert/strict";
import {
  type Door,
  failed,
  forEachDoor,
  needsPlugin,
  type Stack,
  startStack,
  succeeded,
  tenantOfFabrikam,
  tenantOfWingtip,
  wingtip,
} from "./support";

/** Nothing of the second and third is known before the first is created. */
const chained = ({ entry }: Door) => `
  const { ConnectedOrganization } = require("${entry}");
  const first = new ConnectedOrganization("first", ${JSON.stringify(wingtip)});
  const later = (value) => first.createdDateTime.apply(() => value);
  new ConnectedOrganization("second", {
    displayName: first.id.apply((id) => "after " + id),
    description: first.createdDateTime,
    state: later("proposed"),
    identitySources: [{ type: "azureActiveDirectoryTenant", tenantId: later("${tenantOfFabrikam}") }],
  });
  new ConnectedOrganization("third", {
    displayName: "Adatum",
    identitySources: later([{ type: "domainIdentitySource", domainName: "adatum.com" }]),
  });`;

forEachDoor("a preview under the real engine", (door) => {
  let stack: Stack;

  before(async () => {
    stack = await startStack({}, { door, secrets: {} });
  });
  after(async () => stack?.end());

  it("needs no credential, also where nothing of an organization is known yet", async () => {
    await stack.project.writeProgram(chained(door), "javascript");
    assert.match(await succeeded(stack.project.preview()), /\+ 4 to create/);
    assert.deepEqual(stack.sent(), []);
  });

  it("without a credential is followed by an up that says which one is missing", async () => {
    const output = await failed(stack.project.up());
    assert.match(output, /creating connected organization "Wingtip Toys": No credential is configured\. Set CONNECTED/);
    assert.deepEqual(stack.sent(), []);
  });

  it("of values that are not known yet is followed by an up that creates what they became", async () => {
    await stack.project.configure({}, { "connectedorgs:accessToken": "token-that-must-not-be-seen" });
    await succeeded(stack.project.up());
    const first = stack.emulator.portal.list().find(({ displayName }) => displayName === "Wingtip Toys");
    const second = stack.emulator.portal.list().find(({ state }) => state === "proposed");
    const third = stack.emulator.portal.list().find(({ displayName }) => displayName === "Adatum");
    assert.deepEqual(
      [second?.displayName, second?.description, second?.identitySources[0]?.["tenantId"]],
      [`after ${first?.id}`, first?.createdDateTime, tenantOfFabrikam],
    );
    assert.deepEqual(third?.identitySources[0]?.["domainName"], "adatum.com");
    await succeeded(stack.project.up(["--expect-no-changes"]));
  });

  it("of an existing stack sends nothing", async () => {
    stack.sent();
    await succeeded(stack.project.preview(["--expect-no-changes"]));
    assert.deepEqual(stack.sent(), []);
  });
});

forEachDoor("a preview with previewChecks under the real engine", (door) => {
  let stack: Stack;

  before(async () => {
    // The engine warns of a launcher that is not its own.
    stack = await startStack({ wingtip }, { door, ownProcess: true, settings: { previewChecks: "true" } });
  });
  after(async () => stack?.end());

  it("tells the tenant behind a domain and of the organization that is there, and only reads", async () => {
    const tenantSource = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: tenantOfWingtip };
    const { id } = stack.emulator.portal.create({
      displayName: "Found",
      state: "proposed",
      identitySources: [tenantSource],
    });
    const output = await succeeded(stack.project.preview());
    const notes = [
      `the domain wingtiptoys\\.com belongs to the Entra tenant ${tenantOfWingtip}.*`,
      `the organization "Found" \\(id ${id}, state proposed\\) already exists .*`,
    ];
    // A dynamic resource can tell the stack only.
    const [place, about] = needsPlugin(door)
      ? [`${door.shownType} \\(wingtip\\)`, ""]
      : ["pulumi:pulumi:Stack \\(.*\\)", 'connected organization "Wingtip Toys": '];
    assert.match(output, new RegExp(`^  ${place}:\n${notes.map((note) => `    ${about}${note}\n`).join("")}`, "m"));
    assert.deepEqual(stack.sent(), ["GET", "GET"]);
    stack.emulator.portal.delete(id);
  });

  it("says nothing of what is there already", async () => {
    await succeeded(stack.project.up());
    stack.sent();
    assert.doesNotMatch(await succeeded(stack.project.preview()), /belongs to|already exists|warning/);
    assert.deepEqual(stack.sent(), []);
  });
});
