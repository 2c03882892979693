/** The whole life under every behaviour that Microsoft's documentation leaves open: each must end the same. */
import assert from "node:assert/strict";
import { type Switches, switchTable } from "../../emulator";
import type { Values } from "../../provider/organization/recorded";
import { messageOf } from "../support/failures";
import { bodies, collection, idsIn, outputsNow, staysAsDeclared, unchanged } from "../support/organizations";
import { abroad, domain, litware, organization, owned, tenant } from "../support/sources";
import { adele, diego, guests, managers, megan, members, sponsored } from "../support/sponsors";
import { checked, startWorld, type World } from "../support/world";

/** Domains of a tenant, of a tenant in another cloud and of none, and every other kind of source. */
const kinds: readonly Values[] = [
  organization(domain("WingtipToys.com")),
  organization(tenant(litware.toUpperCase())),
  organization(domain("proseware.us")),
  organization(domain("Bücher-Adatum.com.")),
  organization(abroad),
  organization({
    type: "externalDomainFederation",
    domainName: "Federated.Example",
    issuerUri: "https://sts.federated.example/adfs/services/trust",
    displayName: "Sign-in of the partner",
  }),
  organization({ type: "socialIdentitySource", socialIdentitySourceType: "facebook" }),
];
const aboutSources =
  /^(every|swap|storedDomain|tenantDisplayName|odataType|sourceIdentity|createdHiddenAs|postIdentitySources)/;

/** Batches and tokens have tests of their own. */
const otherwise = /^(batch|acceptedTokens|tokenLifetime)/;
const onlySponsors = /^(sponsor|inlineSponsors)/;
const withSponsors = /^every|sponsor|pageSize|emptyPage|hidden|stale|errorStyle|ruleCode/i;
const counts = [1, 3];

/** Without these a switch shows nothing. */
const companions: Readonly<Record<string, Partial<Switches>>> = {
  swapAfterReads: { swap: "later" },
  createdHiddenAs: { createdHiddenReads: 3 },
  createdHiddenFromDelete: { createdHiddenReads: 3 },
  throttleSeconds: { throttleRequests: 2 },
  throttleRetryAfter: { throttleRequests: 1, throttleSeconds: 40 },
  sponsorReferenceHost: { sponsorReferencePath: "typed" },
};

interface Position {
  readonly title: string;
  readonly switches: Partial<Switches>;
}

const positions: Position[] = Object.entries(switchTable)
  .filter(([name]) => !otherwise.test(name))
  .flatMap(([name, row]) =>
    ("positions" in row ? row.positions : counts)
      .filter((position) => position !== row.default)
      .map((position) => ({ title: `${name} ${position}`, switches: { ...companions[name], [name]: position } })),
  )
  .filter(({ title }) => title !== "licence missing");

async function live(world: World, declared: Values): Promise<void> {
  const { id, outputs } = await world.create(declared);
  assert.deepEqual(outputs, outputsNow(world, id, declared));
  let state = await staysAsDeclared(world, id, outputs, declared);

  for (const drift of [{ displayName: "Renamed" }, { description: "Typed by hand" }, { state: "proposed" as const }]) {
    world.emulator.portal.patch(id, drift);
    const drifted = await world.read(id, state);
    assert.deepEqual(drifted?.inputs, { ...checked(declared), ...drift });
    assert.deepEqual(await world.compare(drifted.outputs, declared), {});
    state = await changes(world, id, drifted.outputs, declared, [
      Object.fromEntries(Object.keys(drift).map((name) => [name, declared[name]])),
    ]);
  }

  const cleared = { ...declared, description: "" };
  const refusesNull = world.emulator.switches.clearedDescription === "refused";
  state = await changes(world, id, state, cleared, [
    { description: null },
    ...(refusesNull ? [{ description: "" }] : []),
  ]);

  const proposed = { ...cleared, state: "proposed" };
  if (world.emulator.switches.backToProposed === "accepted") {
    await changes(world, id, state, proposed, [{ state: "proposed" }]);
  } else {
    const { ruleCode } = world.emulator.switches;
    const refusal = `Graph answered 400 ${ruleCode}: A configured organization cannot become proposed again.`;
    assert.equal(await messageOf(world.update(id, state, proposed)), refusal);
  }

  if (world.emulator.switches.deleteAnswer === 400) {
    const refusal =
      "Graph answered 400 InvalidDeleteResourceHasEntitlements: The connected organization is referenced by an access package assignment policy. Remove what refers to the organization first, or keep it with the option retainOnDelete.";
    assert.equal(await messageOf(world.remove(id)), refusal);
    world.emulator.portal.delete(id);
  }
  await world.remove(id);
  assert.deepEqual(world.emulator.portal.list(), []);
  if (world.emulator.switches.goneAnswer === 403)
    assert.match(await messageOf(world.remove(id)), /^Graph answered 403 /);
  else await world.remove(id);
}

/** Members come and go, once behind the state's back: it does not know who is there, and knows who is gone. */
async function liveWithSponsors(world: World): Promise<void> {
  const first = sponsored({ internalSponsors: [adele, managers, diego], externalSponsors: [guests] });
  const { id, outputs } = await world.create(first);
  assert.deepEqual(outputs, outputsNow(world, id, first));
  const second = sponsored({ internalSponsors: [megan, managers], externalSponsors: [] });
  const changed = await world.update(id, outputs, second);
  assert.deepEqual(changed, outputsNow(world, id, second));
  assert.deepEqual([...members(world, id).internalSponsors].sort(), [megan, managers]);
  assert.deepEqual(members(world, id).externalSponsors, []);
  assert.deepEqual(await world.read(id, changed), { outputs: changed, inputs: checked(second) });

  world.emulator.portal.addSponsor(id, "internal", adele);
  world.emulator.portal.removeSponsor(id, "internal", managers);
  const third = sponsored({ internalSponsors: [adele, megan], externalSponsors: [] });
  const healed = await world.update(id, changed, third);
  assert.deepEqual(healed, outputsNow(world, id, third));
  assert.deepEqual([...members(world, id).internalSponsors].sort(), [adele, megan]);
  assert.deepEqual(await world.compare(healed, third), unchanged);
  await world.remove(id);
  assert.deepEqual(idsIn(world), []);
}

/** One PATCH with these bodies, after which nothing is to be done. */
async function changes(world: World, id: string, state: Values, declared: Values, sent: unknown[]): Promise<Values> {
  world.sent();
  const outputs = await world.update(id, state, declared);
  assert.deepEqual(bodies(world, "PATCH"), sent);
  assert.deepEqual(outputs, outputsNow(world, id, declared));
  return await staysAsDeclared(world, id, outputs, declared);
}

describe("the life of an organization", () => {
  for (const { title, switches } of [{ title: "every switch as documented", switches: {} }, ...positions]) {
    it(`ends the same with ${title}`, async () => {
      const declarations = onlySponsors.test(title) ? [] : aboutSources.test(title) ? kinds : kinds.slice(0, 1);
      const world = startWorld({ switches });
      for (const declared of declarations) await live(world, declared);
      if (withSponsors.test(title)) await liveWithSponsors(startWorld({ switches: { pageSize: 2, ...switches } }));
    });
  }

  it("does not begin without a licence, and does not end by losing it", async () => {
    const world = startWorld({ switches: { licence: "missing" } });
    const refusal = "Graph answered 403 NoLicense: The tenant does not have a license for this feature.";
    assert.equal(await messageOf(world.create(owned)), refusal);
    assert.deepEqual(world.sent(), [`POST ${collection}`]);
    world.emulator.switches.set({ licence: "present" });
    const { id, outputs } = await world.create(owned);
    world.emulator.switches.set({ licence: "missing" });
    const changed = { ...owned, description: "New" };
    for (const work of [world.read(id, outputs), world.update(id, outputs, changed), world.remove(id)]) {
      assert.equal(await messageOf(work), refusal);
    }
    assert.deepEqual(idsIn(world), [id]);
  });

  it("needs one POST and one GET to begin, one PATCH and one GET to change, one GET and one DELETE to end", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    const item = `${collection}/${id}`;
    assert.deepEqual(world.sent(), [`POST ${collection}`, `GET ${item}`]);
    await world.read(id, outputs);
    assert.deepEqual(world.sent(), [`GET ${item}`]);
    await world.update(id, outputs, { ...owned, description: "New" });
    assert.deepEqual(world.sent(), [`PATCH ${item}`, `GET ${item}`]);
    await world.remove(id);
    assert.deepEqual(world.sent(), [`GET ${item}`, `DELETE ${item}`]);
    assert.deepEqual(world.clock.slept, []);
  });
});
