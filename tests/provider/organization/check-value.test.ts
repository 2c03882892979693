/** The values of an identity source: what each may be, what it becomes, and what is suggested for another. */
import assert from "node:assert/strict";
import { check } from "../../../provider/organization/check";
import { kindName } from "../../../provider/organization/identity-source";
import { table, words } from "../../support/table";

const id = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const domain = { type: "domainIdentitySource", domainName: "contoso.com" };
const tenant = { type: "azureActiveDirectoryTenant", tenantId: id };
const crossCloud = { ...tenant, type: "crossCloudAzureActiveDirectoryTenant", cloudInstance: "microsoftonline.us" };
const federation = { ...domain, type: "externalDomainFederation", issuerUri: "urn:contoso" };
const social = { type: "socialIdentitySource", socialIdentitySourceType: "facebook" };

const isGuid = `a GUID such as ${id}`;

/** A source with the property, and what the property must be. */
const properties = {
  domainName: [domain, "a domain name such as contoso.com"],
  tenantId: [tenant, isGuid],
  cloudInstance: [crossCloud, "one of microsoftonline.com, microsoftonline.us, partner.microsoftonline.cn"],
  issuerUri: [federation, "an absolute URI such as https://sts.contoso.com/adfs/services/trust"],
  socialIdentitySourceType: [social, "facebook"],
  displayName: [domain, "text"],
} as const;
type Property = keyof typeof properties;

const refused: [property: Property, meant: string | undefined, values: unknown[]][] = [
  ["domainName", "contoso.com", ["https://contoso.com/about", "http://Contoso.com:8080", "contoso.com/"]],
  ["domainName", "contoso.com", ["me@contoso.com", "mailto:me@contoso.com", "@contoso.com"]],
  ["domainName", "contoso.com", ["*.contoso.com", ".contoso.com"]],
  ["domainName", undefined, ["contoso .com", "contoso.com fabrikam.com", "contoso..com"]],
  ["domainName", undefined, ["contoso.com..", "contoso", "contoso.c", "-contoso.com", "contoso-.com"]],
  ["domainName", undefined, ["10.0.0.1", "0x7f.1", "[::1]", "2001:db8::1", "con%74oso.com", id]],
  ["domainName", undefined, ["con_toso.com", "xn--\u0000.com", `${"a".repeat(64)}.com`]],
  ["domainName", undefined, [`${"a.".repeat(127)}com`, 5, { name: "a.example" }, ["a.example"], true]],
  ["tenantId", id, [`/tenants/${id}`, `https://login.microsoftonline.com/${id}/v2.0`]],
  ["tenantId", undefined, [id.slice(1), id.replaceAll("-", ""), 12, {}]],
  ["tenantId", undefined, [id.replace("2", "g")]],
  ["cloudInstance", "microsoftonline.us", ["microsoftonline.de", "Microsoftonline.us"]],
  ["cloudInstance", "microsoftonline.com", ["public", "https://login.microsoftonline.com/"]],
  ["cloudInstance", "microsoftonline.us", ["usgovernment", "login.microsoftonline.us", "dod"]],
  ["cloudInstance", "partner.microsoftonline.cn", ["china", "login.chinacloudapi.cn"]],
  ["cloudInstance", undefined, ["germany", 1]],
  ["issuerUri", undefined, ["sts.contoso.com", "/adfs", "https://sts contoso.com", 3]],
  ["issuerUri", undefined, ["https://sts.con\ntoso.com"]],
  ["socialIdentitySourceType", "facebook", ["Facebook"]],
  ["displayName", undefined, [5]],
];

const longest = `${"a".repeat(63)}.com`;
const accepted: [property: Property, normal: unknown, values: unknown[]][] = [
  ["domainName", "contoso.com", ["contoso.com", " contoso.com\n", "CONTOSO.Com", "contoso.com.", "contoso。com。"]],
  ["domainName", "xn--bcher-kva.example", ["bücher.example", "BÜCHER.example.", "XN--BCHER-KVA.example"]],
  ["domainName", "xn--fa-hia.de", ["faß.de"]],
  ["domainName", "3com.co.uk", ["3com.co.uk"]],
  ["domainName", "contoso.xn--p1ai", ["contoso.xn--p1ai"]],
  ["domainName", longest, [longest]],
  ["tenantId", id, [id.toUpperCase(), ` ${id} `, `{${id}}`]],
  ["tenantId", "9cd80435-793b-0000-044b-6b3f37d1c1f3", ["9CD80435-793b-0000-044b-6b3f37d1c1f3"]],
  ["cloudInstance", "microsoftonline.us", [" microsoftonline.us"]],
  ["issuerUri", "http://STS.contoso.com/adfs/", [" http://STS.contoso.com/adfs/"]],
  ["issuerUri", "urn:federation:contoso", [" urn:federation:contoso"]],
  ["socialIdentitySourceType", "facebook", ["facebook"]],
  ["displayName", "Contoso Ltd", [" Contoso Ltd"]],
  ["displayName", undefined, [null]],
];

const checkSource = (source: object) => check({}, { displayName: "Contoso", identitySources: [source] });
const shown = (value: unknown) => JSON.stringify(value).slice(0, 40);

describe("in an identity source,", () => {
  for (const [key, meant, values] of refused) {
    const [source, rule] = properties[key];
    it(`${key} is refused with ${meant ? `the suggestion ${meant}` : "no suggestion"}: ${values.map(shown).join(" ")}`, () => {
      for (const value of values) {
        const text = JSON.stringify(value);
        const cut = text.length > 120 ? `${text.slice(0, 117)}...` : text;
        const property = `identitySources[0].${key}`;
        const reason = `must be ${rule}, not ${cut}.${meant ? ` Did you mean ${meant}?` : ""}`;
        assert.deepEqual(checkSource({ ...source, [key]: value }).failures, [{ property, reason }]);
      }
    });
  }

  it("nothing may be empty", () => {
    for (const source of [domain, tenant, crossCloud, federation, social]) {
      for (const [key, blank] of Object.keys({ ...source, displayName: "" }).flatMap((name) => [
        [name, ""],
        [name, " "],
      ])) {
        const failures = [{ property: `identitySources[0].${key}`, reason: "must not be empty." }];
        assert.deepEqual(checkSource({ ...source, [`${key}`]: blank }).failures, failures);
      }
    }
  });

  it("a domain in the place of a tenant's id is told its own type", () => {
    const said = `must be ${isGuid}, not "Contoso.onmicrosoft.com". For a domain, use { type: "domainIdentitySource", domainName: "contoso.onmicrosoft.com" }.`;
    const { failures } = checkSource({ ...tenant, tenantId: "Contoso.onmicrosoft.com" });
    assert.deepEqual(failures, [{ property: "identitySources[0].tenantId", reason: said }]);
  });

  const kinds = table(`
    type | meant
    domain domains Domain microsoft.graph.domainIdentitySource | domainIdentitySource
    tenant aad azureAD entraId azureactivedirectory #microsoft.graph.azureActiveDirectoryTenant | azureActiveDirectoryTenant
    crossCloud crossTenant #microsoft.graph.crossCloudAzureActiveDirectoryTenant | crossCloudAzureActiveDirectoryTenant
    externalDomain federation federatedDomain saml wsFed | externalDomainFederation
    social facebook google | socialIdentitySource
    organization x verifiedIdIdentitySource |
  `);
  for (const { type = "", meant } of kinds) {
    it(`the types ${type} mean ${meant || "none"}`, () => {
      const found = words(type).map((word) => checkSource({ type: word }).failures[0]?.reason);
      const hint = meant ? ` Did you mean ${meant}?` : "";
      assert.deepEqual(
        found,
        words(type).map((word) => `must be ${kindName.expected}, not "${word}".${hint}`),
      );
    });
  }

  for (const [key, normal, values] of accepted) {
    const [source] = properties[key];
    it(`${key} becomes ${shown(normal ?? "nothing")}: ${values.map(shown).join(" ")}`, () => {
      for (const value of values) {
        const { inputs, failures } = checkSource({ ...source, [key]: value });
        const expected = { ...source, ...(normal !== undefined && { [key]: normal }) };
        assert.deepEqual([failures, inputs["identitySources"]], [[], [expected]]);
      }
    });
  }
});
