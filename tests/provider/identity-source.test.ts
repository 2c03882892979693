import assert from "node:assert/strict";
import fc from "fast-check";
import {
  describeSource,
  isCertain,
  isDomain,
  isItself,
  kindNames,
  normalizeSource,
  rulesOf,
  type Source,
  sourceFromGraph,
  sourceKey,
  sourceOfKey,
  sourceToGraph,
} from "../../provider/identity-source";
import { domain, respelled, source, tenantId } from "./arbitraries";

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

  it("is read back from the key under which state records it", () => {
    for (const source of [tenantT, abroad, plain, federation, facebook, { type: "wallet", wallet: "a" }]) {
      assert.deepEqual(sourceOfKey(sourceKey(source)), source);
    }
  });

  it("is read from a type in any namespace", () => {
    const odataType = "#Microsoft.IGAELM.EC.FrontEnd.ExternalModel.azureActiveDirectoryTenant";
    assert.deepEqual(sourceFromGraph({ "@odata.type": odataType, tenantId: id }), tenantT);
  });
});
