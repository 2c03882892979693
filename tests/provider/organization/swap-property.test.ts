/** The swap for any set of sources, in any order, spelling and naming. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { isDomain, normalizeSource, type Source, sourceKey } from "../../../provider/organization/identity-source";
import { keepDeclaredForm, matchSources, recognize, settleSources } from "../../../provider/organization/swap";
import { domainSources, rearranged, sources, storedForAnyDomain, storedForDomain } from "../../support/arbitraries";

const normalSources = sources.map((all) => all.map(normalizeSource));

/** Declared domains, what each is stored as, and what the program says now: respelled, and some domains as their tenant. */
const swapped = fc
  .tuple(domainSources, normalSources)
  .chain(([domains, others]) =>
    fc.record({
      domains: fc.constant(domains.map(normalizeSource)),
      // Fewer than domains: several domains of one tenant. None: each is stored as itself.
      pool: fc.array(storedForDomain, { maxLength: domains.length }),
      others: fc.constant(others.filter((other) => !isDomain(other))),
      asTenant: fc.array(fc.boolean(), { minLength: domains.length, maxLength: domains.length }),
    }),
  )
  .chain(({ domains, pool, others, asTenant }) => {
    const stored = domains.map((domain, index) => pool[index % pool.length] ?? domain);
    const now = domains.map((domain, index) => (asTenant[index] ? (stored[index] ?? domain) : domain));
    const record = domains.map((domain, index) => [sourceKey(domain), sourceKey(stored[index] ?? domain)] as const);
    return fc.record({
      record: fc.constant(Object.fromEntries(record)),
      stored: rearranged(unique([...stored, ...others])).map((all) => all.map(normalizeSource)),
      declared: rearranged(unique([...now, ...others])).map((all) => all.map(normalizeSource)),
    });
  });

function unique(list: readonly Source[]): Source[] {
  return list.filter((one, index) => list.findIndex((each) => sourceKey(each) === sourceKey(one)) === index);
}

const nobodyKnows = async () => "undecided" as const;

describe("a set of identity sources", () => {
  it("stays the same, without a look-up, and is recorded so that it does afterwards, in its declared form", async () => {
    const neverAsked = async () => assert.fail("A tenant was looked up");
    await fc.assert(
      fc.asyncProperty(swapped, async ({ declared, stored, record }) => {
        assert.equal((await settleSources(declared, stored, record, neverAsked)).relation, "same");
        const seen = await recognize({ identitySources: declared, resolutions: record }, stored, neverAsked);
        const kept = keepDeclaredForm(seen.match);
        assert.deepEqual(kept, declared);
        assert.equal((await settleSources(kept, stored, seen.resolutions, neverAsked)).relation, "same");
      }),
    );
  });

  it("is never another organization while nobody knows whose the domain or the stored source is", async () => {
    await fc.assert(
      fc.asyncProperty(domainSources, storedForAnyDomain, async (declared, stored) => {
        const settled = await settleSources(declared.map(normalizeSource), [stored], {}, nobodyKnows);
        assert.notEqual(settled.relation, "different");
      }),
    );
  });

  it("is split into pairs, missing and extra without loss", () => {
    fc.assert(
      fc.property(normalSources, normalSources, (declared, stored) => {
        const { pairs, missing, extra } = matchSources(declared, stored, {});
        const found = pairs.map(([one]) => one);
        assert.deepEqual(new Set([...found, ...missing]), new Set(declared));
        assert.equal(found.length + missing.length, declared.length);
        assert.deepEqual(new Set([...pairs.map(([, one]) => one), ...extra]), new Set(stored));
      }),
    );
  });

  it("shows what the service added without its name, which nobody declares", () => {
    const [declared, added] = [
      { type: "a", key: 1, displayName: "A" },
      { type: "b", key: 2 },
    ];
    const pairs = [[declared, { type: "a", key: 1 }]] as const;
    const match = { pairs, missing: [], extra: [{ ...added, displayName: "B" }] };
    assert.deepEqual(keepDeclaredForm(match), [declared, added]);
  });
});
