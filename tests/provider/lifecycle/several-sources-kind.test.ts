/** Every kind of source, and those that Graph will add: written, read back, and no difference. */
import assert from "node:assert/strict";
import { type Switches, switchTable } from "../../../emulator";
import { check } from "../../../provider/organization/check";
import { type Source, sourceFromGraph, sourceToGraph } from "../../../provider/organization/identity-source";
import {
  bodies,
  domain,
  failureOf,
  litware,
  organization,
  outputsNow,
  partialOf,
  tenant,
  unchanged,
} from "../../support/organizations";
import { checked, startWorld } from "../../support/world";

const gone = "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9";
const kinds: Readonly<Record<string, Source>> = {
  "a domain of a tenant": domain("wingtiptoys.com"),
  "a domain of a tenant in another cloud": domain("proseware.us"),
  "a domain of nobody": domain("Bücher-Adatum.com."),
  "a tenant": tenant(litware.toUpperCase()),
  "a tenant of another cloud": {
    type: "crossCloudAzureActiveDirectoryTenant",
    tenantId: gone,
    cloudInstance: "microsoftonline.us",
  },
  "a federation": {
    type: "externalDomainFederation",
    domainName: "Federated.Example",
    issuerUri: "https://sts.federated.example/adfs/services/trust",
    displayName: "Sign-in of the partner",
  },
  "a social provider": { type: "socialIdentitySource", socialIdentitySourceType: "facebook" },
};

const positions: Partial<Switches>[] = [
  ...switchTable.odataType.positions.map((odataType) => ({ odataType })),
  ...switchTable.swap.positions.map((swap) => ({ swap })),
  ...switchTable.storedDomain.positions.map((storedDomain) => ({ storedDomain })),
  ...switchTable.postIdentitySources.positions.map((postIdentitySources) => ({ postIdentitySources })),
];

describe("a source of each kind", () => {
  for (const switches of positions) {
    it(`is no difference after its create, with ${JSON.stringify(switches)}`, async () => {
      for (const [title, source] of Object.entries(kinds)) {
        const world = startWorld({ switches });
        const declared = organization(source);
        const { id, outputs } = await world.create(declared);
        assert.deepEqual(outputs, outputsNow(world, id, declared), title);
        assert.deepEqual(await world.compare(outputs, declared), unchanged, title);
        const seen = await world.read(id, outputs);
        assert.deepEqual(seen?.inputs, checked(declared), title);
        assert.deepEqual(await world.compare(seen.outputs, declared), unchanged, title);
      }
    });
  }

  it("may stand beside all others, and each may go again in place", async () => {
    const world = startWorld();
    const all = Object.values(kinds).filter((_, index) => index !== 1);
    const { id, outputs } = await world.create(organization(...all));
    assert.deepEqual(await world.compare(outputs, organization(...all.toReversed())), unchanged);
    let state = outputs;
    for (let left = all.length - 1; left > 0; left -= 1) {
      const declared = organization(...all.slice(0, left));
      assert.deepEqual(await world.compare(state, declared), {});
      state = await world.update(id, state, declared);
      assert.deepEqual((await world.read(id, state))?.inputs, checked(declared));
    }
    assert.equal(world.emulator.portal.list().length, 1);
  });
});

describe("a kind that Graph added later", () => {
  const wire = {
    "@odata.type": "#microsoft.graph.verifiedIdIdentitySource",
    displayName: "Verified ID of the partner",
    authority: "did:web:wingtiptoys.com",
    trust: { level: 2, issuers: ["https://a.example"] },
  };
  const shown = { type: "verifiedIdIdentitySource", authority: wire.authority, trust: wire.trust };
  const declared = organization(domain("wingtiptoys.com"));

  /** An organization that somebody gave such a source, too. */
  async function startBeside() {
    const world = startWorld();
    const { id, outputs } = await world.create(declared);
    const [first] = world.emulator.portal.get(id)?.identitySources ?? [];
    assert.ok(first);
    world.emulator.portal.patch(id, { identitySources: [first, wire] });
    return { world, id, outputs, first };
  }

  it("is read and shown with all its properties, beside a declared source", async () => {
    const { world, id, outputs } = await startBeside();
    const seen = await world.read(id, outputs);
    assert.deepEqual(seen?.inputs["identitySources"], [domain("wingtiptoys.com"), shown]);
    assert.deepEqual((seen.outputs["resolvedIdentitySources"] as Source[])[1], {
      ...shown,
      displayName: wire.displayName,
    });
    assert.deepEqual(await world.compare(seen.outputs, declared), {});
    // With ignoreChanges the engine hands in what read answered.
    assert.deepEqual(check(seen.inputs, seen.inputs), { inputs: seen.inputs, failures: [] });
  });

  it("survives the change of another property untouched, because sources are not sent then", async () => {
    const { world, id, outputs, first } = await startBeside();
    await world.update(id, outputs, { ...declared, description: "New" });
    assert.deepEqual(bodies(world, "PATCH"), [{ description: "New" }]);
    assert.deepEqual(world.emulator.portal.get(id)?.identitySources, [first, wire]);
  });

  it("goes back to the service as it came", () => {
    assert.deepEqual(sourceToGraph(sourceFromGraph(wire)), wire);
  });
});

describe("a second domain that nobody can say the tenant of", () => {
  it("is a message and not a lost organization, and the next run finishes", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(organization(domain("fabrikam.com")));
    world.emulator.faults.add(
      { path: "findTenantInformation", times: "always", fault: { kind: "status", status: 403 } },
      { path: "openid-configuration", times: "always", fault: { kind: "reset" } },
    );
    const declared = organization(domain("fabrikam.com"), domain("fabrikam.example"));
    const error = await partialOf(world.update(id, outputs, declared));
    assert.match(
      error.message,
      /^updating: The change of identitySources was accepted, but Graph stores azureActiveDirectoryTenant \S+ instead of domainIdentitySource fabrikam.com, domainIdentitySource fabrikam.example\. /,
    );
    world.emulator.faults.clear();
    const healed = await world.update(id, error.outputs, declared);
    assert.deepEqual(await world.compare(healed, declared), unchanged);
    assert.deepEqual((await world.read(id, healed))?.inputs, checked(declared));
  });

  it("does not begin a change that could be another organization", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(organization(domain("fabrikam.com")));
    world.emulator.faults.add({ path: /findTenant|openid/, times: "always", fault: { kind: "reset" } });
    world.sent();
    const error = await failureOf(world.update(id, outputs, organization(domain("fabrikam.example"))));
    assert.match(
      error.message,
      /^Could not determine whether the declared domainIdentitySource fabrikam.example is the stored /,
    );
    assert.deepEqual(bodies(world, "PATCH"), []);
  });
});
