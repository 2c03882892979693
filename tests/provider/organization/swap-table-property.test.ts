/** However the same sources are written, in whatever order of edits and refreshes: no difference, and no replacement. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Source } from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";
import { stored, unchanged } from "../../support/organizations";
import { domain, fabrikam, litware, wingtip } from "../../support/sources";
import { checked, startWorld, type World } from "../../support/world";
import { forms } from "./forms";

const federation = { ...forms.federation, domainName: "sts.adatum.com" };
const { social } = forms;
const cross = { ...forms.cross, tenantId: litware };

/** What each source may be written as, the tenant it resolves to included. */
const spellings: readonly (readonly Source[])[] = [
  [forms.D, domain("WingtipToys.COM"), forms["D'"], forms.T, forms["T'"]],
  [domain("bücher.example"), domain("xn--bcher-kva.example"), domain("BÜCHER.example。"), forms.U],
  [forms.E, domain("ADATUM.com."), { ...forms.E, displayName: "Adatum" }],
  [federation, { ...federation, domainName: "STS.ADATUM.COM." }, { ...federation, displayName: "Sign-in" }],
  [social, { ...social, displayName: "Facebook" }],
  [cross, { ...cross, tenantId: litware.toUpperCase(), displayName: "Litware" }],
];

const declarations = (chosen: readonly number[]): fc.Arbitrary<Source[]> =>
  fc
    .tuple(...chosen.map((index) => fc.constantFrom(...(spellings[index] ?? []))))
    .chain((sources) => fc.shuffledSubarray(sources as Source[], { minLength: sources.length }));

type Step =
  | { readonly kind: "declare" | "up"; readonly sources: readonly Source[] }
  | { readonly kind: "refresh" | "rename" | "lose look-ups" };

const step = (chosen: readonly number[]): fc.Arbitrary<Step> =>
  fc.oneof(
    fc.record({ kind: fc.constantFrom("declare" as const, "up" as const), sources: declarations(chosen) }),
    fc.record({ kind: fc.constantFrom("refresh" as const, "rename" as const, "lose look-ups" as const) }),
  );

const lives = fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }).chain((chosen) =>
  fc.record({
    // A domain that never was declared has no record: the start must be the domains.
    first: fc.shuffledSubarray(chosen, { minLength: chosen.length }),
    steps: fc.array(step(chosen), { maxLength: 8 }),
  }),
);

const declaring = (identitySources: readonly Source[]): Values => ({ displayName: "Partner", identitySources });

async function take(world: World, id: string, state: Values, next: Step): Promise<Values> {
  const { portal, faults } = world.emulator;
  switch (next.kind) {
    case "declare":
      return state;
    case "up":
      return await world.update(id, state, { ...declaring(next.sources), description: String(next.sources.length) });
    case "refresh": {
      const seen = await world.read(id, state);
      assert.ok(seen);
      return seen.outputs;
    }
    case "rename":
      for (const tenantId of [wingtip, fabrikam]) portal.renameTenant(tenantId, "Renamed");
      return state;
    case "lose look-ups":
      faults.add(
        { path: "findTenantInformation", times: "always", fault: { kind: "status", status: 403 } },
        { path: "openid-configuration", times: "always", fault: { kind: "reset" } },
      );
      return state;
  }
}

describe("a life of equal declarations", () => {
  it("never shows a difference of sources, sends none of them, and keeps the one organization", async () => {
    await fc.assert(
      fc.asyncProperty(lives, async ({ first, steps }) => {
        const world = startWorld();
        let declared = declaring(first.flatMap((index) => spellings[index]?.[0] ?? []));
        let { id, outputs: state } = await world.create(declared);
        const before = stored(world, id).length;
        world.sent();
        for (const next of steps) {
          state = await take(world, id, state, next);
          declared = "sources" in next ? declaring(next.sources) : declared;
          const described = { ...declared, description: state["description"] };
          assert.deepEqual(await world.compare(state, described), unchanged, JSON.stringify(next));
          const seen = await world.read(id, state);
          const refreshed = await world.compare(seen?.outputs ?? {}, described);
          assert.deepEqual(refreshed, unchanged, `refresh after ${next.kind}`);
          assert.deepEqual(checked({ ...declared, ...seen?.inputs }), seen?.inputs);
        }
        const written = world.emulator.requests.filter(({ method }) => method !== "GET");
        const sourcesSent = written.filter(({ body }) => Object.hasOwn(Object(body), "identitySources"));
        assert.deepEqual(sourcesSent, []);
        assert.deepEqual([world.emulator.portal.list().length, stored(world, id).length], [1, before]);
      }),
      { numRuns: 60 },
    );
  });
});
