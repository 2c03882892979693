/** What an editor offers and shows while a program is written, and what the compiler says of the mistakes in it. */
import assert from "node:assert/strict";
import { complaints, completions, hover } from "./editor";

const organization = (sources: string) =>
  `new ConnectedOrganization("x", { displayName: "X", identitySources: [${sources}] });`;
const kinds = [
  "azureActiveDirectoryTenant",
  "crossCloudAzureActiveDirectoryTenant",
  "domainIdentitySource",
  "externalDomainFederation",
  "socialIdentitySource",
];
const clouds = ["microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"];
const environments = ["china", "dod", "global", "public", "usgovernment", "usgovernmentl4", "usgovernmentl5"];
const abroad = 'type: "crossCloudAzureActiveDirectoryTenant"';

describe("an editor", () => {
  const offered: [what: string, program: string, expected: string[]][] = [
    ["every kind of source", organization('{ type: "|" }'), kinds],
    ["every cloud of a source", organization(`{ ${abroad}, cloudInstance: "|" }`), clouds],
    ["the clouds by name", "CloudInstance.|", ["China", "Public", "UsGovernment"]],
    ["every cloud of a provider", 'new Provider("x", { environment: "|" });', environments],
    ["every version of Graph", 'new Provider("x", { apiVersion: "|" });', ["beta", "v1.0"]],
  ];
  for (const [what, program, expected] of offered) {
    it(`offers ${what}`, () => assert.deepEqual(completions(program), expected));
  }

  it("offers the properties of the kind, and of no other", () => {
    const properties = completions(organization(`{ ${abroad}, | }`));
    const [own, foreign] = [
      ["cloudInstance", "displayName", "tenantId"],
      ["domainName", "issuerUri", "socialIdentitySourceType"],
    ];
    assert.deepEqual(
      [properties.filter((name) => own.includes(name)), properties.filter((name) => foreign.includes(name))],
      [own, []],
    );
  });

  it("shows text and example where a resource or a provider is made", () => {
    const resource = hover('new Connected|Organization("x", { displayName: "X", identitySources: [] });');
    assert.match(resource.text, /^A connected organization of Microsoft Entra entitlement management/);
    assert.match(resource.example, /new ConnectedOrganization\("wingtip"/);
    const provider = hover('new Prov|ider("x", {});');
    assert.match(provider.text, /^One tenant among several/);
    assert.match(provider.example, /new Provider\("europe"/);
  });

  it("shows what a property is for", () => {
    assert.match(hover(organization('{ type: "domainIdentitySource", domain|Name: "x" }')).text, /^The domain name\./);
  });
});

describe("the compiler", () => {
  it("lists every kind for a wrong one, and says which was meant", () => {
    const said = (type: string) => complaints(organization(`{ type: "${type}", domainName: "contoso.com" }`));
    const [far = "", near = ""] = [...said("domain"), ...said("domainIdentitySourc")];
    assert.deepEqual(far.match(/(?<=")\w+(Source|Tenant|Federation)(?=")/g)?.sort(), kinds);
    assert.match(near, /\. Did you mean '"domainIdentitySource"'\?$/);
  });

  it("names the property that the kind does not have", () => {
    assert.deepEqual(complaints(organization('{ type: "domainIdentitySource", domain: "contoso.com" }')), [
      "Object literal may only specify known properties, and 'domain' does not exist in type 'DomainIdentitySourceArgs'.",
    ]);
  });
});
