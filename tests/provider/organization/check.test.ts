/** What check refuses, in whole sentences. */
import assert from "node:assert/strict";
import { check } from "../../../provider/organization/check";
import type { Values } from "../../../provider/organization/recorded";
import { table } from "../../support/table";

const contoso = {
  displayName: "Contoso",
  identitySources: [{ type: "domainIdentitySource", domainName: "contoso.com" }],
};

/** Changes to a valid declaration, as JSON; each further line is one more sentence. */
const declarations = table(String.raw`
  declared | said

  {"displayName":null,"identitySources":null}         | displayName must be provided.
                                                      | identitySources must be provided.
  {"displayName":"  "}                                | Invalid value for displayName: "  ". It must not be empty.
  {"description":7}                                   | Invalid value for description: 7. It must be text.
  {"state":"active"}                                  | Invalid value for state: "active". Allowed values are: configured, proposed.
  {"state":"Configured"}                              | Invalid value for state: "Configured". Allowed values are: configured, proposed. Did you mean configured?
  {"state":"propsed"}                                 | Invalid value for state: "propsed". Allowed values are: configured, proposed. Did you mean proposed?
  {"state":"a\nb\u001b[31m"}                          | Invalid value for state: "a\nb\u001b[31m". Allowed values are: configured, proposed.
  {"adoptExisting":"yes"}                             | Invalid value for adoptExisting: "yes". Allowed values are: true, false.
  {"displayName":null,"displayname":"Contoso"}        | displayName must be provided.
                                                      | Unknown property displayname. Did you mean displayName?
  {"tags":{}}                                         | Unknown property tags.
  {"identitySources":[],"constructor":1,"toString":2} | Invalid value for identitySources: []. At least one identity source must be provided.
                                                      | Unknown property constructor.
                                                      | Unknown property toString.
  {"identitySources":{"type":"socialIdentitySource"}} | Invalid value for identitySources: {"type":"socialIdentitySource"}. It must be a list of identity sources.
  {"displayName":"","state":"open","identitySources":[{"type":"domainIdentitySource","domainName":"contoso"},{"type":"domainIdentitySource","domainName":"contoso.com"},5],"owner":"me"} | Invalid value for displayName: "". It must not be empty.
                                                      | Invalid value for state: "open". Allowed values are: configured, proposed.
                                                      | Invalid value for identitySources[0].domainName: "contoso". It must be a domain name such as contoso.com.
                                                      | Invalid value for identitySources[2]: 5. It must be an identity source.
                                                      | Unknown property owner.
`);

const id = "1d5c0000-7c55-4a0b-8f57-5d3a3e0c1f20";
const guid = "It must be a GUID such as 2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20.";
const sponsors = (list: string) =>
  table(`
  declared | said

  {"${list}":"${id}"} | Invalid value for ${list}: "${id}". It must be a list of object ids of users and groups.
  {"${list}":["me@contoso.com","${id}","users/${id}",5,null]} | Invalid value for ${list}[0]: "me@contoso.com". ${guid}
    | Invalid value for ${list}[2]: "users/${id}". ${guid} Did you mean ${id}?
    | Invalid value for ${list}[3]: 5. ${guid}
    | Invalid value for ${list}[4]: null. ${guid}
`);

const kinds =
  "Allowed values are: domainIdentitySource, azureActiveDirectoryTenant, crossCloudAzureActiveDirectoryTenant, externalDomainFederation, socialIdentitySource.";

/** The identity sources that are declared. */
const sources = table(`
  declared | said

  "contoso.com"                                            | Invalid value for identitySources[0]: "contoso.com". It must be an identity source.
  ["contoso.com"]                                          | Invalid value for identitySources[0]: ["contoso.com"]. It must be an identity source.
  null                                                     | Invalid value for identitySources[0]: null. It must be an identity source.
  {"domainName":"contoso.com"}                             | Invalid value for identitySources[0].type: undefined. ${kinds}
  {"type":"constructor"}                                   | Invalid value for identitySources[0].type: "constructor". ${kinds}
  {"type":"domainIdentitySorce","domainName":"a.example"}  | Invalid value for identitySources[0].type: "domainIdentitySorce". ${kinds} Did you mean domainIdentitySource?
  {"type":"azureactivedirectorytenant"}                    | Invalid value for identitySources[0].type: "azureactivedirectorytenant". ${kinds} Did you mean azureActiveDirectoryTenant?
  {"type":"domainIdentitySource","displayName":"Contoso"}  | identitySources[0].domainName must be provided for type domainIdentitySource.
  {"type":"azureActiveDirectoryTenant","tenantId":null}    | identitySources[0].tenantId must be provided for type azureActiveDirectoryTenant.
  {"type":"crossCloudAzureActiveDirectoryTenant"}          | identitySources[0].tenantId must be provided for type crossCloudAzureActiveDirectoryTenant.
                                                           | identitySources[0].cloudInstance must be provided for type crossCloudAzureActiveDirectoryTenant.
  {"type":"externalDomainFederation"}                      | identitySources[0].domainName must be provided for type externalDomainFederation.
                                                           | identitySources[0].issuerUri must be provided for type externalDomainFederation.
  {"type":"socialIdentitySource"}                          | identitySources[0].socialIdentitySourceType must be provided for type socialIdentitySource.
  {"type":" domainIdentitySource\\n","domainName":"a.example","tenantId":"x"} | Unknown property identitySources[0].tenantId. Type domainIdentitySource has: displayName, domainName. It belongs to type azureActiveDirectoryTenant.
  {"type":"domainIdentitySource","domainname":"a.example"} | identitySources[0].domainName must be provided for type domainIdentitySource.
                                                           | Unknown property identitySources[0].domainname. Type domainIdentitySource has: displayName, domainName. Did you mean domainName?
  {"type":"domainIdentitySource","domainName":"a.example","@odata.type":"x","__proto__":{}} | Unknown property identitySources[0].@odata.type. Type domainIdentitySource has: displayName, domainName.
                                                           | Unknown property identitySources[0].__proto__. Type domainIdentitySource has: displayName, domainName.
  {"type":"domainIdentitySource","domainName":"CONTOSO.COM."}, {"type":" domainIdentitySource","domainName":"contoso.com"} | Invalid value for identitySources[1]: {"type":"domainIdentitySource","domainName":"contoso.com"}. It repeats identitySources[0].
  {"type":"azureActiveDirectoryTenant","tenantId":"2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20"}, {"type":"socialIdentitySource","socialIdentitySourceType":"facebook"}, {"type":"azureActiveDirectoryTenant","tenantId":"2B1D6F0A-7C55-4A0B-8F57-5D3A3E0C1F20","displayName":"B"} | Invalid value for identitySources[2]: {"type":"azureActiveDirectoryTenant","displayName":"B","tenantId":"2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20"}. It repeats identitySources[0].
  {"type":"domainIdentitySource"}, {"type":"domainIdentitySource"} | identitySources[0].domainName must be provided for type domainIdentitySource.
                                                           | identitySources[1].domainName must be provided for type domainIdentitySource.
`);
/** Each declaration with all that is said of it. */
function casesOf(rows: readonly Record<string, string>[]): [declared: string, said: string[]][] {
  return rows.flatMap(({ declared = "" }, index) => {
    const next = rows.findIndex((row, later) => later > index && row["declared"] !== "");
    const said = rows.slice(index, next < 0 ? rows.length : next).map((row) => row["said"] ?? "");
    return declared === "" ? [] : [[declared, said]];
  });
}

function assertRefused(inputs: Values, sentences: readonly string[]): void {
  const failures = sentences.map((reason) => {
    const [, property] = /^(?:Invalid value for |Unknown property )?(\S+?)[.:]?(?: |$)/.exec(reason) ?? [];
    return { property, reason };
  });
  assert.deepEqual(check({}, inputs), { inputs, failures });
}

describe("check refuses", () => {
  for (const rows of [declarations, sponsors("internalSponsors"), sponsors("externalSponsors")]) {
    for (const [declared, said] of casesOf(rows)) {
      it(declared, () => assertRefused({ ...contoso, ...JSON.parse(declared) }, said));
    }
  }

  for (const [declared, said] of casesOf(sources)) {
    it(`the source ${declared}`, () => {
      assertRefused({ ...contoso, identitySources: JSON.parse(`[${declared}]`) }, said);
    });
  }

  it("nothing, and cuts a long value", () => {
    assertRefused({}, ["displayName must be provided.", "identitySources must be provided."]);
    const cut = `Invalid value for state: "${"x".repeat(116)}.... Allowed values are: configured, proposed.`;
    assertRefused({ ...contoso, state: "x".repeat(500) }, [cut]);
  });
});
