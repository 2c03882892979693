import assert from "node:assert/strict";
import { switchTable } from "../../emulator";
import {
  type Client,
  createClient,
  domain,
  errorCode,
  errorMessage,
  ids,
  item,
  type Json,
  organizations,
  tenant,
  withSwitches,
} from "./client";

const readWrite = "EntitlementManagement.ReadWrite.All";

function statusWith(client: Client, authorization: string): Promise<number> {
  return client.call("GET", organizations, undefined, { authorization }).then(({ status }) => status);
}

describe("emulator: errors, tokens and permissions", () => {
  for (const errorStyle of switchTable.errorStyle.positions) {
    it(`errorStyle ${errorStyle}`, async () => {
      const answer = await withSwitches({ errorStyle }).call("GET", item(ids.nobody));
      assert.equal(answer.status, 404);
      assert.ok(answer.headers.has("request-id"));
      if (errorStyle === "empty") assert.equal(answer.text, "");
      else if (errorStyle === "html") assert.match(answer.text, /^<html>/);
      else {
        const error = answer.json["error"] as Json;
        assert.equal(error["code"], errorStyle === "lowercaseCode" ? "resourcenotfound" : "ResourceNotFound");
        assert.ok((errorStyle === "innererror" ? "innererror" : "innerError") in error);
      }
    });
  }

  for (const [odataType, spelling] of [
    ["hash", "#microsoft.graph.domainIdentitySource"],
    ["bare", "microsoft.graph.domainIdentitySource"],
    ["otherCase", "#microsoft.graph.domainidentitysource"],
  ] as const) {
    it(`odataType ${odataType}`, async () => {
      const client = withSwitches({ odataType });
      const expected = [{ ...domain("adatum.com"), "@odata.type": spelling }];
      assert.deepEqual(await client.sources(await client.create("adatum.com")), expected);
    });
  }

  for (const [forbiddenReason, reason] of [
    ["notAuthorized", "Reason: The caller is not authorized."],
    ["unauthorized", "Reason: Unauthorized"],
  ] as const) {
    it(`forbiddenReason ${forbiddenReason}`, async () => {
      const client = createClient({ seed: { permissions: [] }, switches: { forbiddenReason } });
      const answer = await client.call("GET", organizations);
      assert.deepEqual([answer.status, errorCode(answer)], [403, "UnAuthorized"]);
      assert.ok(errorMessage(answer).endsWith(reason));
    });
  }

  it("licence missing", async () => {
    const answer = await withSwitches({ licence: "missing" }).call("GET", organizations);
    assert.deepEqual([answer.status, errorCode(answer)], [403, "NoLicense"]);
  });

  const lookup = "/tenantRelationships/findTenantInformationByDomainName(domainName='adatum.com')";
  const grants: [permission: string, read: number, write: number, tenants: number][] = [
    [readWrite, 200, 400, 403],
    ["EntitlementManagement.Read.All", 200, 403, 403],
    ["Identity Governance Administrator", 200, 400, 403],
    ["CrossTenantInformation.ReadBasic.All", 403, 403, 404],
  ];
  for (const [permission, read, write, tenants] of grants) {
    it(`grants what ${permission} grants`, async () => {
      const client = createClient({ seed: { permissions: [permission] } });
      const statuses = [
        (await client.call("GET", organizations)).status,
        (await client.call("POST", organizations, {})).status,
        (await client.call("GET", lookup)).status,
      ];
      assert.deepEqual(statuses, [read, write, tenants]);
    });
  }

  it("wants a bearer token before anything else", async () => {
    const client = createClient();
    for (const authorization of ["", "Basic eDp5", "Bearer "])
      assert.equal(await statusWith(client, authorization), 401);
    const answer = await client.call("GET", "/users", undefined, { authorization: "" });
    assert.deepEqual([answer.status, errorCode(answer)], [401, "InvalidAuthenticationToken"]);
  });

  it("acceptedTokens any, listed, issued", async () => {
    const client = createClient({ seed: { tokens: ["listed-token"] } });
    assert.equal(await statusWith(client, "Bearer anything"), 200);
    client.emulator.switches.set({ acceptedTokens: "listed" });
    assert.equal(await statusWith(client, "Bearer anything"), 401);
    assert.equal(await statusWith(client, "Bearer listed-token"), 200);
    client.emulator.switches.set({ acceptedTokens: "issued" });
    assert.equal(await statusWith(client, "Bearer listed-token"), 401);
  });
});

describe("emulator: tenants", () => {
  const byDomain = (name: string) => `/tenantRelationships/findTenantInformationByDomainName(domainName='${name}')`;
  const byId = (id: string) => `/tenantRelationships/findTenantInformationByTenantId(tenantId='${id}')`;

  it("finds a tenant by any of its domains and by its id", async () => {
    const client = createClient();
    const expected = {
      "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.tenantInformation",
      tenantId: ids.wingtip,
      federationBrandName: null,
      displayName: "Wingtip Toys",
      defaultDomainName: "wingtiptoys.com",
    };
    for (const path of [byDomain("WingtipToys.onmicrosoft.com"), byId(ids.wingtip.toUpperCase())]) {
      assert.deepEqual((await client.call("GET", path)).json, expected);
    }
  });

  for (const unknownDomainLookup of switchTable.unknownDomainLookup.positions) {
    it(`unknownDomainLookup ${unknownDomainLookup}`, async () => {
      const client = withSwitches({ unknownDomainLookup });
      for (const path of [byDomain("adatum.com"), byId(ids.nobody)]) {
        assert.equal((await client.call("GET", path)).status, unknownDomainLookup);
      }
    });
  }

  it("refuses malformed domains and ids, and other methods", async () => {
    const client = createClient();
    assert.equal((await client.call("GET", byDomain("not a domain"))).status, 400);
    assert.equal((await client.call("GET", byId("wingtip"))).status, 400);
    assert.equal((await client.call("POST", byId(ids.wingtip), {})).status, 405);
  });

  it("follows the portal: rename, move of a domain, partner that joins Entra", async () => {
    const client = createClient();
    const { portal } = client.emulator;
    const stored = await client.create("adatum.com");
    const swapped = await client.create("wingtiptoys.com");
    portal.renameTenant(ids.wingtip.toUpperCase(), "Wingtip International");
    assert.equal(portal.tenants().length, 5);
    assert.deepEqual(await client.sources(swapped), [tenant(ids.wingtip, "Wingtip International")]);
    portal.moveDomain("litwareinc.com", ids.fabrikam);
    assert.equal((await client.call("GET", byDomain("litwareinc.com"))).json["tenantId"], ids.fabrikam);
    portal.addTenant({ tenantId: ids.nobody, displayName: "Adatum", domains: ["adatum.com"] });
    assert.deepEqual(await client.sources(stored), [domain("adatum.com")]);
    portal.joinEntra({ tenantId: ids.nobody, displayName: "Adatum", domains: ["adatum.com"] });
    assert.deepEqual(await client.sources(stored), [tenant(ids.nobody, "Adatum")]);
  });
});
