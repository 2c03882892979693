/** How identity sources are stored and how answers write them. */
import assert from "node:assert/strict";
import type { Switches } from "../../emulator";
import {
  type Client,
  createClient,
  crossCloud,
  domain,
  fabrikam,
  follows,
  government,
  ids,
  item,
  type Json,
  organizations,
  tenant,
  wingtip,
  withSwitches,
} from "./client";

const patch = (client: Client, id: string, identitySources: readonly object[]) =>
  client.brief("PATCH", item(id), { identitySources });

/** What is stored for a source that is created. */
const storedFor = (source: object) => async (client: Client) => {
  const id = await client.create("x", { identitySources: [source] });
  return await client.sources(id);
};

describe("emulator: how sources are stored", () => {
  follows(
    "stores a domain of another cloud's tenant",
    storedFor(domain("proseware.us")),
  )([
    [{ swap: "tenant" }, [tenant(ids.government, "Proseware Government")]],
    [{ swap: "crossCloud" }, [government]],
    [{ swap: "kept" }, [domain("proseware.us")]],
    [{ swap: "later" }, [domain("proseware.us")]],
  ]);
  follows(
    "stores a domain of its own cloud's tenant",
    storedFor(domain("wingtiptoys.com")),
  )([[{ swap: "crossCloud" }, [wingtip]]]);
  follows(
    "stores a domain that no tenant has",
    storedFor(domain("Müller.Example")),
  )([
    [{ storedDomain: "asSent" }, [domain("Müller.Example")]],
    [{ storedDomain: "lowerCase" }, [domain("müller.example")]],
    [{ storedDomain: "punycode" }, [domain("xn--mller-kva.example")]],
  ]);
  follows(
    "names a tenant",
    storedFor(tenant(ids.wingtip, "mine")),
  )([
    [{ tenantDisplayName: "kept" }, [tenant(ids.wingtip, "mine")]],
    [{ tenantDisplayName: "overwritten" }, [wingtip]],
  ]);

  it("shows the tenant after as many reads as swapAfterReads says, also after a PATCH", async () => {
    const client = withSwitches({ swap: "later", swapAfterReads: 2 });
    const id = await client.create("wingtiptoys.com");
    const seen = [await client.sources(id), await client.sources(id), await client.sources(id)];
    const before = [domain("wingtiptoys.com")];
    assert.deepEqual(seen, [before, before, [wingtip]]);
    await patch(client, id, [domain("fabrikam.com")]);
    assert.deepEqual(await client.sources(id), [domain("fabrikam.com")]);
  });

  it("swaps domains in any spelling and leaves those that no tenant has alone", async () => {
    const client = createClient();
    assert.deepEqual(await storedFor(domain("BÜCHER.example"))(client), [fabrikam]);
    assert.deepEqual(await storedFor(domain("Adatum.COM"))(client), [domain("Adatum.COM")]);
  });

  it("keeps every kind of source, and a derived type nobody knows", async () => {
    const unknown = { "@odata.type": "#microsoft.graph.walletIdentitySource", issuer: "did:web:adatum.com" };
    const client = createClient({ seed: { organizations: [{ id: ids.nobody, identitySources: [unknown] }] } });
    assert.deepEqual(await client.sources(ids.nobody), [unknown]);
    const type = "#microsoft.graph.socialIdentitySource";
    for (const source of [
      { "@odata.type": "#microsoft.graph.externalDomainFederation", domainName: "a.example", issuerUri: "urn:a" },
      crossCloud(ids.government, "Proseware"),
      { "@odata.type": type, displayName: "F", socialIdentitySourceType: "facebook" },
    ]) {
      assert.deepEqual(await storedFor(source)(client), [source]);
    }
  });
});

describe("emulator: sources that are stored as the same identity", () => {
  const twice = [domain("fabrikam.com"), domain("fabrikam.onmicrosoft.com")];
  const positions = [
    ["once", [fabrikam]],
    ["kept", [fabrikam, fabrikam]],
  ] as const;
  const rows = positions.map(([equalSources, stored]) => [{ equalSources }, stored] as const);

  follows(
    "stores two domains of one tenant from a POST",
    async (client) => await client.sources(await client.create("x", { identitySources: twice })),
  )(rows);
  follows("stores two domains of one tenant from a PATCH over another source", async (client) => {
    const id = await client.create("adatum.com");
    assert.equal(await patch(client, id, twice), "204");
    return await client.sources(id);
  })(rows);
  follows("stores a tenant and its domain from a PATCH over the tenant, and goes back,", async (client) => {
    const id = await client.create("fabrikam.com");
    const there = [await patch(client, id, [fabrikam, domain("fabrikam.com")]), await client.sources(id)];
    return [...there, await patch(client, id, [fabrikam]), await client.sources(id)];
  })(positions.map(([equalSources, stored]) => [{ equalSources }, ["204", stored, "204", [fabrikam]]]));
  follows("stores two domains that become a tenant later", async (client) => {
    const id = await client.create("x", { identitySources: twice });
    return [await client.sources(id), await client.sources(id)];
  })(positions.map(([equalSources, stored]) => [{ equalSources, swap: "later", swapAfterReads: 1 }, [twice, stored]]));

  it("stores one when the portal stored two and a PATCH sends one", async () => {
    const client = withSwitches({ swap: "later" });
    const { id } = client.emulator.portal.create({ identitySources: [fabrikam, fabrikam] });
    assert.deepEqual(await client.sources(id), [fabrikam, fabrikam]);
    await patch(client, id, [fabrikam]);
    assert.deepEqual(await client.sources(id), [fabrikam]);
  });

  const overTenant: [what: string, sources: Json[], refused: string][] = [
    ["the tenant", [tenant(ids.fabrikam.toUpperCase(), "Another name")], "204"],
    ["the tenant twice", [fabrikam, fabrikam], "204"],
    ["its domain", [domain("fabrikam.com")], "400 InvalidModel"],
    ["the tenant and its domain", [fabrikam, domain("fabrikam.com")], "400 InvalidModel"],
    ["the tenant as one of another cloud", [crossCloud(ids.fabrikam)], "400 InvalidModel"],
    ["the tenant in both forms", [fabrikam, crossCloud(ids.fabrikam)], "400 InvalidModel"],
    ["nothing", [], "400 InvalidModel"],
  ];
  for (const [what, sources, refused] of overTenant) {
    follows(`answers a PATCH of ${what} over a stored tenant, and changes nothing,`, async (client) => {
      const id = await client.create("fabrikam.com");
      return [await patch(client, id, sources), await client.sources(id)];
    })([
      [{ patchIdentitySources: "ignored" }, ["204", [fabrikam]]],
      [{ patchIdentitySources: "refused" }, [refused, [fabrikam]]],
    ]);
  }

  it("refuses the tenant twice in place of the tenant when equal sources are kept", async () => {
    const client = withSwitches({ patchIdentitySources: "refused", equalSources: "kept" });
    const id = await client.create("fabrikam.com");
    assert.equal(await patch(client, id, [fabrikam, fabrikam]), "400 InvalidModel");
    assert.equal(await client.brief("PATCH", item(id), { displayName: "new" }), "204");
  });
});

describe("emulator: how answers write sources", () => {
  const stored: Json[] = [wingtip, government, domain("adatum.com")];
  const backEnd = "#Microsoft.IGAELM.EC.FrontEnd.ExternalModel";
  const tomorrow = "#microsoft.graph.multitenantOrganizationTenant";
  const without = (name: string, source: Json) =>
    Object.fromEntries(Object.entries(source).filter(([property]) => property !== name));
  const typed = (types: readonly string[]) =>
    stored.map((source, index) => ({ ...source, "@odata.type": types[index] }));
  const kinds = ["azureActiveDirectoryTenant", "crossCloudAzureActiveDirectoryTenant", "domainIdentitySource"];

  const written: [sourceIdentity: Switches["sourceIdentity"], sources: Json[]][] = [
    ["plain", stored],
    ["backendNamespace", typed(kinds.map((kind) => `${backEnd}.${kind}`))],
    ["untyped", stored.map((source) => without("@odata.type", source))],
    ["noTenantId", [without("tenantId", wingtip), without("tenantId", government), domain("adatum.com")]],
    ["tomorrow", typed([tomorrow, tomorrow, "#microsoft.graph.domainIdentitySource"])],
  ];
  for (const [sourceIdentity, sources] of written) {
    it(`writes sources as sourceIdentity ${sourceIdentity} says, in every answer`, async () => {
      const client = withSwitches({ sourceIdentity, postIdentitySources: "filled", patchAnswer: 202 });
      const posted = await client.call("POST", organizations, { identitySources: stored });
      const id = String(posted.json["id"]);
      const [listed] = await client.readAll(organizations);
      const patched = await client.call("PATCH", item(id), { identitySources: stored });
      for (const answer of [posted.json, await client.read(id), listed, patched.json]) {
        assert.deepEqual(answer?.["identitySources"], sources);
      }
      assert.deepEqual(client.emulator.portal.get(id)?.identitySources, stored);
    });
  }

  const spelt: [switches: Partial<Switches>, type: string | undefined][] = [
    [{ odataType: "hash" }, "#microsoft.graph.azureActiveDirectoryTenant"],
    [{ odataType: "bare" }, "microsoft.graph.azureActiveDirectoryTenant"],
    [{ odataType: "otherCase" }, "#microsoft.graph.azureactivedirectorytenant"],
    [{ sourceIdentity: "backendNamespace", odataType: "bare" }, `${backEnd.slice(1)}.azureActiveDirectoryTenant`],
    [
      { sourceIdentity: "backendNamespace", odataType: "otherCase" },
      `${backEnd.toLowerCase()}.azureactivedirectorytenant`,
    ],
    [{ sourceIdentity: "untyped", odataType: "bare" }, undefined],
    [{ sourceIdentity: "noTenantId", odataType: "bare" }, "microsoft.graph.azureActiveDirectoryTenant"],
    [{ sourceIdentity: "tomorrow", odataType: "bare" }, tomorrow.slice(1)],
    [{ sourceIdentity: "tomorrow", odataType: "otherCase" }, tomorrow.toLowerCase()],
  ];
  follows("spells the type of a source", async (client) => {
    const [source] = (await client.sources(await client.create("wingtiptoys.com"))) as Json[];
    return source?.["@odata.type"];
  })(spelt);

  it("gives an unknown kind its place in the back end's namespace, too", async () => {
    const client = withSwitches({ sourceIdentity: "backendNamespace" });
    const { id } = client.emulator.portal.create({ identitySources: [{ "@odata.type": "microsoft.graph.x", y: 1 }] });
    assert.deepEqual(await client.sources(id), [{ "@odata.type": `${backEnd}.x`, y: 1 }]);
  });

  const spellings: [prefix: string, kind: string][] = [
    [`${backEnd}.`, "domainIdentitySource"],
    [`${backEnd.slice(1)}.`, "DomainIdentitySource"],
    ["microsoft.graph.", "domainIdentitySource"],
    ["#MICROSOFT.GRAPH.", "DOMAINIDENTITYSOURCE"],
  ];
  for (const [prefix, kind] of spellings) {
    it(`takes the type ${prefix}${kind} from callers, and answers with the plain one`, async () => {
      const client = createClient();
      const source = { ...domain("adatum.com"), "@odata.type": prefix + kind };
      const id = await client.create("x", { identitySources: [source] });
      assert.deepEqual(await client.sources(id), [domain("adatum.com")]);
      await patch(client, id, [{ ...wingtip, "@odata.type": `${prefix}azureActiveDirectoryTenant` }]);
      assert.deepEqual(await client.sources(id), [wingtip]);
    });
  }

  it("refuses a type without a namespace", async () => {
    const source = { ...domain("adatum.com"), "@odata.type": "domainIdentitySource" };
    const answer = await createClient().brief("POST", organizations, { identitySources: [source] });
    assert.equal(answer, "400 BadRequest");
  });
});
