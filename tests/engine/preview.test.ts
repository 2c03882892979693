/** `pulumi preview` with the real engine: mistakes are found before anything is sent, and what is not known yet passes. */
import assert from "node:assert/strict";
import { failed, type Stack, startStack, succeeded, tenantOfFabrikam, tenantOfWingtip, wingtip } from "./support";

const mistaken = {
  displayName: "Wingtip Toys",
  state: "active",
  stat: "configured",
  internalSponsors: ["adele@contoso.com", "x0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60"],
  identitySources: [
    { type: "domainIdentitySource", domainName: "wingtiptoys" },
    { type: "azureActiveDirectoryTenant", tenantId: "5e8a1c34" },
    { type: "domainIdentitySource", domainName: "northwind.example", tenantId: tenantOfWingtip },
    { type: "domainIdentitySource", domainName: "adatum.com" },
    { type: "domainIdentitySource", domainName: "ADATUM.com." },
    { type: "socialIdentitySource", socialIdentitySourceType: "facebok" },
    { type: "azureActiveDirectoryTenant", tenantId: tenantOfFabrikam, cloudInstance: "microsoftonline.us" },
    { type: "domainIdentitySourc", domainName: "a.example" },
  ],
};

/** Nothing of the second and third is known before the first is created. */
const chained = `
  const { ConnectedOrganization } = require("pulumi-connectedorgs");
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

describe("a preview under the real engine", function () {
  this.timeout(120_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack({ wingtip: mistaken }, {}, {}, {});
  });
  after(async () => stack?.end());

  it("fails with all mistakes at once, each with its path, its rule and a suggestion, and sends nothing", async () => {
    const output = await failed(stack.project.preview());
    const kinds =
      "domainIdentitySource, azureActiveDirectoryTenant, crossCloudAzureActiveDirectoryTenant, externalDomainFederation, socialIdentitySource";
    const expected = [
      'state must be configured or proposed, not "active".',
      "stat is not a property of a connected organization. Did you mean state?",
      'identitySources[0].domainName must be a domain name such as contoso.com, not "wingtiptoys".',
      'identitySources[1].tenantId must be a GUID such as 2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20, not "5e8a1c34".',
      "identitySources[2].tenantId is not a property of type domainIdentitySource. It belongs to type azureActiveDirectoryTenant.",
      'identitySources[4] repeats identitySources[3]: {"type":"domainIdentitySource","domainName":"adatum.com"}.',
      'identitySources[5].socialIdentitySourceType must be facebook, not "facebok". Did you mean facebook?',
      "identitySources[6].cloudInstance is not a property of type azureActiveDirectoryTenant. It belongs to type crossCloudAzureActiveDirectoryTenant.",
      `identitySources[7].type must be one of ${kinds}, not "domainIdentitySourc". Did you mean domainIdentitySource?`,
      'internalSponsors[0] must be the object id of a user or group, not "adele@contoso.com". A user principal name is not an object id.',
      'internalSponsors[1] must be the object id of a user or group, not "x0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60". Did you mean 0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60?',
    ];
    const problems = [...output.matchAll(/property (\S+) value \{.*\} has a problem: (.*)/g)];
    assert.deepEqual(new Set(problems.map(([, property, reason]) => `${property} ${reason}`)), new Set(expected));
    assert.deepEqual(stack.sent(), []);
  });

  it("refuses a list without a source", async () => {
    await stack.declare({ wingtip: { ...wingtip, identitySources: [] } });
    const output = await failed(stack.project.preview());
    assert.match(output, /must not be empty: at least one identity source must be provided\./);
    assert.deepEqual(stack.sent(), []);
  });

  it("needs no credential, also where nothing of an organization is known yet", async () => {
    await stack.project.writeProgram(chained);
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

describe("a preview with previewChecks under the real engine", function () {
  this.timeout(120_000);
  let stack: Stack;

  before(async () => {
    stack = await startStack({ wingtip }, {}, { "connectedorgs:previewChecks": "true" });
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
    const about = 'connected organization "Wingtip Toys": ';
    assert.ok(
      output.includes(`${about}the domain wingtiptoys.com belongs to the Entra tenant ${tenantOfWingtip}`),
      output,
    );
    assert.ok(output.includes(`${about}the organization "Found" (id ${id}, state proposed) already exists`), output);
    assert.deepEqual(stack.sent(), ["GET", "GET"]);
    stack.emulator.portal.delete(id);
  });

  it("says nothing of what is there already", async () => {
    await succeeded(stack.project.up());
    stack.sent();
    assert.doesNotMatch(await succeeded(stack.project.preview()), /: connected organization|warning/);
    assert.deepEqual(stack.sent(), []);
  });
});
