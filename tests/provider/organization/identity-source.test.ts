import assert from "node:assert/strict";
import fc from "fast-check";
import {
  describeSource,
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
import { domain, respelled, source, tenantId } from "../../support/arbitraries";

const id = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";

const wireForms: [declared: Source, wire: Record<string, unknown>][] = [
  [
    { type: "domainIdentitySource", domainName: "contoso.com" },
    {
      "@odata.type": "#microsoft.graph.domainIdentitySource",
      displayName: "contoso.com",
      domainName: "contoso.com",
    },
  ],
  [
    { type: "azureActiveDirectoryTenant", tenantId: id, displayName: "Contoso" },
    { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", displayName: "Contoso", tenantId: id },
  ],
  [
    { type: "crossCloudAzureActiveDirectoryTenant", tenantId: id, cloudInstance: "microsoftonline.us" },
    {
      "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
      displayName: id,
      tenantId: id,
      cloudInstance: "microsoftonline.us",
    },
  ],
  [
    { type: "externalDomainFederation", domainName: "contoso.com", issuerUri: "https://sts.contoso.com/trust" },
    {
      "@odata.type": "#microsoft.graph.externalDomainFederation",
      displayName: "contoso.com",
      domainName: "contoso.com",
      issuerUri: "https://sts.contoso.com/trust",
    },
  ],
  [
    { type: "socialIdentitySource", socialIdentitySourceType: "facebook" },
    {
      "@odata.type": "#microsoft.graph.socialIdentitySource",
      displayName: "facebook",
      socialIdentitySourceType: "facebook",
    },
  ],
];

describe("an identity source sent to Graph", () => {
  for (const [declared, wire] of wireForms) {
    it(`of type ${declared.type} has Graph's type, its keys and always a name`, () => {
      assert.deepEqual(sourceToGraph(declared), wire);
    });
  }

  it("reads back as its normal form, with the name that was sent", () => {
    fc.assert(
      fc.property(source, (any) => {
        const normal = normalizeSource(any);
        const sent = sourceToGraph(normal);
        const expected = { ...normal, displayName: String(sent["displayName"]) };
        assert.deepEqual(sourceFromGraph(JSON.parse(JSON.stringify(sent))), expected);
        assert.equal(sourceKey(sourceFromGraph(sent)), sourceKey(normal));
        if (normal.displayName !== undefined) assert.deepEqual(expected, normal);
      }),
    );
  });

  it("goes back as it came when its kind is not known", () => {
    const wire = { "@odata.type": "#microsoft.graph.walletIdentitySource", displayName: "W", wallet: { did: "x" } };
    assert.deepEqual(sourceToGraph(sourceFromGraph(wire)), wire);
  });
});

describe("an identity source read from Graph", () => {
  it("has its kind with or without #, with or without namespace, and in any case", () => {
    for (const kind of kindNames) {
      const types = [`#microsoft.graph.${kind}`, `microsoft.graph.${kind}`, kind].flatMap((type) => [
        type,
        type.toLowerCase(),
        type.toUpperCase(),
      ]);
      const found = types.map((type) => sourceFromGraph({ "@odata.type": type }));
      assert.deepEqual(found, new Array(9).fill({ type: kind }));
    }
  });

  it("is in normal form, without Graph's nulls", () => {
    const body = {
      "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
      displayName: null,
      tenantId: id.toUpperCase(),
    };
    assert.deepEqual(sourceFromGraph(body), { type: "azureActiveDirectoryTenant", tenantId: id });
    assert.deepEqual(sourceFromGraph({ ...body, tenantId: null }), { type: "azureActiveDirectoryTenant" });
    assert.deepEqual(sourceFromGraph({ "@odata.type": "wallet", did: null }), { type: "wallet" });
  });

  it("keeps a value that breaks its rule", () => {
    const body = {
      "@odata.type": "microsoft.graph.domainIdentitySource",
      domainName: "Not A Domain",
      displayName: "N",
    };
    assert.deepEqual(sourceFromGraph(body), {
      type: "domainIdentitySource",
      domainName: "Not A Domain",
      displayName: "N",
    });
  });

  it("of an unknown kind, or of none, keeps all its properties", () => {
    const rest = { displayName: "W", wallet: { did: "x" }, count: 3, list: [1] };
    assert.deepEqual(sourceFromGraph({ "@odata.type": "#microsoft.graph.walletIdentitySource", ...rest }), {
      type: "walletIdentitySource",
      ...rest,
    });
    assert.deepEqual(sourceFromGraph(rest), { type: "unknown", ...rest });
    assert.deepEqual(sourceFromGraph({ "@odata.type": "#microsoft.graph.constructor" }), { type: "constructor" });
  });

  it("that is no object is kept as a value", () => {
    for (const body of [null, undefined, "text", 5, true, ["a"]]) {
      assert.deepEqual(sourceFromGraph(body), { type: "unknown", value: body });
    }
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

  it("differs when any other property than the name differs", () => {
    const base = { type: "externalDomainFederation", domainName: "contoso.com", issuerUri: "https://a.example" };
    const others: Source[] = [
      { ...base, type: "domainIdentitySource" },
      { ...base, domainName: "contoso.org" },
      { ...base, issuerUri: "https://b.example" },
      { type: "azureActiveDirectoryTenant", tenantId: id },
      { type: "crossCloudAzureActiveDirectoryTenant", tenantId: id, cloudInstance: "microsoftonline.us" },
      { type: "crossCloudAzureActiveDirectoryTenant", tenantId: id, cloudInstance: "microsoftonline.com" },
      { type: "walletIdentitySource", wallet: "a" },
      { type: "walletIdentitySource", wallet: "b" },
      { type: "walletIdentitySource" },
    ];
    assert.equal(new Set([base, ...others].map(sourceKey)).size, others.length + 1);
  });

  it("of an unknown kind does not depend on the order of its properties", () => {
    const one = { type: "walletIdentitySource", wallet: "a", chain: "b", displayName: "c" };
    const two = { chain: "b", displayName: "d", wallet: "a", type: "walletIdentitySource" };
    assert.equal(sourceKey(one), sourceKey(two));
  });
});

describe("an identity source", () => {
  it("has rules when its kind is known, and none otherwise", () => {
    const named = [...kindNames, "constructor", "toString", "other"].filter((type) => rulesOf(type) !== undefined);
    assert.deepEqual(named, kindNames);
  });

  it("is a domain only with a domain name", () => {
    fc.assert(
      fc.property(domain, tenantId, (domainName, tenant) => {
        const found = [
          { type: "domainIdentitySource", domainName },
          { type: "domainIdentitySource" },
          { type: "externalDomainFederation", domainName },
          { type: "azureActiveDirectoryTenant", tenantId: tenant },
        ].map(isDomain);
        assert.deepEqual(found, [true, false, false, false]);
      }),
    );
  });

  it("is called by its type and what identifies it", () => {
    assert.deepEqual(
      wireForms.map(([declared]) => describeSource(declared)),
      [
        "domainIdentitySource contoso.com",
        `azureActiveDirectoryTenant ${id}`,
        `crossCloudAzureActiveDirectoryTenant ${id} microsoftonline.us`,
        "externalDomainFederation contoso.com https://sts.contoso.com/trust",
        "socialIdentitySource facebook",
      ],
    );
    assert.equal(describeSource({ type: "walletIdentitySource", wallet: "a" }), "walletIdentitySource");
  });
});

describe("an identity source in state and from the service", () => {
  it("is read back from the key under which state records it", () => {
    const sources = [...wireForms.map(([declared]) => declared), { type: "wallet", wallet: "a" }];
    for (const source of sources) {
      const { displayName: _, ...nameless } = source as Source;
      assert.deepEqual(sourceOfKey(sourceKey(source)), nameless);
    }
  });

  it("is read from a type in any namespace", () => {
    const odataType = "#Microsoft.IGAELM.EC.FrontEnd.ExternalModel.azureActiveDirectoryTenant";
    const source = { type: "azureActiveDirectoryTenant", tenantId: id };
    assert.deepEqual(sourceFromGraph({ "@odata.type": odataType, tenantId: id }), source);
  });
});
