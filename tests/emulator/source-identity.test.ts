import assert from "node:assert/strict";
import type { Switches } from "../../emulator";
import { createClient, domain, ids, item, type Json, organizations, tenant, withSwitches } from "./client";

const wingtip = tenant(ids.wingtip, "Wingtip Toys");
const government = {
  "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
  tenantId: ids.government,
  displayName: "Proseware Government",
  cloudInstance: "microsoftonline.us",
};
const stored = [wingtip, government, domain("adatum.com")];

const backEnd = "#Microsoft.IGAELM.EC.FrontEnd.ExternalModel";
const tomorrow = "#microsoft.graph.multitenantOrganizationTenant";

function without(name: string, source: Json): Json {
  return Object.fromEntries(Object.entries(source).filter(([property]) => property !== name));
}

const written: [sourceIdentity: Switches["sourceIdentity"], sources: Json[]][] = [
  ["plain", stored],
  [
    "backendNamespace",
    [
      { ...wingtip, "@odata.type": `${backEnd}.azureActiveDirectoryTenant` },
      { ...government, "@odata.type": `${backEnd}.crossCloudAzureActiveDirectoryTenant` },
      { ...domain("adatum.com"), "@odata.type": `${backEnd}.domainIdentitySource` },
    ],
  ],
  ["untyped", stored.map((source) => without("@odata.type", source))],
  ["noTenantId", [without("tenantId", wingtip), without("tenantId", government), domain("adatum.com")]],
  [
    "tomorrow",
    [{ ...wingtip, "@odata.type": tomorrow }, { ...government, "@odata.type": tomorrow }, domain("adatum.com")],
  ],
];

describe("emulator: how sources are written", () => {
  for (const [sourceIdentity, sources] of written) {
    it(`sourceIdentity ${sourceIdentity}, in every answer`, async () => {
      const client = withSwitches({ sourceIdentity, postIdentitySources: "filled", patchAnswer: 202 });
      const posted = await client.call("POST", organizations, { identitySources: stored });
      const id = String(posted.json["id"]);
      assert.deepEqual(posted.json["identitySources"], sources);
      assert.deepEqual(await client.sources(id), sources);
      assert.deepEqual((await client.readAll(organizations))[0]?.["identitySources"], sources);
      const patched = await client.call("PATCH", item(id), { identitySources: stored });
      assert.deepEqual(patched.json["identitySources"], sources);
      assert.deepEqual(client.emulator.portal.get(id)?.identitySources, stored);
    });
  }

  for (const [sourceIdentity, odataType, spelling] of [
    ["backendNamespace", "bare", `${backEnd.slice(1)}.azureActiveDirectoryTenant`],
    ["backendNamespace", "otherCase", `${backEnd.toLowerCase()}.azureactivedirectorytenant`],
    ["untyped", "bare", undefined],
    ["noTenantId", "bare", "microsoft.graph.azureActiveDirectoryTenant"],
    ["tomorrow", "bare", tomorrow.slice(1)],
    ["tomorrow", "otherCase", tomorrow.toLowerCase()],
  ] as const) {
    it(`sourceIdentity ${sourceIdentity} with odataType ${odataType}`, async () => {
      const client = withSwitches({ sourceIdentity, odataType });
      const [source] = (await client.sources(await client.create("wingtiptoys.com"))) as Json[];
      assert.equal(source?.["@odata.type"], spelling);
    });
  }

  it("gives an unknown kind its place in the back end's namespace, too", async () => {
    const client = withSwitches({ sourceIdentity: "backendNamespace" });
    const { id } = client.emulator.portal.create({ identitySources: [{ "@odata.type": "microsoft.graph.x", y: 1 }] });
    assert.deepEqual(await client.sources(id), [{ "@odata.type": `${backEnd}.x`, y: 1 }]);
  });

  for (const prefix of [`${backEnd}.`, "Microsoft.IGAELM.EC.FrontEnd.ExternalModel."]) {
    it(`takes the namespace ${prefix} from callers, and the answers stay plain`, async () => {
      const client = createClient();
      const first = { ...wingtip, "@odata.type": `${prefix}azureActiveDirectoryTenant` };
      const id = await client.create("x", { identitySources: [first] });
      assert.deepEqual(await client.sources(id), [wingtip]);
      const second = { ...domain("adatum.com"), "@odata.type": `${prefix}DomainIdentitySource` };
      await client.call("PATCH", item(id), { identitySources: [second] });
      assert.deepEqual(await client.sources(id), [domain("adatum.com")]);
    });
  }

  it("refuses a type without a namespace", async () => {
    const source = { ...domain("adatum.com"), "@odata.type": "domainIdentitySource" };
    assert.equal((await createClient().call("POST", organizations, { identitySources: [source] })).status, 400);
  });
});
