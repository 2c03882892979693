/** Identity sources: posted one by one, changed in place beside a common one, refused without one, verified by reading. */
import assert from "node:assert/strict";
import type { Switches } from "../../../emulator";
import type { Source } from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";
import { forbidLookUp, partialOf, plainMessageOf, textOf } from "../../support/failures";
import {
  at,
  bodies,
  collection,
  idsIn,
  made,
  outputsNow,
  replacement,
  staysAsDeclared,
  stored,
  unchanged,
  unfinished,
} from "../../support/organizations";
import { domain, fabrikam, free, litware, onWire, organization, owned, tenant, wingtip } from "../../support/sources";
import { checked, startWorld, type World } from "../../support/world";

const wingtipDomain = domain("wingtiptoys.com");
const adatum = domain("adatum.com");
const both = organization(wingtipDomain, adatum);
const wingtipWire = onWire(tenant(wingtip), "Wingtip Toys");
const adatumWire = onWire(adatum, "adatum.com");
const noChange =
  "Microsoft's documentation contradicts itself on whether identity sources can change. If they cannot, declare what is stored, or replace the organization with pulumi up --replace and the resource's URN.";

/** Updates in place, and checks that nothing is left to do then. @returns the requests of the update */
async function changesTo(world: World, id: string, outputs: Values, declared: Values) {
  assert.deepEqual(await world.compare(outputs, declared), {});
  world.sent();
  const after = await world.update(id, outputs, declared);
  const [patches, sent] = [bodies(world, "PATCH"), world.sent()];
  assert.deepEqual(await staysAsDeclared(world, id, after, declared), after);
  assert.deepEqual(idsIn(world), [id]);
  return { after, patches, sent };
}

describe("an organization of several sources", () => {
  it("is created with one, and the others follow together, after a read", async () => {
    const world = startWorld({ switches: { twoSources: "refused" } });
    const declared = organization(wingtipDomain, tenant(litware), adatum);
    const { id, outputs } = await world.create(declared);
    const [posted] = bodies(world, "POST") as Values[];
    assert.deepEqual(posted?.["identitySources"], [onWire(wingtipDomain, "wingtiptoys.com")]);
    const identitySources = [wingtipWire, onWire(tenant(litware), litware), adatumWire];
    assert.deepEqual(bodies(world, "PATCH"), [{ identitySources }]);
    assert.deepEqual(world.sent(), [
      `POST ${collection}`,
      `GET ${at(id)}`,
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='adatum.com')",
      "GET /adatum.com/.well-known/openid-configuration",
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='wingtiptoys.com')",
      `PATCH ${at(id)}`,
      `GET ${at(id)}`,
    ]);
    assert.deepEqual(await staysAsDeclared(world, id, outputs, declared), outputs);
  });

  it("is completed with the declared form of a source that the first read showed as somebody else's", async () => {
    const world = startWorld();
    const odd = { kind: "merge", body: { identitySources: [onWire(tenant(litware), "Litware")] } } as const;
    world.emulator.faults.add({ method: "GET", path: "connectedOrganizations/", fault: odd });
    const { id, outputs } = await world.create(both);
    const identitySources = [onWire(wingtipDomain, "wingtiptoys.com"), adatumWire];
    assert.deepEqual(bodies(world, "PATCH"), [{ identitySources }]);
    assert.deepEqual(await staysAsDeclared(world, id, outputs, both), outputs);
  });

  it("gains and loses sources in place, each time as the whole array", async () => {
    const { world, id, outputs } = await made(owned);
    const fabrikamWire = onWire(tenant(fabrikam), fabrikam);
    const steps: [declared: Values, sent: unknown[]][] = [
      [organization(adatum, wingtipDomain), [wingtipWire, adatumWire]],
      [organization(adatum, tenant(fabrikam)), [adatumWire, fabrikamWire]],
      [
        organization(tenant(fabrikam), domain("litwareinc.com"), domain("free.example")),
        [
          fabrikamWire,
          onWire(domain("litwareinc.com"), "litwareinc.com"),
          onWire(domain("free.example"), "free.example"),
        ],
      ],
      [organization(domain("free.example")), [onWire(domain("free.example"), "free.example")]],
    ];
    let state = outputs;
    for (const [declared, identitySources] of steps) {
      const { after, patches, sent } = await changesTo(world, id, state, declared);
      assert.deepEqual(patches, [{ identitySources }]);
      const own = sent.filter((line) => line.endsWith(id));
      assert.deepEqual(own, [`GET ${at(id)}`, `PATCH ${at(id)}`, `GET ${at(id)}`]);
      state = after;
    }
  });

  it("shows a source that somebody added or removed, and an update repairs it", async () => {
    const portalEdits: [declared: Values, now: ReturnType<typeof onWire>[], shown: Source[]][] = [
      [both, [wingtipWire, onWire(tenant(litware), "Litware")], [wingtipDomain, tenant(litware)]],
      [owned, [wingtipWire, onWire(tenant(litware), "Litware")], [wingtipDomain, tenant(litware)]],
      [owned, [onWire(tenant(litware), "Litware"), wingtipWire], [wingtipDomain, tenant(litware)]],
    ];
    for (const [declared, identitySources, shown] of portalEdits) {
      const { world, id, outputs } = await made(declared);
      world.emulator.portal.patch(id, { identitySources });
      const seen = await world.read(id, outputs);
      assert.deepEqual(seen?.inputs["identitySources"], shown);
      const { sent } = await changesTo(world, id, seen.outputs, declared);
      if (declared === owned) assert.deepEqual(sent, [`GET ${at(id)}`, `PATCH ${at(id)}`, `GET ${at(id)}`]);
    }
  });

  it("may hold two domains of one tenant", async () => {
    for (const swapOnPatch of ["swapped", "kept"] as const) {
      const declared = organization(domain("fabrikam.com"), domain("fabrikam.example"));
      const { world, id, outputs } = await made(declared, { switches: { swapOnPatch } });
      assert.deepEqual(await staysAsDeclared(world, id, outputs, declared), outputs);
      const one = organization(domain("fabrikam.example"));
      assert.notDeepEqual(await world.compare(outputs, one), replacement);
      const left = await world.update(id, outputs, one);
      assert.deepEqual(await staysAsDeclared(world, id, left, one), left);
    }
  });

  it("keeps a domain that is stored as a domain although a tenant has it", async () => {
    const { world, id, outputs } = await made(free, { switches: { swapOnPatch: "kept" } });
    await changesTo(world, id, outputs, organization(adatum, wingtipDomain));
  });

  it("is waited for when a change shows late", async () => {
    const { world, id, outputs } = await made(owned, { switches: { patchedStaleReads: 3 } });
    const more = await world.update(id, outputs, both);
    assert.deepEqual([bodies(world, "PATCH").length, world.clock.slept], [1, [500, 800, 1280]]);
    await staysAsDeclared(world, id, more, both);
  });
});

describe("another organization in an update", () => {
  it("is refused before anything is sent", async () => {
    const { world, id, outputs } = await made(both);
    const another = { ...organization(tenant(litware), domain("free.example")), displayName: "Renamed" };
    assert.deepEqual(await world.compare(outputs, another), replacement);
    world.sent();
    assert.equal(
      await plainMessageOf(world.update(id, outputs, another)),
      `The declared azureActiveDirectoryTenant ${litware}, domainIdentitySource free.example and the stored azureActiveDirectoryTenant ${wingtip}, domainIdentitySource adatum.com are different organizations. Run up again: the preview will show the replacement.`,
    );
    assert.deepEqual(world.sent(), []);
  });

  it("that may as well be this one is refused before anything is sent, when nobody can tell", async () => {
    const { world, id, outputs } = await made(organization(tenant(wingtip)));
    forbidLookUp(world);
    assert.deepEqual(await world.compare(outputs, owned), {});
    assert.equal(
      await plainMessageOf(world.update(id, outputs, { ...owned, displayName: "Renamed" })),
      `Could not determine whether the declared domainIdentitySource wingtiptoys.com is the stored azureActiveDirectoryTenant ${wingtip}. Declare the stored source itself, or replace the organization with pulumi up --replace and the resource's URN.`,
    );
    assert.deepEqual(bodies(world, "PATCH"), []);
  });

  it("that somebody put there in the portal is found at the end of an update, and repaired after a refresh", async () => {
    const { world, id, outputs } = await made(owned);
    world.emulator.portal.patch(id, { identitySources: [onWire(tenant(litware), "Litware")] });
    const declared = { ...owned, description: "New" };
    const { message } = await partialOf(world.update(id, outputs, declared));
    assert.equal(
      message,
      `updating: Graph stores azureActiveDirectoryTenant ${litware} for the organization ${id}, not domainIdentitySource wingtiptoys.com. If its identity was changed in the portal, run up again to restore what is declared, or declare what is stored; otherwise correct the id in the state.`,
    );
    const seen = await world.read(id, outputs);
    assert.deepEqual(seen?.inputs["identitySources"], [tenant(litware)]);
    const { patches } = await changesTo(world, id, seen.outputs, owned);
    assert.deepEqual(patches.length, 2);
  });

  it("is this one when the look-up says so, and is recorded without a PATCH", async () => {
    const { world, id, outputs } = await made(organization(tenant(wingtip)));
    assert.deepEqual(await world.compare(outputs, owned), unchanged);
    assert.deepEqual(await world.update(id, outputs, owned), outputsNow(world, id, owned));
    assert.deepEqual(bodies(world, "PATCH"), []);
  });

  it("is not a partner that joined Entra between refresh and update", async () => {
    const { world, id, outputs } = await made(free);
    const tenantId = "0e1f2a3b-4c5d-4e6f-8a7b-9c0d1e2f3a4b";
    world.emulator.portal.joinEntra({ tenantId, displayName: "Adatum", domains: ["adatum.com"] });
    const renamed = { ...free, displayName: "Renamed" };
    const updated = await world.update(id, outputs, renamed);
    assert.deepEqual(updated, outputsNow(world, id, renamed));
    assert.deepEqual(await world.compare(updated, renamed), unchanged);
  });
});

describe("a service that does not change identity sources", () => {
  const answers: [Switches["patchIdentitySources"], fact: (declared: string) => string][] = [
    [
      "ignored",
      (declared) => `was accepted, but Graph stores azureActiveDirectoryTenant ${wingtip} instead of ${declared}.`,
    ],
    [
      "refused",
      () =>
        `was refused: Graph answered 400 InvalidModel: The model is invalid. identitySources cannot be changed. Graph stores azureActiveDirectoryTenant ${wingtip}.`,
    ],
  ];
  for (const [patchIdentitySources, fact] of answers) {
    const text = (declared: string) => `The change of identitySources ${fact(declared)} ${noChange}`;
    const heals = async (world: World, id: string, outputs: Values, declared: Values) => {
      assert.deepEqual(stored(world, id), [{ ...tenant(wingtip), displayName: "Wingtip Toys" }]);
      world.emulator.switches.set({ patchIdentitySources: "replaces" });
      await changesTo(world, id, outputs, declared);
    };

    it(`leaves a new organization in state as it is and says so: ${patchIdentitySources}`, async () => {
      const world = startWorld({ switches: { patchIdentitySources } });
      const declared = { ...both, internalSponsors: [] };
      const error = await partialOf(world.create(declared));
      assert.equal(
        textOf(error),
        `creating: ${text("domainIdentitySource wingtiptoys.com, domainIdentitySource adatum.com")}`,
      );
      const attempted =
        patchIdentitySources === "ignored" ? { identitySources: true, internalSponsors: [] } : undefined;
      const now = outputsNow(world, error.id, { ...owned, internalSponsors: [] });
      const { modifiedDateTime } = error.outputs;
      assert.deepEqual(error.outputs, unfinished({ ...now, modifiedDateTime }, attempted));
      await heals(world, error.id, error.outputs, declared);
    });

    it(`leaves an organization and its state as they are and says so: ${patchIdentitySources}`, async () => {
      const { world, id, outputs } = await made(owned, { switches: { patchIdentitySources } });
      const declared = organization(adatum, wingtipDomain);
      const startedAt = world.clock.now();
      const work = world.update(id, outputs, declared);
      const message = text("domainIdentitySource adatum.com, domainIdentitySource wingtiptoys.com");
      let left = outputs;
      if (patchIdentitySources === "ignored") {
        const error = await partialOf(work);
        assert.equal(textOf(error), `updating: ${message}`);
        left = error.outputs;
        assert.deepEqual([error.id, left], [id, unfinished(outputs, { identitySources: true })]);
      } else assert.equal(await plainMessageOf(work), message);
      assert.ok(world.clock.now() - startedAt <= 60_000);
      assert.equal(bodies(world, "PATCH").length, 1);
      assert.deepEqual(await world.read(id, left), {
        outputs: outputsNow(world, id, owned),
        inputs: checked(owned),
      });
      await heals(world, id, left, declared);
    });
  }
});
