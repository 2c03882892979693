import assert from "node:assert/strict";
import fc from "fast-check";
import { isDomain, normalizeSource, type Source, sourceKey } from "../../../provider/organization/identity-source";
import { keepDeclaredForm, matchSources, recognize, settleSources } from "../../../provider/organization/swap";
import {
  domainSources,
  lookUp,
  rearranged,
  sources,
  storedForAnyDomain,
  storedForDomain,
} from "../../support/arbitraries";

/** Declared domains, what each is stored as, and what the program says now: respelled, and some domains as their tenant. */
const swapped = fc
  .tuple(domainSources, sources)
  .chain(([domains, others]) =>
    fc.tuple(
      fc.constant(domains.map(normalizeSource)),
      // Fewer than domains: several domains of one tenant.
      fc.array(storedForDomain, { minLength: 1, maxLength: domains.length }),
      fc.constant(others.map(normalizeSource).filter((other) => !isDomain(other))),
      fc.array(fc.boolean(), { minLength: domains.length, maxLength: domains.length }),
    ),
  )
  .chain(([domains, pool, others, asTenant]) => {
    const stored = domains.map((domain, index) => pool[index % pool.length] ?? domain);
    const now = domains.map((domain, index) => (asTenant[index] ? (stored[index] ?? domain) : domain));
    return fc.record({
      record: fc.constant(
        Object.fromEntries(domains.map((domain, index) => [sourceKey(domain), sourceKey(stored[index] ?? domain)])),
      ),
      stored: rearranged([...unique(stored), ...others.filter((other) => !holds(stored, other))]),
      declared: rearranged(unique([...now, ...others])),
    });
  });

function holds(list: readonly Source[], one: Source): boolean {
  return list.some((each) => sourceKey(each) === sourceKey(one));
}

function unique(list: readonly Source[]): Source[] {
  return list.filter((one, index) => list.findIndex((each) => sourceKey(each) === sourceKey(one)) === index);
}

describe("a set of identity sources", () => {
  it("is the same as itself in any order, spelling and naming, and nobody is asked", async () => {
    await fc.assert(
      fc.asyncProperty(
        sources.chain((set) => fc.tuple(fc.constant(set), rearranged(set))),
        async ([set, again]) => {
          const lookUps = lookUp();
          const settled = await settleSources(again.map(normalizeSource), set.map(normalizeSource), {}, lookUps.find);
          assert.deepEqual([settled.relation, lookUps.asked], ["same", []]);
        },
      ),
    );
  });

  it("never becomes a different organization by order, spelling, names, or a tenant in place of its domain", async () => {
    await fc.assert(
      fc.asyncProperty(swapped, async ({ declared, stored, record }) => {
        const lookUps = lookUp();
        const settled = await settleSources(
          declared.map(normalizeSource),
          stored.map(normalizeSource),
          record,
          lookUps.find,
        );
        assert.deepEqual([settled.relation, lookUps.asked], ["same", []]);
      }),
    );
  });

  it("is recorded so that it is the same afterwards, in the form that was declared", async () => {
    await fc.assert(
      fc.asyncProperty(swapped, async ({ declared, stored, record }) => {
        const [now, live] = [declared.map(normalizeSource), stored.map(normalizeSource)];
        const nobody = async () => "undecided" as const;
        const { match, resolutions } = await recognize({ identitySources: now, resolutions: record }, live, nobody);
        const kept = keepDeclaredForm(match);
        assert.deepEqual(kept.map(sourceKey), now.map(sourceKey));
        assert.equal((await settleSources(kept, live, resolutions, nobody)).relation, "same");
      }),
    );
  });

  it("is never destroyed on doubt: nobody can say, and a tenant or a kind not known yet is stored", async () => {
    await fc.assert(
      fc.asyncProperty(domainSources, storedForAnyDomain, async (declared, stored) => {
        const normal = declared.map(normalizeSource);
        const settled = await settleSources(normal, [stored], {}, async () => "undecided");
        assert.notEqual(settled.relation, "different");
      }),
    );
  });

  it("shows what the service added without its name, which nobody declares", () => {
    const [declared, added] = [
      { type: "a", key: 1, displayName: "A" },
      { type: "b", key: 2 },
    ];
    const match = { pairs: [], missing: [], extra: [{ ...added, displayName: "B" }] };
    assert.deepEqual(keepDeclaredForm({ ...match, pairs: [[declared, { type: "a", key: 1 }]] }), [declared, added]);
  });

  it("is split into pairs, missing and extra without loss", () => {
    fc.assert(
      fc.property(sources, sources, (left, right) => {
        const [declared, stored] = [left.map(normalizeSource), right.map(normalizeSource)];
        const { pairs, missing, extra } = matchSources(declared, stored, {});
        const found = pairs.map(([one]) => one);
        assert.deepEqual(new Set([...found, ...missing]), new Set(declared));
        assert.equal(found.length + missing.length, declared.length);
        assert.deepEqual(new Set([...pairs.map(([, one]) => one), ...extra]), new Set(stored));
      }),
    );
  });
});
