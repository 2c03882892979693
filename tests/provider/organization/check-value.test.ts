import assert from "node:assert/strict";
import { check } from "../../../provider/organization/check";

const id = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const checkSource = (source: object) => check({}, { displayName: "Contoso", identitySources: [source] });

/** The failures of one key of a source whose other keys are right. */
function reasonsFor(source: Record<string, unknown>, key: string): string[] {
  return checkSource(source).failures.map(({ property, reason }) => {
    assert.equal(property, `identitySources[0].${key}`);
    return reason;
  });
}

function normalOf(source: Record<string, unknown>): unknown {
  const { inputs, failures } = checkSource(source);
  assert.deepEqual(failures, []);
  return inputs["identitySources"];
}

const label = "a".repeat(64);
const domains: [value: unknown, suggestion?: string][] = [
  ["https://contoso.com/about", "contoso.com"],
  ["http://Contoso.com:8080", "contoso.com"],
  ["contoso.com/", "contoso.com"],
  ["someone@contoso.com", "contoso.com"],
  ["mailto:someone@contoso.com", "contoso.com"],
  ["@contoso.com", "contoso.com"],
  ["*.contoso.com", "contoso.com"],
  [".contoso.com", "contoso.com"],
  ["contoso .com"],
  ["contoso.com fabrikam.com"],
  ["contoso..com"],
  ["contoso.com.."],
  ["10.0.0.1"],
  ["0x7f.1"],
  ["[::1]"],
  ["2001:db8::1"],
  ["contoso"],
  ["contoso.c"],
  [""],
  [" "],
  [`${label}.com`],
  [`${"a.".repeat(127)}com`],
  ["con%74oso.com"],
  ["con_toso.com"],
  ["-contoso.com"],
  ["contoso-.com"],
  ["xn--\u0000.com"],
  [id],
  [5],
  [{ name: "contoso.com" }],
  [["contoso.com"]],
  [true],
];

const goodDomains: [value: string, normal: string][] = [
  ["contoso.com", "contoso.com"],
  [" contoso.com\n", "contoso.com"],
  ["CONTOSO.Com", "contoso.com"],
  ["contoso.com.", "contoso.com"],
  ["contoso。com。", "contoso.com"],
  ["bücher.example", "xn--bcher-kva.example"],
  ["BÜCHER.example.", "xn--bcher-kva.example"],
  ["XN--BCHER-KVA.example", "xn--bcher-kva.example"],
  ["faß.de", "xn--fa-hia.de"],
  ["3com.co.uk", "3com.co.uk"],
  [`${"a".repeat(63)}.com`, `${"a".repeat(63)}.com`],
  ["contoso.xn--p1ai", "contoso.xn--p1ai"],
];

const guids: [value: unknown, suggestion?: string][] = [
  [`/tenants/${id}`, id],
  [`https://login.microsoftonline.com/${id}/v2.0`, id],
  ["contoso.onmicrosoft.com"],
  [id.slice(1)],
  [id.replaceAll("-", "")],
  [id.replace("2", "g")],
  [""],
  [12],
  [{}],
];

describe("the domain of an identity source", () => {
  for (const [domainName, meant] of domains) {
    const shown = JSON.stringify(domainName);
    it(`${shown.slice(0, 40)} is refused${meant ? `, and ${meant} is suggested` : ""}`, () => {
      const cut = shown.length > 120 ? `${shown.slice(0, 117)}...` : shown;
      const rule = "It must be a domain name such as contoso.com.";
      assert.deepEqual(reasonsFor({ type: "domainIdentitySource", domainName }, "domainName"), [
        `Invalid value for identitySources[0].domainName: ${cut}. ${rule}${meant ? ` Did you mean ${meant}?` : ""}`,
      ]);
    });
  }

  for (const [domainName, normal] of goodDomains) {
    it(`${JSON.stringify(domainName).slice(0, 40)} becomes ${normal.slice(0, 40)}`, () => {
      assert.deepEqual(normalOf({ type: "domainIdentitySource", domainName }), [
        { type: "domainIdentitySource", domainName: normal },
      ]);
    });
  }
});

describe("the tenant id of an identity source", () => {
  for (const [tenantId, meant] of guids) {
    const shown = JSON.stringify(tenantId);
    it(`${shown} is refused${meant ? `, and ${meant} is suggested` : ""}`, () => {
      assert.deepEqual(reasonsFor({ type: "azureActiveDirectoryTenant", tenantId }, "tenantId"), [
        `Invalid value for identitySources[0].tenantId: ${shown}. It must be a GUID such as ${id}.${meant ? ` Did you mean ${meant}?` : ""}`,
      ]);
    });
  }

  it("becomes lower case, whatever its version digit", () => {
    for (const tenantId of [id.toUpperCase(), ` ${id} `, "9CD80435-793b-0000-044b-6b3f37d1c1f3"]) {
      assert.deepEqual(normalOf({ type: "azureActiveDirectoryTenant", tenantId }), [
        { type: "azureActiveDirectoryTenant", tenantId: tenantId.trim().toLowerCase() },
      ]);
    }
  });
});

describe("the other keys of an identity source", () => {
  const crossCloud = { type: "crossCloudAzureActiveDirectoryTenant", tenantId: id };
  const federation = { type: "externalDomainFederation", domainName: "contoso.com" };
  const clouds = "Allowed values are: microsoftonline.com, microsoftonline.us, partner.microsoftonline.cn.";
  const absolute = "It must be an absolute URI such as https://sts.contoso.com/adfs/services/trust.";

  it("cloudInstance is one of Graph's three, in Graph's casing", () => {
    const reasons = ["microsoftonline.de", "Microsoftonline.us", "public", 1].flatMap((cloudInstance) =>
      reasonsFor({ ...crossCloud, cloudInstance }, "cloudInstance"),
    );
    const what = "Invalid value for identitySources[0].cloudInstance:";
    assert.deepEqual(reasons, [
      `${what} "microsoftonline.de". ${clouds} Did you mean microsoftonline.us?`,
      `${what} "Microsoftonline.us". ${clouds} Did you mean microsoftonline.us?`,
      `${what} "public". ${clouds}`,
      `${what} 1. ${clouds}`,
    ]);
    assert.deepEqual(normalOf({ ...crossCloud, cloudInstance: " microsoftonline.us" }), [
      { ...crossCloud, cloudInstance: "microsoftonline.us" },
    ]);
  });

  it("socialIdentitySourceType is the one that Graph knows", () => {
    const social = { type: "socialIdentitySource", socialIdentitySourceType: "Facebook" };
    assert.deepEqual(reasonsFor(social, "socialIdentitySourceType"), [
      'Invalid value for identitySources[0].socialIdentitySourceType: "Facebook". Allowed values are: facebook. Did you mean facebook?',
    ]);
    const right = { ...social, socialIdentitySourceType: "facebook" };
    assert.deepEqual(normalOf(right), [right]);
  });

  it("issuerUri is an absolute URI and keeps its spelling", () => {
    const reasons = ["sts.contoso.com", "/adfs", "https://sts contoso.com", "https://sts.con\ntoso.com", "", 3].flatMap(
      (issuerUri) => reasonsFor({ ...federation, issuerUri }, "issuerUri"),
    );
    const what = "Invalid value for identitySources[0].issuerUri:";
    assert.deepEqual(reasons, [
      `${what} "sts.contoso.com". ${absolute}`,
      `${what} "/adfs". ${absolute}`,
      `${what} "https://sts contoso.com". ${absolute}`,
      `${what} "https://sts.con\\ntoso.com". ${absolute}`,
      `${what} "". ${absolute}`,
      `${what} 3. ${absolute}`,
    ]);
    for (const issuerUri of ["http://STS.contoso.com/adfs/", "urn:federation:contoso"]) {
      assert.deepEqual(normalOf({ ...federation, issuerUri: ` ${issuerUri}` }), [{ ...federation, issuerUri }]);
    }
  });

  it("displayName is optional, but not blank, in every kind", () => {
    const named = { type: "domainIdentitySource", domainName: "contoso.com" };
    assert.deepEqual(reasonsFor({ ...named, displayName: " " }, "displayName"), [
      'Invalid value for identitySources[0].displayName: " ". It must not be empty.',
    ]);
    assert.deepEqual(normalOf({ ...named, displayName: " Contoso Ltd" }), [{ ...named, displayName: "Contoso Ltd" }]);
    assert.deepEqual(normalOf({ ...named, displayName: null }), [named]);
  });
});
