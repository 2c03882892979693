/** Identity sources on the wire, their keys, and how a person calls them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  describeSource,
  describeSources,
  isDomain,
  kindNames,
  normalizeSource,
  rulesOf,
  type Source,
  sourceFromGraph,
  sourceKey,
  sourceOfKey,
  sourceToGraph,
} from "../../../provider/organization/identity-source";
import { respelled, source } from "../../support/arbitraries";

const id = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const issuerUri = "https://sts.contoso.com/trust";
const domainName = "contoso.com";
const cloudInstance = "microsoftonline.us";

/** One of each kind, and what is sent for it beside its type. */
const kinds: [declared: Source, sent: Record<string, unknown>, called: string][] = [
  [
    { type: "domainIdentitySource", domainName },
    { displayName: domainName, domainName },
    "domainIdentitySource contoso.com",
  ],
  [
    { type: "azureActiveDirectoryTenant", tenantId: id, displayName: "Contoso" },
    { displayName: "Contoso", tenantId: id },
    `azureActiveDirectoryTenant ${id}`,
  ],
  [
    { type: "crossCloudAzureActiveDirectoryTenant", tenantId: id, cloudInstance },
    { displayName: id, tenantId: id, cloudInstance },
    `crossCloudAzureActiveDirectoryTenant ${id} microsoftonline.us`,
  ],
  [
    { type: "externalDomainFederation", domainName, issuerUri },
    { displayName: domainName, domainName, issuerUri },
    `externalDomainFederation contoso.com ${issuerUri}`,
  ],
  [
    { type: "socialIdentitySource", socialIdentitySourceType: "facebook" },
    { displayName: "facebook", socialIdentitySourceType: "facebook" },
    "socialIdentitySource facebook",
  ],
  [
    { type: "walletIdentitySource", displayName: "W", wallet: { did: "x" } },
    { displayName: "W", wallet: { did: "x" } },
    "walletIdentitySource",
  ],
];

describe("an identity source of type", () => {
  for (const [declared, sent, called] of kinds) {
    it(`${declared.type} is sent with a name, called by what identifies it, and found again by its key`, () => {
      assert.deepEqual(sourceToGraph(declared), { "@odata.type": `#microsoft.graph.${declared.type}`, ...sent });
      assert.equal(describeSource(declared), called);
      const { displayName: _, ...nameless } = declared;
      assert.deepEqual(sourceOfKey(sourceKey(declared)), nameless);
    });
  }

  it("any in the table has rules, and no other has", () => {
    const named = [...kindNames, "constructor", "toString", "other"].filter((type) => rulesOf(type) !== undefined);
    assert.deepEqual(named, kindNames);
  });

  it("domainIdentitySource is a domain when it has a domain name", () => {
    const idless = { type: "domainIdentitySource" };
    assert.deepEqual([...kinds.map(([declared]) => declared), idless].filter(isDomain), [kinds[0]?.[0]]);
  });

  it("any is listed with others in one line, also without its values", () => {
    const sources = [{ type: "domainIdentitySource" }, { type: "future\nTenant" }];
    assert.equal(describeSources(sources), "domainIdentitySource ?, future Tenant");
    assert.equal(describeSources([]), "nothing");
  });
});

describe("an identity source read from Graph", () => {
  const tenant = { type: "azureActiveDirectoryTenant", tenantId: id };
  const wallet = { displayName: "W", wallet: { did: "x" }, count: 3, list: [1] };
  const rows: [title: string, body: unknown, read: Source][] = [
    ["is in normal form", { "@odata.type": "azureActiveDirectoryTenant", tenantId: id.toUpperCase() }, tenant],
    [
      "has a type of any namespace",
      { "@odata.type": "#Microsoft.IGAELM.EC.azureActiveDirectoryTenant" },
      { type: tenant.type },
    ],
    ["has no name where Graph's is null", { "@odata.type": tenant.type, displayName: null, tenantId: id }, tenant],
    ["has no value where Graph's is null", { "@odata.type": tenant.type, tenantId: null }, { type: tenant.type }],
    ["has no null of an unknown kind", { "@odata.type": "wallet", did: null }, { type: "wallet" }],
    [
      "keeps a value that breaks its rule",
      { "@odata.type": "domainIdentitySource", domainName: "Not A Domain", displayName: "N" },
      { type: "domainIdentitySource", domainName: "Not A Domain", displayName: "N" },
    ],
    [
      "keeps all of an unknown kind",
      { "@odata.type": "#microsoft.graph.wallet", ...wallet },
      { type: "wallet", ...wallet },
    ],
    ["keeps all of no kind", wallet, { type: "unknown", ...wallet }],
    [
      "may be of a type that every object has",
      { "@odata.type": "#microsoft.graph.constructor" },
      { type: "constructor" },
    ],
    ...[null, undefined, "text", 5, true, ["a"]].map((value): [string, unknown, Source] => [
      `keeps ${JSON.stringify(value)}`,
      value,
      { type: "unknown", value },
    ]),
  ];
  for (const [title, body, read] of rows) {
    it(title, () => assert.deepEqual(sourceFromGraph(body), read));
  }

  it("has its kind with or without #, with or without a namespace, and in any case", () => {
    for (const kind of kindNames) {
      const types = [`#microsoft.graph.${kind}`, `microsoft.graph.${kind}`, kind];
      const spelled = types.flatMap((type) => [type, type.toLowerCase(), type.toUpperCase()]);
      const found = spelled.map((type) => sourceFromGraph({ "@odata.type": type }));
      assert.deepEqual(found, new Array(9).fill({ type: kind }));
    }
  });

  it("is what was sent, in its normal form and with a name", () => {
    fc.assert(
      fc.property(source, (any) => {
        const normal = normalizeSource(any);
        const sent = sourceToGraph(normal);
        const displayName = normal.displayName ?? String(sent["displayName"]);
        const read = sourceFromGraph(JSON.parse(JSON.stringify(sent)));
        assert.deepEqual(read, { ...normal, displayName });
        assert.equal(sourceKey(read), sourceKey(normal));
      }),
    );
  });

  it("is read from any JSON, and its normal form is its own normal form", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...kindNames, "other", undefined), (json, kind) => {
        const body = typeof json === "object" && !Array.isArray(json) ? { ...json, "@odata.type": kind } : json;
        const read = sourceFromGraph(JSON.parse(JSON.stringify(body)));
        assert.equal(typeof read.type, "string");
        assert.deepEqual(normalizeSource(read), read);
      }),
    );
  });
});

describe("the key of an identity source", () => {
  it("is the same in every spelling and under every name", () => {
    fc.assert(
      fc.property(
        source.chain((one) => fc.tuple(fc.constant(one), respelled(one))),
        ([one, again]) => assert.equal(sourceKey(normalizeSource(again)), sourceKey(normalizeSource(one))),
      ),
    );
  });

  it("of an unknown kind does not depend on the order of its properties", () => {
    const one = { type: "walletIdentitySource", wallet: "a", chain: "b", displayName: "c" };
    const two = { chain: "b", displayName: "d", wallet: "a", type: "walletIdentitySource" };
    assert.equal(sourceKey(one), sourceKey(two));
  });

  it("differs when any other property than the name differs", () => {
    const base = { type: "externalDomainFederation", domainName, issuerUri };
    const crossCloud = { type: "crossCloudAzureActiveDirectoryTenant", tenantId: id, cloudInstance };
    const others: Source[] = [
      base,
      { ...base, type: "domainIdentitySource" },
      { ...base, domainName: "contoso.org" },
      { ...base, issuerUri: "https://b.example" },
      { ...crossCloud, type: "azureActiveDirectoryTenant" },
      crossCloud,
      { ...crossCloud, cloudInstance: "microsoftonline.com" },
      { type: "walletIdentitySource", wallet: "a" },
      { type: "walletIdentitySource", wallet: "b" },
      { type: "walletIdentitySource" },
    ];
    assert.equal(new Set(others.map(sourceKey)).size, others.length);
  });
});
