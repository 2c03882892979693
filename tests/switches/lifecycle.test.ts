/** The whole life under every behaviour that Microsoft's documentation leaves open: each must end the same. */
import assert from "node:assert/strict";
import { type Switches, switchTable } from "../../emulator";
import type { Values } from "../../provider/organization/recorded";
import {
  bodies,
  collection,
  domain,
  litware,
  messageOf,
  organization,
  outputsNow,
  tenant,
  unchanged,
} from "../support/organizations";
import { checked, startWorld, type World } from "../support/world";

/** Domains of a tenant, of a tenant in another cloud and of none, and a tenant itself. */
const kinds: readonly Values[] = [
  organization(domain("WingtipToys.com")),
  organization(tenant(litware)),
  organization(domain("proseware.us")),
  organization(domain("Bücher-Adatum.com.")),
];
const aboutSources = /^(every|swap|storedDomain|tenantDisplayName|odataType|sourceIdentity|createdHiddenAs)/;

/** Sponsors, batches and tokens have tests of their own. */
const otherwise = /^(sponsor|inlineSponsors|batch|acceptedTokens|tokenLifetime)/;
const counts = [1, 3];

/** Without these a switch shows nothing. */
const companions: Readonly<Record<string, Partial<Switches>>> = {
  swapAfterReads: { swap: "later" },
  createdHiddenAs: { createdHiddenReads: 3 },
  createdHiddenFromDelete: { createdHiddenReads: 3 },
  throttleSeconds: { throttleRequests: 2 },
  throttleRetryAfter: { throttleRequests: 1, throttleSeconds: 40 },
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

/** Nothing to do, now and after a refresh. */
async function staysAsDeclared(world: World, id: string, outputs: Values, declared: Values): Promise<Values> {
  world.sent();
  assert.deepEqual(await world.compare(outputs, declared), unchanged);
  assert.deepEqual(world.sent(), []);
  const seen = await world.read(id, outputs);
  assert.deepEqual(seen, { outputs: outputsNow(world, id, declared), inputs: checked(declared) });
  assert.deepEqual(await world.compare(seen.outputs, declared), unchanged);
  return seen.outputs;
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
      const world = startWorld({ switches });
      for (const declared of aboutSources.test(title) ? kinds : kinds.slice(0, 1)) await live(world, declared);
    });
  }

  it("does not begin without a licence, and does not end by losing it", async () => {
    const world = startWorld({ switches: { licence: "missing" } });
    const refusal = "Graph answered 403 NoLicense: The tenant does not have a license for this feature.";
    const declared = organization(domain("wingtiptoys.com"));
    assert.equal(await messageOf(world.create(declared)), refusal);
    assert.deepEqual(world.sent(), [`POST ${collection}`]);
    world.emulator.switches.set({ licence: "present" });
    const { id, outputs } = await world.create(declared);
    world.emulator.switches.set({ licence: "missing" });
    for (const work of [
      world.read(id, outputs),
      world.update(id, outputs, { ...declared, description: "New" }),
      world.remove(id),
    ]) {
      assert.equal(await messageOf(work), refusal);
    }
    assert.equal(world.emulator.portal.list().length, 1);
  });

  it("needs one POST and one GET to begin, one PATCH and one GET to change, one GET and one DELETE to end", async () => {
    const world = startWorld();
    const declared = organization(domain("wingtiptoys.com"));
    const { id, outputs } = await world.create(declared);
    const item = `${collection}/${id}`;
    assert.deepEqual(world.sent(), [`POST ${collection}`, `GET ${item}`]);
    await world.read(id, outputs);
    assert.deepEqual(world.sent(), [`GET ${item}`]);
    await world.update(id, outputs, { ...declared, description: "New" });
    assert.deepEqual(world.sent(), [`PATCH ${item}`, `GET ${item}`]);
    await world.remove(id);
    assert.deepEqual(world.sent(), [`GET ${item}`, `DELETE ${item}`]);
    assert.deepEqual(world.clock.slept, []);
  });
});
