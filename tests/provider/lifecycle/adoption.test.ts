/** adoptExisting: an organization that nobody declared is taken over, exactly one and only by identity. */
import assert from "node:assert/strict";
import type { OrganizationInput, Switches } from "../../../emulator";
import { PartialFailure } from "../../../provider/errors";
import type { Source } from "../../../provider/organization/identity-source";
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
  outputsNow,
  tenant,
  unchanged,
  wingtip,
} from "../../support/organizations";
import { adele, diego, members } from "../../support/sponsors";
import { checked, startWorld, type World } from "../../support/world";

const proseware = "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9";
const abroad: Source = {
  type: "crossCloudAzureActiveDirectoryTenant",
  tenantId: proseware,
  cloudInstance: "microsoftonline.us",
};
const first = "11111111-2222-4333-8444-555555555501";
const second = "11111111-2222-4333-8444-555555555502";
const adopting = (...sources: Source[]): Values => ({ ...organization(...sources), adoptExisting: true });

const onWire = ({ type, ...properties }: Source) => ({ "@odata.type": `#microsoft.graph.${type}`, ...properties });

/** As entitlement management makes them by itself. */
function proposed(id: string, ...sources: Source[]): OrganizationInput {
  return { id, displayName: "wingtiptoys.com", state: "proposed", identitySources: sources.map(onWire) };
}

function worldWith(organizations: OrganizationInput[], switches: Partial<Switches> = {}): World {
  return startWorld({ seed: { organizations }, switches });
}

async function isTakenOver(world: World, declared: Values): Promise<void> {
  const { id, outputs } = await world.create(declared);
  assert.equal(id, first);
  assert.deepEqual(outputs, outputsNow(world, id, declared));
  assert.deepEqual(bodies(world, "POST"), []);
  const { displayName, description, state } = declared;
  assert.deepEqual(bodies(world, "PATCH"), [{ displayName, description, state }]);
  const live = world.emulator.portal.list();
  assert.deepEqual(
    live.map((found) => [found.id, found.displayName, found.description, found.state]),
    [[first, displayName, description, state]],
  );
  assert.deepEqual(await world.compare(outputs, declared), unchanged);
  assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(declared) });
}

describe("adopting the organization of a partner", () => {
  const pairs: [title: string, declared: Source, existing: Source][] = [
    ["by a domain that is stored as a tenant", domain("WingtipToys.com"), tenant(wingtip)],
    ["by another domain of that tenant", domain("wingtiptoys.onmicrosoft.com"), tenant(wingtip)],
    ["by its tenant", tenant(wingtip.toUpperCase()), tenant(wingtip)],
    ["by a domain that is stored as a tenant of another cloud", domain("proseware.us"), abroad],
    ["by its tenant of another cloud", { ...abroad, tenantId: proseware.toUpperCase() }, abroad],
    ["by a domain that is stored as a domain", domain("adatum.com."), domain("Adatum.com")],
    ["by a domain that is stored as a domain of a tenant", domain("wingtiptoys.com"), domain("wingtiptoys.com")],
    [
      "by its federation",
      { type: "externalDomainFederation", domainName: "federated.example", issuerUri: "https://sts.example/t" },
      { type: "externalDomainFederation", domainName: "federated.example", issuerUri: "https://sts.example/t" },
    ],
    [
      "by its social provider",
      { type: "socialIdentitySource", socialIdentitySourceType: "facebook" },
      { type: "socialIdentitySource", socialIdentitySourceType: "facebook" },
    ],
  ];
  for (const [title, declared, existing] of pairs) {
    it(`keeps its id and brings it to what is declared: ${title}`, async () => {
      for (const switches of [{}, { filters: "documented" }, { filters: "refused", pageSize: 1 }] as const) {
        await isTakenOver(worldWith([proposed(first, existing)], switches), adopting(declared));
      }
    });
  }

  it("finds it among many, over small pages", async () => {
    const others = Array.from({ length: 20 }, (_, index) => ({
      displayName: `Other ${index}`,
      identitySources: [onWire(domain(`other-${index}.example`))],
    }));
    const organizations = [...others, proposed(first, tenant(wingtip))];
    const world = worldWith(organizations, { filters: "refused", pageSize: 3, emptyPage: "last" });
    const { id } = await world.create(adopting(domain("wingtiptoys.com")));
    assert.equal(id, first);
    assert.equal(world.emulator.portal.list().length, 21);
  });

  it("sends nothing that is as declared already", async () => {
    const declared = adopting(domain("wingtiptoys.com"));
    const { displayName, description } = organization();
    const world = worldWith([
      {
        id: first,
        displayName: String(displayName),
        description: String(description),
        identitySources: [onWire(tenant(wingtip))],
      },
    ]);
    const { outputs } = await world.create(declared);
    assert.deepEqual(outputs, outputsNow(world, first, declared));
    assert.deepEqual([...bodies(world, "POST"), ...bodies(world, "PATCH"), ...bodies(world, "DELETE")], []);
  });

  it("brings managed sponsors to what is declared, and leaves those that are omitted", async () => {
    const existing = { ...proposed(first, tenant(wingtip)), internalSponsors: [diego], externalSponsors: [adele] };
    const world = worldWith([existing]);
    const declared = { ...adopting(domain("wingtiptoys.com")), internalSponsors: [adele] };
    const { outputs } = await world.create(declared);
    assert.deepEqual(outputs, outputsNow(world, first, declared));
    assert.deepEqual(members(world, first), { internalSponsors: [adele], externalSponsors: [adele] });
  });

  it("adds the declared sources that it lacks, and removes those that are not declared", async () => {
    const world = worldWith([proposed(first, tenant(wingtip), domain("old.example"))]);
    const declared = adopting(domain("wingtiptoys.com"), domain("adatum.com"));
    const { outputs } = await world.create(declared);
    assert.deepEqual(await world.compare(outputs, declared), unchanged);
    assert.deepEqual((await world.read(first, outputs))?.inputs, checked(declared));
    assert.deepEqual(
      world.emulator.portal.get(first)?.identitySources.map(({ tenantId, domainName }) => tenantId ?? domainName),
      [wingtip, "adatum.com"],
    );
  });

  it("creates one where there is none", async () => {
    const world = startWorld();
    const declared = adopting(domain("wingtiptoys.com"));
    const { id, outputs } = await world.create(declared);
    assert.deepEqual(outputs, outputsNow(world, id, declared));
    assert.deepEqual(world.sent(), [
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='wingtiptoys.com')",
      ...[
        `azureActiveDirectoryTenant/tenantId eq '${wingtip}'`,
        "domainIdentitySource/domainName eq 'wingtiptoys.com'",
      ].map((is) => `GET ${collection}?$filter=identitySources/any(is:is/microsoft.graph.${is})`),
      `GET ${collection}`,
      `POST ${collection}`,
      `GET ${at(id)}`,
    ]);
  });

  it("asks for no list of all where a filter finds it", async () => {
    const world = worldWith([proposed(first, tenant(wingtip))]);
    await world.create(adopting(domain("wingtiptoys.com")));
    assert.ok(!world.sent().includes(`GET ${collection}`));
  });

  it("never takes one of the same name but another identity", async () => {
    const world = worldWith([{ ...proposed(first, tenant(fabrikam)), displayName: "Partner" }]);
    const before = world.emulator.portal.get(first);
    const { id } = await world.create(adopting(domain("wingtiptoys.com")));
    assert.notEqual(id, first);
    assert.deepEqual(world.emulator.portal.get(first), before);
  });

  it("is no difference when adoptExisting is declared or dropped later", async () => {
    const world = startWorld();
    const declared = organization(domain("wingtiptoys.com"));
    const { id, outputs } = await world.create(declared);
    assert.deepEqual(await world.compare(outputs, { ...declared, adoptExisting: true }), unchanged);
    const adopted = await world.update(id, outputs, { ...declared, adoptExisting: true, description: "New" });
    assert.deepEqual(await world.compare(adopted, { ...declared, description: "New" }), unchanged);
  });

  it("deletes it with destroy like any other", async () => {
    const world = worldWith([proposed(first, tenant(wingtip))]);
    const { id } = await world.create(adopting(domain("wingtiptoys.com")));
    await world.remove(id);
    assert.deepEqual(world.emulator.portal.list(), []);
  });
});

describe("adopting where it is not certain which", () => {
  it("lists several by id, name and state, and changes none of them", async () => {
    const domainBased = { ...proposed(second, domain("wingtiptoys.com")), displayName: "Personal accounts" };
    for (const switches of [{}, { filters: "documented" }, { filters: "refused", pageSize: 1 }] as const) {
      const world = worldWith([{ ...proposed(first, tenant(wingtip)), state: "configured" }, domainBased], switches);
      const before = world.emulator.portal.list();
      assert.equal(
        await messageOf(world.create(adopting(domain("wingtiptoys.com")))),
        `Several organizations stand for the declared identity sources: the organization "wingtiptoys.com" (id ${first}, state configured), the organization "Personal accounts" (id ${second}, state proposed). Delete all but one of them, or declare a source that only one of them has.`,
      );
      assert.deepEqual(world.emulator.portal.list(), before);
      assert.deepEqual(bodies(world, "POST"), []);
    }
  });

  it("can be told which by the source that only one of them has", async () => {
    const world = worldWith([proposed(first, tenant(wingtip)), proposed(second, domain("wingtiptoys.com"))]);
    const { id } = await world.create(adopting(tenant(wingtip)));
    assert.equal(id, first);
    assert.equal(world.emulator.portal.get(second)?.state, "proposed");
  });

  it("changes nothing when two declared sources lead to two organizations", async () => {
    const world = worldWith([proposed(first, tenant(wingtip)), proposed(second, tenant(litware))]);
    const before = world.emulator.portal.list();
    assert.match(
      await messageOf(world.create(adopting(domain("wingtiptoys.com"), tenant(litware)))),
      /^Several organizations stand for the declared identity sources: /,
    );
    assert.deepEqual(world.emulator.portal.list(), before);
  });

  it("does not guess while nobody can say whose the domain is: the service's refusal stands, nothing is kept", async () => {
    const world = worldWith([proposed(first, tenant(wingtip))]);
    world.emulator.faults.add({ path: /findTenant|openid/, times: "always", fault: { kind: "reset" } });
    const before = world.emulator.portal.list();
    const error = await failureOf(world.create(adopting(domain("wingtiptoys.com"))));
    assert.ok(!(error instanceof PartialFailure));
    assert.match(error.message, /^Graph answered 400 ConnectedOrganizationAlreadyExists: /);
    assert.deepEqual(world.emulator.portal.list(), before);
  });
});
