import assert from "node:assert/strict";
import { isCertain, isItself } from "../../../provider/organization/identity";
import { type Source, sourceFromGraph } from "../../../provider/organization/identity-source";

const id = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const tenantT = { type: "azureActiveDirectoryTenant", tenantId: id };
const abroad = { type: "crossCloudAzureActiveDirectoryTenant", tenantId: id, cloudInstance: "microsoftonline.us" };
const plain = { type: "domainIdentitySource", domainName: "contoso.com" };
const issuerUri = "https://sts.contoso.com/trust";
const federation = { type: "externalDomainFederation", domainName: "contoso.com", issuerUri };
const facebook = { type: "socialIdentitySource", socialIdentitySourceType: "facebook" };
const zero = "00000000-0000-0000-0000-000000000000";

describe("what a source certainly is", () => {
  const certain: [what: string, source: Source, isCertain: boolean][] = [
    ["a tenant", tenantT, true],
    ["a tenant of another cloud", abroad, true],
    ["its cloud in another spelling", { ...abroad, cloudInstance: "LOGIN.microsoftonline.us" }, true],
    ["a domain", plain, true],
    ["a federation", federation, true],
    ["a social provider in another case", { ...facebook, socialIdentitySourceType: "FaceBook" }, true],
    ["a tenant without its id", { type: "azureActiveDirectoryTenant" }, false],
    ["a tenant with an empty id", { ...tenantT, tenantId: "" }, false],
    ["the tenant of zeros", { ...tenantT, tenantId: zero }, false],
    ["a tenant whose id is no text", { ...tenantT, tenantId: 7 }, false],
    ["a cloud not known yet", { ...abroad, cloudInstance: "microsoftonline.example" }, false],
    ["a domain with an underscore", { ...plain, domainName: "a_b.contoso.com" }, false],
    ["a federation without its issuer", { type: "externalDomainFederation", domainName: "contoso.com" }, false],
    ["a social provider not known yet", { ...facebook, socialIdentitySourceType: "unknownFutureValue" }, false],
    ["a kind not known yet", { type: "futureTenant", tenantId: id }, false],
    ["nothing", sourceFromGraph(null), false],
  ];
  for (const [what, source, expected] of certain) {
    it(`${what}: ${expected ? "itself" : "not certain"}`, () => assert.equal(isCertain(source), expected));
  }

  const pairs: [what: string, declared: Source, stored: Source, isItself: boolean][] = [
    ["a tenant under the kind of another cloud", tenantT, abroad, true],
    ["a tenant under a kind not known yet", tenantT, { type: "futureTenant", tenantId: `{${id.toUpperCase()}}` }, true],
    ["a cloud in another spelling", abroad, { ...abroad, cloudInstance: "login.microsoftonline.US" }, true],
    ["a domain in the form of its federation", plain, federation, true],
    ["a domain that became a kind not known yet", plain, { type: "futureDomain", domainName: "CONTOSO.com" }, true],
    ["an issuer with a trailing slash", federation, { ...federation, issuerUri: `${issuerUri}/` }, true],
    [
      "an issuer's host in another case",
      federation,
      { ...federation, issuerUri: "https://STS.contoso.com/trust" },
      true,
    ],
    ["a social provider in another case", facebook, { ...facebook, socialIdentitySourceType: "FACEBOOK" }, true],
    ["the federation of a domain that is federated no more", federation, plain, false],
    ["another issuer of the same domain", federation, { ...federation, issuerUri: "https://other.example/" }, false],
    ["another tenant", tenantT, { ...tenantT, tenantId: "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48" }, false],
    ["a tenant without its id", tenantT, { type: "azureActiveDirectoryTenant" }, false],
    ["the tenant of zeros", { ...tenantT, tenantId: zero }, { type: "futureTenant", tenantId: zero }, false],
    ["another domain", plain, { ...plain, domainName: "contoso.org" }, false],
  ];
  for (const [what, declared, stored, expected] of pairs) {
    it(`${what} is ${expected ? "" : "not "}what was declared`, () =>
      assert.equal(isItself(declared, stored), expected));
  }
});
