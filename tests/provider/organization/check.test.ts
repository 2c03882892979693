/** What check refuses, in whole sentences. */
import assert from "node:assert/strict";
import { check } from "../../../provider/organization/check";
import type { Values } from "../../../provider/organization/recorded";
import { table } from "../../support/table";

const contoso = {
  displayName: "Contoso",
  identitySources: [{ type: "domainIdentitySource", domainName: "contoso.com" }],
};

const properties =
  "displayName, description, state, identitySources, internalSponsors, externalSponsors, adoptExisting";

/** Changes to a valid declaration, as JSON; each further line is one more sentence. */
const declarations = table(String.raw`
  declared | said

  {"displayName":null,"identitySources":null}         | displayName must be provided.
                                                      | identitySources must be provided.
  {"displayName":"  "}                                | displayName must not be empty.
  {"description":7}                                   | description must be text, not 7.
  {"displayName":42}                                  | displayName must be text, not 42.
  {"state":"active"}                                  | state must be configured or proposed, not "active".
  {"state":"Configured"}                              | state must be configured or proposed, not "Configured". Did you mean configured?
  {"state":"propsed"}                                 | state must be configured or proposed, not "propsed". Did you mean proposed?
  {"state":"a\nb\u001b[31m"}                          | state must be configured or proposed, not "a\nb\u001b[31m".
  {"adoptExisting":"yes"}                             | adoptExisting must be true or false without quotes, not "yes".
  {"adoptExisting":1}                                 | adoptExisting must be true or false, not 1.
  {"displayName":null,"displayname":"Contoso"}        | displayName must be provided.
                                                      | displayname is not a property of a connected organization. Did you mean displayName?
  {"tags":{}}                                         | tags is not a property of a connected organization, which has ${properties}.
  {"identitySources":[],"constructor":1,"toString":2} | identitySources must not be empty: at least one identity source must be provided.
                                                      | constructor is not a property of a connected organization, which has ${properties}.
                                                      | toString is not a property of a connected organization, which has ${properties}.
  {"identitySources":{"type":"socialIdentitySource"}} | identitySources must be a list of identity sources, not {"type":"socialIdentitySource"}.
  {"displayName":"","state":"open","identitySources":[{"type":"domainIdentitySource","domainName":"contoso"},{"type":"domainIdentitySource","domainName":"contoso.com"},5],"owner":"me"} | displayName must not be empty.
                                                      | state must be configured or proposed, not "open".
                                                      | identitySources[0].domainName must be a domain name such as contoso.com, not "contoso".
                                                      | identitySources[2] must be an identity source such as { type: "domainIdentitySource", domainName: "contoso.com" }, not 5.
                                                      | owner is not a property of a connected organization, which has ${properties}.
`);

const id = "1d5c0000-7c55-4a0b-8f57-5d3a3e0c1f20";
const objectId = "must be the object id of a user or group, not";
const sponsors = (list: string) =>
  table(`
  declared | said

  {"${list}":"${id}"} | ${list} must be a list of object ids of users and groups, not "${id}".
  {"${list}":["me@contoso.com","${id}","teams/${id}",5,null," "]} | ${list}[0] ${objectId} "me@contoso.com". A user principal name is not an object id.
    | ${list}[2] ${objectId} "teams/${id}". Did you mean ${id}?
    | ${list}[3] ${objectId} 5.
    | ${list}[4] ${objectId} null.
    | ${list}[5] must not be empty.
`);

const kinds =
  "one of domainIdentitySource, azureActiveDirectoryTenant, crossCloudAzureActiveDirectoryTenant, externalDomainFederation, socialIdentitySource";

/** The identity sources that are declared. */
const sources = table(`
  declared | said

  "Wingtip.example."                                       | identitySources[0] must be an identity source such as { type: "domainIdentitySource", domainName: "wingtip.example" }, not "Wingtip.example.".
  ["wingtip.example"]                                      | identitySources[0] must be an identity source such as { type: "domainIdentitySource", domainName: "wingtip.example" }, not ["wingtip.example"].
  null                                                     | identitySources[0] must be an identity source such as { type: "domainIdentitySource", domainName: "contoso.com" }, not null.
  {"domainName":"contoso.com"}                             | identitySources[0].type must be provided: ${kinds}.
  {"@odata.type":"#microsoft.graph.azureActiveDirectoryTenant"} | identitySources[0].type must be provided: ${kinds}. Did you mean azureActiveDirectoryTenant?
  {"type":"constructor"}                                   | identitySources[0].type must be ${kinds}, not "constructor".
  {"type":"domainIdentitySorce","domainName":"a.example"}  | identitySources[0].type must be ${kinds}, not "domainIdentitySorce". Did you mean domainIdentitySource?
  {"type":"azureactivedirectorytenant"}                    | identitySources[0].type must be ${kinds}, not "azureactivedirectorytenant". Did you mean azureActiveDirectoryTenant?
  {"type":"domainIdentitySource","displayName":"Contoso"}  | identitySources[0].domainName must be provided for type domainIdentitySource.
  {"type":"azureActiveDirectoryTenant","tenantId":null}    | identitySources[0].tenantId must be provided for type azureActiveDirectoryTenant.
  {"type":"crossCloudAzureActiveDirectoryTenant"}          | identitySources[0].tenantId must be provided for type crossCloudAzureActiveDirectoryTenant.
                                                           | identitySources[0].cloudInstance must be provided for type crossCloudAzureActiveDirectoryTenant.
  {"type":"externalDomainFederation"}                      | identitySources[0].domainName must be provided for type externalDomainFederation.
                                                           | identitySources[0].issuerUri must be provided for type externalDomainFederation.
  {"type":"socialIdentitySource"}                          | identitySources[0].socialIdentitySourceType must be provided for type socialIdentitySource.
  {"type":" domainIdentitySource\\n","domainName":"a.example","tenantId":"x"} | identitySources[0].tenantId is not a property of type domainIdentitySource. It belongs to type azureActiveDirectoryTenant.
  {"type":"domainIdentitySource","domainname":"a.example"} | identitySources[0].domainName must be provided for type domainIdentitySource.
                                                           | identitySources[0].domainname is not a property of type domainIdentitySource. Did you mean domainName?
  {"type":"domainIdentitySource","domainName":"a.example","@odata.type":"x","__proto__":{}} | identitySources[0].@odata.type is not a property of type domainIdentitySource, which has displayName, domainName.
                                                           | identitySources[0].__proto__ is not a property of type domainIdentitySource, which has displayName, domainName.
  {"type":"domainIdentitySource","domainName":"CONTOSO.COM."}, {"type":" domainIdentitySource","domainName":"contoso.com"} | identitySources[1] repeats identitySources[0]: {"type":"domainIdentitySource","domainName":"contoso.com"}.
  {"type":"azureActiveDirectoryTenant","tenantId":"2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20"}, {"type":"socialIdentitySource","socialIdentitySourceType":"facebook"}, {"type":"azureActiveDirectoryTenant","tenantId":"2B1D6F0A-7C55-4A0B-8F57-5D3A3E0C1F20","displayName":"B"} | identitySources[2] repeats identitySources[0]: {"type":"azureActiveDirectoryTenant","displayName":"B","tenantId":"2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20"}.
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
  const failures = sentences.map((sentence) => {
    const [, property, reason] = /^(\S+) (.*)$/.exec(sentence) ?? [];
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
    const cut = `state must be configured or proposed, not "${"x".repeat(116)}....`;
    assertRefused({ ...contoso, state: "x".repeat(500) }, [cut]);
  });
});
