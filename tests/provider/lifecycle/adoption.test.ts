/** adoptExisting: an organization that nobody declared is taken over, exactly one and only by identity. */
import assert from "node:assert/strict";
import type { OrganizationInput, Switches } from "../../../emulator";
import { Owners } from "../../../provider/lifecycle/owners";
import type { Source } from "../../../provider/organization/identity-source";
import { declaredOf, type Values } from "../../../provider/organization/recorded";
import { forbidLookUp, partialOf, plainMessageOf, status } from "../../support/failures";
import {
  at,
  bodies,
  collection,
  idsIn,
  outputsNow,
  staysAsDeclared,
  stored,
  unfinished,
} from "../../support/organizations";
import {
  abroad,
  domain,
  fabrikam,
  first,
  litware,
  organization,
  proposed,
  proseware,
  second,
  tenant,
  wingtip,
} from "../../support/sources";
import { adele, diego, members } from "../../support/sponsors";
import { checked, startWorld, type World } from "../../support/world";

const adopting = (...sources: Source[]): Values => ({ ...organization(...sources), adoptExisting: true });
const wingtipDomain = domain("wingtiptoys.com");
const wingtipToys = proposed(first, tenant(wingtip));
const federation = { type: "externalDomainFederation", domainName: "fed.example", issuerUri: "https://sts.example/t" };
const facebook = { type: "socialIdentitySource", socialIdentitySourceType: "facebook" };
const lists = [{}, { filters: "documented" }, { filters: "refused", pageSize: 1 }] as const;

function worldWith(organizations: OrganizationInput[], switches: Partial<Switches> = {}): World {
  return startWorld({ seed: { organizations }, switches });
}

/** The first one is taken over by these PATCH requests, and no other one is made. */
async function isTakenOver(world: World, declared: Values, ...patches: unknown[]): Promise<void> {
  const others = idsIn(world);
  const { id, outputs } = await world.create(declared);
  assert.deepEqual([id, idsIn(world)], [first, others]);
  assert.deepEqual(outputs, outputsNow(world, id, declared));
  assert.deepEqual([bodies(world, "POST"), bodies(world, "DELETE"), bodies(world, "PATCH")], [[], [], patches]);
  assert.deepEqual(await staysAsDeclared(world, id, outputs, declared), outputs);
}

/** Only a plain error keeps the organization out of the state: with an id, the next destroy would delete it. */
async function isRefused(world: World, declared: Values, message: RegExp): Promise<void> {
  const before = world.emulator.portal.list();
  assert.match(await plainMessageOf(world.create(declared)), message);
  assert.deepEqual(world.emulator.portal.list(), before);
  assert.deepEqual([...bodies(world, "PATCH"), ...bodies(world, "DELETE")], []);
}

const { displayName, description, state } = organization();

describe("adopting the organization of a partner", () => {
  const pairs: [title: string, declared: Source, existing: Source][] = [
    ["a domain that is stored as a tenant", domain("WingtipToys.com"), tenant(wingtip)],
    ["another domain of that tenant", domain("wingtiptoys.onmicrosoft.com"), tenant(wingtip)],
    ["its tenant", tenant(wingtip.toUpperCase()), tenant(wingtip)],
    ["a domain that is stored as a tenant of another cloud", domain("proseware.us"), abroad],
    ["its tenant of another cloud", { ...abroad, tenantId: proseware.toUpperCase() }, abroad],
    ["its tenant as one of the own cloud", tenant(proseware), abroad],
    ["a domain that is stored as a domain", domain("adatum.com."), domain("Adatum.com")],
    ["a domain that is stored as a domain of a tenant", wingtipDomain, wingtipDomain],
    ["its federation", federation, federation],
    ["its social provider", facebook, facebook],
  ];
  for (const [title, declared, existing] of pairs) {
    it(`by ${title} keeps its id and brings it to what is declared`, async () => {
      for (const switches of lists) {
        const world = worldWith([proposed(first, existing)], switches);
        await isTakenOver(world, adopting(declared), { displayName, description, state });
      }
    });
  }

  it("sends nothing that is as declared already", async () => {
    const same = { ...wingtipToys, displayName: "Partner", description: "Supplier", state: "configured" } as const;
    await isTakenOver(worldWith([same]), adopting(wingtipDomain));
  });

  it("brings managed sponsors to what is declared, and leaves those that are omitted", async () => {
    const world = worldWith([{ ...wingtipToys, internalSponsors: [diego], externalSponsors: [adele] }]);
    const declared = { ...adopting(wingtipDomain), internalSponsors: [adele] };
    const { outputs } = await world.create(declared);
    assert.deepEqual(outputs, outputsNow(world, first, declared));
    assert.deepEqual(members(world, first), { internalSponsors: [adele], externalSponsors: [adele] });
  });

  it("adds the declared sources that it lacks, and removes those that are not declared", async () => {
    const world = worldWith([proposed(first, tenant(wingtip), domain("old.example"))]);
    const declared = adopting(wingtipDomain, domain("adatum.com"));
    const { outputs } = await world.create(declared);
    const sources = stored(world, first).map(({ tenantId, domainName }) => tenantId ?? domainName);
    assert.deepEqual(sources, [wingtip, "adatum.com"]);
    await staysAsDeclared(world, first, outputs, declared);
  });

  it("creates one where there is none", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(adopting(wingtipDomain));
    assert.deepEqual(outputs, outputsNow(world, id, adopting(wingtipDomain)));
    const filtered = (is: string) => `GET ${collection}?$filter=identitySources/any(is:is/microsoft.graph.${is}')`;
    assert.deepEqual(world.sent(), [
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='wingtiptoys.com')",
      filtered(`azureActiveDirectoryTenant/tenantId eq '${wingtip}`),
      filtered("domainIdentitySource/domainName eq 'wingtiptoys.com"),
      `GET ${collection}`,
      `POST ${collection}`,
      `GET ${at(id)}`,
    ]);
  });

  it("never takes one of the same name but another identity", async () => {
    const world = worldWith([{ ...proposed(first, tenant(fabrikam)), displayName: "Partner" }]);
    const before = world.emulator.portal.get(first);
    const { id } = await world.create(adopting(wingtipDomain));
    assert.notEqual(id, first);
    assert.deepEqual(world.emulator.portal.get(first), before);
  });

  it("that fails half-way keeps the id, and the next update finishes it", async () => {
    const world = worldWith([wingtipToys]);
    world.emulator.faults.add({ method: "PATCH", fault: status(403) });
    const declared = adopting(wingtipDomain);
    const { id, outputs } = await partialOf(world.create(declared));
    const { displayName: name } = wingtipToys;
    const found = outputsNow(world, first, { ...declared, displayName: name, description: "", state: "proposed" });
    assert.deepEqual([id, outputs], [first, unfinished(found)]);
    assert.deepEqual(await world.compare(outputs, declared), {});
    const finished = await world.update(first, outputs, declared);
    assert.deepEqual(finished, outputsNow(world, first, declared));
    await staysAsDeclared(world, first, finished, declared);
  });
});

describe("adopting where it is not certain which", () => {
  it("lists several by id, name and state, and changes none of them", async () => {
    const configured = { ...wingtipToys, state: "configured" } as const;
    const personal = { ...proposed(second, wingtipDomain), displayName: "Personal accounts" };
    const text = `Several organizations match the declared identity sources: "wingtiptoys.com" (id ${first}, state configured), "Personal accounts" (id ${second}, state proposed). Delete all but one of them, or declare a source that only one of them has.`;
    for (const switches of lists) {
      const world = worldWith([configured, personal], switches);
      assert.equal(await plainMessageOf(world.create(adopting(wingtipDomain))), text);
      await isRefused(world, adopting(wingtipDomain), /^Several/);
      assert.deepEqual(bodies(world, "POST"), []);
    }
  });

  it("can be told which by the source that only one of them has", async () => {
    const world = worldWith([wingtipToys, proposed(second, wingtipDomain)]);
    await isTakenOver(world, adopting(tenant(wingtip)), { displayName, description, state });
    assert.equal(world.emulator.portal.get(second)?.state, "proposed");
  });

  for (const [declared, other] of [
    [[wingtipDomain, tenant(litware)], tenant(litware)],
    [[tenant(wingtip), federation], federation],
  ] as const) {
    it(`changes nothing when a source leads to another one: ${JSON.stringify(other)}`, async () => {
      const world = worldWith([wingtipToys, proposed(second, other)]);
      await isRefused(world, adopting(...declared), /^Several organizations match the declared identity sources: /);
    });
  }

  for (const duplicate of ["refused", "allowed"] as const) {
    it(`makes no second one while nobody can say whose the domain is: duplicate ${duplicate}`, async () => {
      const world = worldWith([wingtipToys, proposed(second, domain("other.example"))], { duplicate });
      forbidLookUp(world);
      await isRefused(
        world,
        adopting(wingtipDomain),
        /^Could not determine whether "wingtiptoys\.com" \(id 1{8}-\S+, state proposed\) exists for domainIdentitySource wingtiptoys\.com: no look-up can tell whose the domain is\. Run up again once a look-up works, or declare the tenant in place of the domain\.$/,
      );
      assert.deepEqual(bodies(world, "POST"), []);
    });
  }

  it("holds no organization of another resource of the program for it", async () => {
    const other = adopting(domain("litwareinc.com"));
    for (const isMade of [true, false]) {
      const owners = new Owners(() => 0);
      const world = startWorld({}, {}, { owners });
      forbidLookUp(world);
      const declared = declaredOf(checked(other));
      if (isMade) await world.create(other);
      else {
        const { id } = world.emulator.portal.create(proposed(first, tenant(litware)));
        world.clock.sleep = async () => {
          owners.declare(declared);
          owners.compare(id, checked(other), declared, false);
        };
      }
      await world.create(adopting(wingtipDomain));
      assert.equal(idsIn(world).length, 2);
    }
  });
});

describe("an adoption whose first read fails", () => {
  for (const path of [`*/connectedorganizations/${first}`, "internalSponsors"]) {
    it(`at ${path} leaves the organization out of the state, and the next run adopts it`, async () => {
      const world = worldWith([
        { ...proposed(first, tenant(wingtip), domain("old.example")), internalSponsors: [adele] },
      ]);
      world.emulator.faults.add({ method: "GET", path, fault: status(403) });
      const declared = { ...adopting(wingtipDomain), internalSponsors: [] };
      await isRefused(world, declared, /^Graph answered 403 UnAuthorized: /);
      const { id, outputs } = await world.create(declared);
      assert.equal(id, first);
      assert.deepEqual(await staysAsDeclared(world, id, outputs, declared), outputs);
    });
  }
});
