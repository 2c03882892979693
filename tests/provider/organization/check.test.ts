import assert from "node:assert/strict";
import { check } from "../../../provider/organization/check";

const domain = { type: "domainIdentitySource", domainName: "contoso.com" };
const tenantId = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const at = (source: unknown) => ({ displayName: "Contoso", identitySources: [source] });
const kinds =
  "Allowed values are: domainIdentitySource, azureActiveDirectoryTenant, crossCloudAzureActiveDirectoryTenant, externalDomainFederation, socialIdentitySource.";

type Row = [title: string, inputs: Record<string, unknown>, failures: Record<string, string>];

const refused: Row[] = [
  [
    "nothing at all",
    {},
    { displayName: "displayName must be provided.", identitySources: "identitySources must be provided." },
  ],
  [
    "null, like nothing",
    { displayName: null, identitySources: null },
    { displayName: "displayName must be provided.", identitySources: "identitySources must be provided." },
  ],
  [
    "a blank name",
    { displayName: "  ", identitySources: [domain] },
    { displayName: 'Invalid value for displayName: "  ". It must not be empty.' },
  ],
  [
    "a description that is no text",
    { ...at(domain), description: 7 },
    { description: "Invalid value for description: 7. It must be text." },
  ],
  [
    "a state in other words",
    { ...at(domain), state: "active" },
    { state: 'Invalid value for state: "active". Allowed values are: configured, proposed.' },
  ],
  [
    "a state in other case",
    { ...at(domain), state: "Configured" },
    {
      state:
        'Invalid value for state: "Configured". Allowed values are: configured, proposed. Did you mean configured?',
    },
  ],
  [
    "a misspelt state",
    { ...at(domain), state: "propsed" },
    { state: 'Invalid value for state: "propsed". Allowed values are: configured, proposed. Did you mean proposed?' },
  ],
  [
    "a misspelt property",
    { displayname: "Contoso", identitySources: [domain] },
    {
      displayName: "displayName must be provided.",
      displayname: "Unknown property displayname. Did you mean displayName?",
    },
  ],
  ["a property of nothing near", { ...at(domain), tags: {} }, { tags: "Unknown property tags." }],
  [
    "the names of every object's properties",
    JSON.parse('{"displayName":"Contoso","identitySources":[],"constructor":1,"toString":2}'),
    {
      identitySources: "Invalid value for identitySources: []. At least one identity source must be provided.",
      constructor: "Unknown property constructor.",
      toString: "Unknown property toString.",
    },
  ],
  [
    "one source instead of a list",
    { displayName: "Contoso", identitySources: { type: "domainIdentitySource" } },
    {
      identitySources:
        'Invalid value for identitySources: {"type":"domainIdentitySource"}. It must be a list of identity sources.',
    },
  ],
  [
    "text as a source",
    at("contoso.com"),
    { "identitySources[0]": 'Invalid value for identitySources[0]: "contoso.com". It must be an identity source.' },
  ],
  [
    "a list as a source",
    at([domain.domainName]),
    { "identitySources[0]": 'Invalid value for identitySources[0]: ["contoso.com"]. It must be an identity source.' },
  ],
  [
    "null as a source",
    at(null),
    { "identitySources[0]": "Invalid value for identitySources[0]: null. It must be an identity source." },
  ],
  [
    "a source without type",
    at({ domainName: "contoso.com" }),
    { "identitySources[0].type": `Invalid value for identitySources[0].type: undefined. ${kinds}` },
  ],
  [
    "a type that every object has",
    at({ type: "constructor" }),
    { "identitySources[0].type": `Invalid value for identitySources[0].type: "constructor". ${kinds}` },
  ],
  [
    "a misspelt type",
    at({ type: "domainIdentitySorce", domainName: "contoso.com" }),
    {
      "identitySources[0].type": `Invalid value for identitySources[0].type: "domainIdentitySorce". ${kinds} Did you mean domainIdentitySource?`,
    },
  ],
  [
    "a type in lower case",
    at({ type: "azureactivedirectorytenant", tenantId }),
    {
      "identitySources[0].type": `Invalid value for identitySources[0].type: "azureactivedirectorytenant". ${kinds} Did you mean azureActiveDirectoryTenant?`,
    },
  ],
  [
    "a domain source without its domain",
    at({ type: "domainIdentitySource", displayName: "Contoso" }),
    {
      "identitySources[0].domainName": "identitySources[0].domainName must be provided for type domainIdentitySource.",
    },
  ],
  [
    "a tenant without its id",
    at({ type: "azureActiveDirectoryTenant", tenantId: null }),
    {
      "identitySources[0].tenantId":
        "identitySources[0].tenantId must be provided for type azureActiveDirectoryTenant.",
    },
  ],
  [
    "a tenant of another cloud without anything",
    at({ type: "crossCloudAzureActiveDirectoryTenant" }),
    {
      "identitySources[0].tenantId":
        "identitySources[0].tenantId must be provided for type crossCloudAzureActiveDirectoryTenant.",
      "identitySources[0].cloudInstance":
        "identitySources[0].cloudInstance must be provided for type crossCloudAzureActiveDirectoryTenant.",
    },
  ],
  [
    "a federation without its issuer",
    at({ type: "externalDomainFederation", domainName: "contoso.com" }),
    {
      "identitySources[0].issuerUri":
        "identitySources[0].issuerUri must be provided for type externalDomainFederation.",
    },
  ],
  [
    "a social source without its kind",
    at({ type: "socialIdentitySource" }),
    {
      "identitySources[0].socialIdentitySourceType":
        "identitySources[0].socialIdentitySourceType must be provided for type socialIdentitySource.",
    },
  ],
  [
    "a key of another kind",
    at({ ...domain, tenantId }),
    {
      "identitySources[0].tenantId":
        "Unknown property identitySources[0].tenantId. Type domainIdentitySource has: displayName, domainName. It belongs to type azureActiveDirectoryTenant.",
    },
  ],
  [
    "a misspelt key, beside the one it stands for",
    at({ type: "domainIdentitySource", domainname: "contoso.com" }),
    {
      "identitySources[0].domainName": "identitySources[0].domainName must be provided for type domainIdentitySource.",
      "identitySources[0].domainname":
        "Unknown property identitySources[0].domainname. Type domainIdentitySource has: displayName, domainName. Did you mean domainName?",
    },
  ],
  [
    "a key of Graph's wire form",
    at(JSON.parse('{"type":"domainIdentitySource","domainName":"contoso.com","@odata.type":"x","__proto__":{}}')),
    {
      "identitySources[0].@odata.type":
        "Unknown property identitySources[0].@odata.type. Type domainIdentitySource has: displayName, domainName.",
      "identitySources[0].__proto__":
        "Unknown property identitySources[0].__proto__. Type domainIdentitySource has: displayName, domainName.",
    },
  ],
  [
    "a source that repeats another in other spelling, and a third time by another name",
    {
      displayName: "Contoso",
      identitySources: [
        { ...domain, domainName: "CONTOSO.COM." },
        { type: "azureActiveDirectoryTenant", tenantId },
        domain,
        { type: "azureActiveDirectoryTenant", tenantId: tenantId.toUpperCase(), displayName: "Contoso" },
      ],
    },
    {
      "identitySources[2]":
        'Invalid value for identitySources[2]: {"type":"domainIdentitySource","domainName":"contoso.com"}. It repeats identitySources[0].',
      "identitySources[3]": `Invalid value for identitySources[3]: {"type":"azureActiveDirectoryTenant","displayName":"Contoso","tenantId":"${tenantId}"}. It repeats identitySources[1].`,
    },
  ],
  [
    "two sources without their domain, which are no repetition",
    { displayName: "Contoso", identitySources: [{ type: domain.type }, { type: domain.type }] },
    {
      "identitySources[0].domainName": "identitySources[0].domainName must be provided for type domainIdentitySource.",
      "identitySources[1].domainName": "identitySources[1].domainName must be provided for type domainIdentitySource.",
    },
  ],
  [
    "several things at once, all of them",
    {
      displayName: "",
      state: "open",
      identitySources: [{ type: "domainIdentitySource", domainName: "contoso" }, domain, 5],
      owner: "me",
    },
    {
      displayName: 'Invalid value for displayName: "". It must not be empty.',
      state: 'Invalid value for state: "open". Allowed values are: configured, proposed.',
      "identitySources[0].domainName":
        'Invalid value for identitySources[0].domainName: "contoso". It must be a domain name such as contoso.com.',
      "identitySources[2]": "Invalid value for identitySources[2]: 5. It must be an identity source.",
      owner: "Unknown property owner.",
    },
  ],
  [
    "control characters, shown escaped",
    { ...at(domain), state: "a\nb\u001b[31m" },
    { state: 'Invalid value for state: "a\\nb\\u001b[31m". Allowed values are: configured, proposed.' },
  ],
  [
    "a long value, cut",
    { ...at(domain), state: "x".repeat(500) },
    { state: `Invalid value for state: "${"x".repeat(116)}.... Allowed values are: configured, proposed.` },
  ],
];

describe("check refuses", () => {
  for (const [title, inputs, expected] of refused) {
    it(title, () => {
      const failures = Object.entries(expected).map(([property, reason]) => ({ property, reason }));
      assert.deepEqual(check({}, inputs), { inputs, failures });
    });
  }
});
