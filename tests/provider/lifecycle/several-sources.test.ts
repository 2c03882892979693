/** Organizations of several identity sources: how they are made, changed, and kept when the service will not change them. */
import assert from "node:assert/strict";
import type { Switches } from "../../../emulator";
import { PartialFailure } from "../../../provider/errors";
import { type Source, sourceKey } from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";
import {
  at,
  bodies,
  collection,
  domain,
  fabrikam,
  failureOf,
  litware,
  messageOf,
  organization,
  replacement,
  stored,
  tenant,
  unchanged,
  unfinished,
  wingtip,
} from "../../support/organizations";
import { checked, startWorld, type World } from "../../support/world";

const wingtipDomain = domain("wingtiptoys.com");
const adatum = domain("adatum.com");
const noChange =
  "Graph's pages contradict each other on whether identity sources can change; where they cannot, declare what is stored, or ask for a new organization by pulumi up --replace with the resource's URN.";

const keysOf = (sources: unknown): string[] => (sources as Source[]).map(sourceKey).sort();
const onWire = (source: Source, displayName: unknown) => {
  const { type, ...properties } = source;
  return { "@odata.type": `#microsoft.graph.${type}`, displayName, ...properties };
};

/** Nothing to do, now and after a refresh. */
async function staysAsDeclared(world: World, id: string, outputs: Values, declared: Values): Promise<void> {
  assert.deepEqual(outputs["identitySources"], checked(declared)["identitySources"]);
  assert.deepEqual(keysOf(outputs["resolvedIdentitySources"]), keysOf(stored(world, id)));
  assert.deepEqual(await world.compare(outputs, declared), unchanged);
  const seen = await world.read(id, outputs);
  assert.deepEqual(seen, { outputs, inputs: checked(declared) });
}

describe("an organization of several sources", () => {
  it("is created with one, and the others follow together, looked at", async () => {
    const world = startWorld({ switches: { twoSources: "refused" } });
    const declared = organization(wingtipDomain, tenant(litware), adatum);
    const { id, outputs } = await world.create(declared);
    const [wingtipSource, litwareSource, adatumSource] = [
      onWire(tenant(wingtip), "Wingtip Toys"),
      onWire(tenant(litware), litware),
      onWire(adatum, "adatum.com"),
    ];
    const [posted] = bodies(world, "POST") as Values[];
    assert.deepEqual(posted?.["identitySources"], [onWire(wingtipDomain, "wingtiptoys.com")]);
    assert.deepEqual(bodies(world, "PATCH"), [{ identitySources: [wingtipSource, litwareSource, adatumSource] }]);
    const item = at(id);
    assert.deepEqual(world.sent(), [
      `POST ${collection}`,
      `GET ${item}`,
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='adatum.com')",
      "GET /adatum.com/.well-known/openid-configuration",
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='wingtiptoys.com')",
      `PATCH ${item}`,
      `GET ${item}`,
    ]);
    await staysAsDeclared(world, id, outputs, declared);
  });

  it("is completed with the declared form of a source that the first read showed as somebody else's", async () => {
    const world = startWorld();
    const odd = { kind: "merge", body: { identitySources: [onWire(tenant(litware), "Litware")] } } as const;
    world.emulator.faults.add({ method: "GET", path: "connectedOrganizations/", fault: odd });
    const declared = organization(wingtipDomain, adatum);
    const { id, outputs } = await world.create(declared);
    const sent = [onWire(wingtipDomain, "wingtiptoys.com"), onWire(adatum, "adatum.com")];
    assert.deepEqual(bodies(world, "PATCH"), [{ identitySources: sent }]);
    await staysAsDeclared(world, id, outputs, declared);
  });

  it("gains and loses sources in place, beside a common one", async () => {
    const world = startWorld();
    const start = organization(wingtipDomain);
    const { id, outputs } = await world.create(start);
    let state = outputs;
    const steps = [
      organization(adatum, wingtipDomain),
      organization(adatum, tenant(fabrikam)),
      organization(tenant(fabrikam), domain("litwareinc.com"), domain("free.example")),
      organization(domain("free.example")),
    ];
    for (const declared of steps) {
      assert.deepEqual(await world.compare(state, declared), {});
      state = await world.update(id, state, declared);
      await staysAsDeclared(world, id, state, declared);
    }
    assert.deepEqual(world.emulator.portal.list().length, 1);
  });

  it("takes nothing but a PATCH between two looks to lose one, and the rest is sent as it is stored", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(organization(wingtipDomain, adatum));
    world.sent();
    await world.update(id, outputs, organization(wingtipDomain));
    assert.deepEqual(bodies(world, "PATCH"), [{ identitySources: [onWire(tenant(wingtip), "Wingtip Toys")] }]);
    assert.deepEqual(world.sent(), [`GET ${at(id)}`, `PATCH ${at(id)}`, `GET ${at(id)}`]);
  });

  it("is another organization when nothing is in common", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(organization(wingtipDomain, adatum));
    const declared = organization(tenant(litware), domain("free.example"));
    assert.deepEqual(await world.compare(outputs, declared), { ...replacement });
    world.sent();
    assert.equal(
      await messageOf(world.update(id, outputs, declared)),
      `The declared azureActiveDirectoryTenant ${litware}, domainIdentitySource free.example is another organization than the stored azureActiveDirectoryTenant ${wingtip}, domainIdentitySource adatum.com. Run up again: the preview will show the replacement.`,
    );
    assert.deepEqual(world.sent(), []);
  });

  it("shows a source that somebody added or removed, and an update repairs it", async () => {
    const world = startWorld();
    const declared = organization(wingtipDomain, adatum);
    const { id, outputs } = await world.create(declared);
    world.emulator.portal.patch(id, {
      identitySources: [onWire(tenant(wingtip), "Wingtip Toys"), onWire(tenant(litware), "Litware")],
    });
    const seen = await world.read(id, outputs);
    assert.deepEqual(seen?.inputs["identitySources"], [wingtipDomain, tenant(litware)]);
    assert.deepEqual(await world.compare(seen.outputs, declared), {});
    const repaired = await world.update(id, seen.outputs, declared);
    await staysAsDeclared(world, id, repaired, declared);
  });

  for (const swapOnPatch of ["swapped", "kept"] as const) {
    it(`may hold two domains of one tenant, domains in a PATCH are ${swapOnPatch}`, async () => {
      const world = startWorld({ switches: { swapOnPatch } });
      const declared = organization(domain("fabrikam.com"), domain("fabrikam.example"));
      const { id, outputs } = await world.create(declared);
      await staysAsDeclared(world, id, outputs, declared);
      const one = organization(domain("fabrikam.example"));
      assert.notDeepEqual(await world.compare(outputs, one), replacement);
      const left = await world.update(id, outputs, one);
      await staysAsDeclared(world, id, left, one);
    });
  }

  it("may be given the tenant in place of one of its domains, without a difference", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(organization(adatum, wingtipDomain));
    assert.deepEqual(await world.compare(outputs, organization(tenant(wingtip), adatum)), unchanged);
    const respelled = organization(domain("WINGTIPTOYS.com"), domain("ADATUM.com."));
    assert.deepEqual(await world.compare(outputs, respelled), unchanged);
    assert.equal(world.emulator.portal.get(id)?.identitySources.length, 2);
  });
});

describe("a service that does not change identity sources", () => {
  const answers: [Switches["patchIdentitySources"], fact: string][] = [
    [
      "ignored",
      `The change of identitySources was accepted, but Graph stores azureActiveDirectoryTenant ${wingtip} instead of domainIdentitySource wingtiptoys.com, domainIdentitySource adatum.com.`,
    ],
    [
      "refused",
      `The change of identitySources was refused: Graph answered 400 InvalidModel: The model is invalid. identitySources cannot be changed. Graph stores azureActiveDirectoryTenant ${wingtip}.`,
    ],
  ];
  for (const [patchIdentitySources, fact] of answers) {
    it(`leaves a new organization in state as it is and says so: ${patchIdentitySources}`, async () => {
      const world = startWorld({ switches: { patchIdentitySources } });
      const declared = { ...organization(wingtipDomain, adatum), internalSponsors: [] };
      const error = await failureOf(world.create(declared));
      assert.ok(error instanceof PartialFailure, error.stack);
      assert.equal(withoutIds(error.message), `creating: ${fact} ${noChange}`);
      assert.deepEqual(error.outputs["identitySources"], [wingtipDomain]);
      assert.equal(error.outputs["__unfinished"], true);
      assert.deepEqual(keysOf(stored(world, error.id)), [sourceKey(tenant(wingtip))]);
      await heals(world, error.id, error.outputs, declared);
    });

    it(`leaves an organization and its state as they are and says so: ${patchIdentitySources}`, async () => {
      const world = startWorld({ switches: { patchIdentitySources } });
      const before = organization(wingtipDomain);
      const { id, outputs } = await world.create(before);
      const declared = organization(adatum, wingtipDomain);
      const inOrder = fact.replace(/(domainIdentitySource \S+), (domainIdentitySource \S+)\.$/, "$2, $1.");
      const error = await failureOf(world.update(id, outputs, declared));
      const isTaken = patchIdentitySources === "ignored";
      assert.equal(withoutIds(error.message), `${isTaken ? "updating: " : ""}${inOrder} ${noChange}`);
      assert.equal(error instanceof PartialFailure, isTaken);
      const left = error instanceof PartialFailure ? error.outputs : outputs;
      assert.deepEqual(left, isTaken ? unfinished(outputs, { identitySources: true }) : outputs);
      assert.deepEqual(keysOf(stored(world, id)), [sourceKey(tenant(wingtip))]);
      const seen = await world.read(id, left);
      assert.deepEqual(seen?.inputs, checked(before));
      assert.equal(seen.outputs["__unfinished"], undefined);
      await heals(world, id, left, declared);
    });
  }

  async function heals(world: World, id: string, outputs: Values, declared: Values): Promise<void> {
    assert.deepEqual(await world.compare(outputs, declared), {});
    world.emulator.switches.set({ patchIdentitySources: "replaces" });
    const healed = await world.update(id, outputs, declared);
    await staysAsDeclared(world, id, healed, declared);
    assert.equal(world.emulator.portal.list().length, 1);
  }
});

function withoutIds(message: string): string {
  return message.replace(/ \((request-id|client-request-id|date)[^)]*\)/g, "");
}
