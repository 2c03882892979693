/** Errors, tokens and permissions, and the tenants behind domains and ids. */
import assert from "node:assert/strict";
import type { switchTable } from "../../emulator";
import {
  createClient,
  domain,
  errorMessage,
  fabrikam,
  follows,
  host,
  ids,
  item,
  organizations,
  tenant,
  withSwitches,
} from "./client";

const byDomain = (name: string) => `/tenantRelationships/findTenantInformationByDomainName(domainName='${name}')`;
const byId = (id: string) => `/tenantRelationships/findTenantInformationByTenantId(tenantId='${id}')`;

describe("emulator: errors", () => {
  const written: [errorStyle: (typeof switchTable.errorStyle.positions)[number], code?: string, inner?: string][] = [
    ["documented", "ResourceNotFound", "innerError"],
    ["innererror", "ResourceNotFound", "innererror"],
    ["lowercaseCode", "resourcenotfound", "innerError"],
    ["empty"],
    ["html"],
  ];
  for (const [errorStyle, code, inner] of written) {
    it(`writes errors as errorStyle ${errorStyle} says`, async () => {
      const client = createClient({ clock: () => Date.UTC(2026, 1, 3, 9, 10, 11), switches: { errorStyle } });
      const answer = await client.call("GET", item(ids.nobody), undefined, { "client-request-id": ids.adele });
      const details = {
        date: "2026-02-03T09:10:11",
        "request-id": answer.headers.get("request-id"),
        "client-request-id": ids.adele,
      };
      const error = { code, message: "The resource was not found.", [inner ?? ""]: details };
      assert.deepEqual([answer.status, answer.json], [404, code === undefined ? {} : { error }]);
      assert.ok(answer.headers.has("request-id"));
      if (errorStyle === "empty") assert.equal(answer.text, "");
      if (errorStyle === "html") assert.match(answer.text, /^<html>/);
    });
  }

  const ending = (text: string, reason: string) => text.endsWith(` Reason: ${reason}`);
  for (const [forbiddenReason, reason] of [
    ["notAuthorized", "The caller is not authorized."],
    ["unauthorized", "Unauthorized"],
  ] as const) {
    it(`gives the reason of a 403 as forbiddenReason ${forbiddenReason} says`, async () => {
      const client = createClient({ seed: { permissions: [] }, switches: { forbiddenReason } });
      assert.equal(await client.brief("GET", organizations), "403 UnAuthorized");
      assert.ok(ending(errorMessage(await client.call("GET", organizations)), reason));
    });
  }
  follows("answers", (client) => client.brief("GET", organizations))([
    [{ licence: "missing" }, "403 NoLicense"],
    [{ licence: "present" }, "200"],
  ]);
});

describe("emulator: permissions and tokens", () => {
  const [forbidden, invalid, unknown] = ["403 UnAuthorized", "400 BadRequest", "404 ResourceNotFound"];
  for (const [permission, ...expected] of [
    ["EntitlementManagement.ReadWrite.All", "200", "201", forbidden],
    ["EntitlementManagement.Read.All", "200", forbidden, forbidden],
    ["Identity Governance Administrator", "200", "201", forbidden],
    ["CrossTenantInformation.ReadBasic.All", forbidden, forbidden, unknown],
  ] as const) {
    it(`grants what ${permission} grants`, async () => {
      const client = createClient({ seed: { permissions: [permission] } });
      const body = { identitySources: [domain("adatum.com")] };
      const read = await client.brief("GET", organizations);
      const written = await client.brief("POST", organizations, body);
      assert.deepEqual([read, written, await client.brief("GET", byDomain("adatum.com"))], expected);
    });
  }

  it("wants a bearer token before anything else", async () => {
    const client = createClient();
    for (const authorization of ["", "Basic eDp5", "Bearer "]) {
      for (const path of [organizations, "/users"]) {
        const answer = await client.brief("GET", path, undefined, { authorization });
        assert.equal(answer, "401 InvalidAuthenticationToken", authorization);
      }
    }
  });

  for (const [acceptedTokens, anything, listed] of [
    ["any", 200, 200],
    ["listed", 401, 200],
    ["issued", 401, 401],
  ] as const) {
    it(`takes tokens as acceptedTokens ${acceptedTokens} says`, async () => {
      const client = createClient({ seed: { tokens: ["listed-token"] }, switches: { acceptedTokens } });
      const statusWith = async (token: string) =>
        (await client.call("GET", organizations, undefined, { authorization: `Bearer ${token}` })).status;
      assert.deepEqual([await statusWith("anything"), await statusWith("listed-token")], [anything, listed]);
    });
  }

  it("finds a tenant by any of its domains and by its id", async () => {
    const expected = {
      "@odata.context": `${host}/v1.0/$metadata#microsoft.graph.tenantInformation`,
      tenantId: ids.wingtip,
      federationBrandName: null,
      displayName: "Wingtip Toys",
      defaultDomainName: "wingtiptoys.com",
    };
    for (const path of [byDomain("WingtipToys.onmicrosoft.com"), byId(ids.wingtip.toUpperCase())]) {
      assert.deepEqual((await createClient().call("GET", path)).json, expected);
    }
  });

  for (const path of [byDomain("adatum.com"), byId(ids.nobody)]) {
    follows(`answers GET ${path}`, (client) => client.brief("GET", path))([
      [{ unknownDomainLookup: 404 }, unknown],
      [{ unknownDomainLookup: 400 }, invalid],
    ]);
  }

  it("refuses malformed domains and ids, and other methods", async () => {
    const client = createClient();
    const malformed = [await client.brief("GET", byDomain("not a domain")), await client.brief("GET", byId("wingtip"))];
    assert.deepEqual(
      [...malformed, await client.brief("POST", byId(ids.wingtip), {})],
      [invalid, invalid, "405 BadRequest"],
    );
  });

  it("follows the portal: rename, move of a domain, partner that joins Entra", async () => {
    const client = withSwitches({});
    const { portal } = client.emulator;
    const stored = await client.create("adatum.com");
    const swapped = await client.create("fabrikam.com");
    assert.deepEqual(await client.sources(swapped), [fabrikam]);
    portal.renameTenant(ids.fabrikam.toUpperCase(), "Fabrikam International");
    assert.equal(portal.tenants().length, 5);
    assert.deepEqual(await client.sources(swapped), [tenant(ids.fabrikam, "Fabrikam International")]);
    portal.moveDomain("litwareinc.com", ids.fabrikam);
    assert.equal((await client.call("GET", byDomain("litwareinc.com"))).json["tenantId"], ids.fabrikam);
    portal.moveDomain("LitwareInc.COM", ids.wingtip);
    assert.equal((await client.call("GET", byDomain("litwareinc.com"))).json["tenantId"], ids.wingtip);
    const adatum = { tenantId: ids.nobody, displayName: "Adatum", domains: ["adatum.com"] };
    portal.addTenant(adatum);
    assert.deepEqual(await client.sources(stored), [domain("adatum.com")]);
    portal.joinEntra(adatum);
    assert.deepEqual(await client.sources(stored), [tenant(ids.nobody, "Adatum")]);
  });
});
