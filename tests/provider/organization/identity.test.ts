import assert from "node:assert/strict";
import { isCertain, isItself } from "../../../provider/organization/identity";
import { type Source, sourceFromGraph } from "../../../provider/organization/identity-source";
import { wingtip } from "../../support/sources";
import { forms } from "./forms";

const { D, E, T, U, cross, federation, social, idless } = forms;
const zero = "00000000-0000-0000-0000-000000000000";

describe("a source", () => {
  const certain: [what: string, source: Source, isCertain: boolean][] = [
    ["a tenant", T, true],
    ["a tenant of another cloud", cross, true],
    ["its cloud in another spelling", { ...cross, cloudInstance: "LOGIN.microsoftonline.us" }, true],
    ["a domain", D, true],
    ["a federation", federation, true],
    ["a social provider in another case", { ...social, socialIdentitySourceType: "FaceBook" }, true],
    ["a tenant without its id", idless, false],
    ["a tenant with an empty id", { ...T, tenantId: "" }, false],
    ["the tenant of zeros", { ...T, tenantId: zero }, false],
    ["a tenant whose id is no text", { ...T, tenantId: 7 }, false],
    ["an unknown cloud", { ...cross, cloudInstance: "microsoftonline.example" }, false],
    ["a domain with an underscore", { ...D, domainName: "a_b.contoso.com" }, false],
    ["a federation without its issuer", { ...federation, issuerUri: undefined }, false],
    ["an unknown social provider", { ...social, socialIdentitySourceType: "unknownFutureValue" }, false],
    ["an unknown kind", { type: "futureTenant", tenantId: wingtip }, false],
    ["nothing", sourceFromGraph(null), false],
  ];
  for (const [what, source, expected] of certain) {
    it(`is ${expected ? "" : "not "}certain: ${what}`, () => assert.equal(isCertain(source), expected));
  }

  const shouted = { type: "futureTenant", tenantId: `{${wingtip.toUpperCase()}}` };
  const pairs: [what: string, declared: Source, stored: Source, isItself: boolean][] = [
    ["a tenant under the kind of another cloud", T, cross, true],
    ["a tenant under an unknown kind", T, shouted, true],
    ["a cloud in another spelling", cross, { ...cross, cloudInstance: "login.microsoftonline.US" }, true],
    ["a domain in the form of its federation", D, federation, true],
    ["a domain that became an unknown kind", D, { type: "futureDomain", domainName: "WingtipToys.com" }, true],
    ["an issuer with a trailing slash", federation, { ...federation, issuerUri: `${federation.issuerUri}/` }, true],
    ["an issuer's host in another case", federation, { ...federation, issuerUri: "https://STS.wingtip.com/t" }, true],
    ["a social provider in another case", social, { ...social, socialIdentitySourceType: "FACEBOOK" }, true],
    ["the plain domain of a federation", federation, D, false],
    ["another issuer of the same domain", federation, forms.federationB, false],
    ["another tenant", T, U, false],
    ["a tenant without its id", T, idless, false],
    ["the tenant of zeros", { ...T, tenantId: zero }, { type: "futureTenant", tenantId: zero }, false],
    ["another domain", D, E, false],
  ];
  for (const [what, declared, stored, expected] of pairs) {
    it(`is ${expected ? "" : "not "}the declared one: ${what}`, () =>
      assert.equal(isItself(declared, stored), expected));
  }
});
