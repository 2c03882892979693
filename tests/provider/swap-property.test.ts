import assert from "node:assert/strict";
import fc from "fast-check";
import { isDomain, normalizeSource, type Source, sourceKey } from "../../provider/identity-source";
import {
  keepDeclaredForm,
  matchLeftovers,
  matchSources,
  recordResolutions,
  relationOf,
  settleSources,
} from "../../provider/swap";
import { domainSources, lookUp, rearranged, source, sources, storedForAnyDomain, storedForDomain } from "./arbitraries";

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
          assert.deepEqual([relationOf(settled), settled.doubtful, lookUps.asked], ["same", [], []]);
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
        assert.deepEqual([relationOf(settled), lookUps.asked], ["same", []]);
      }),
    );
  });

  it("is recorded so that it is the same afterwards, in the form that was declared", async () => {
    await fc.assert(
      fc.asyncProperty(swapped, async ({ declared, stored, record }) => {
        const [now, live] = [declared.map(normalizeSource), stored.map(normalizeSource)];
        const match = matchSources(now, live, record);
        const kept = keepDeclaredForm(match);
        assert.deepEqual(kept.map(sourceKey), now.map(sourceKey));
        assert.equal(
          relationOf({ match: matchSources(kept, live, recordResolutions(match, {})), doubtful: [] }),
          "same",
        );
      }),
    );
  });

  it("is never destroyed on doubt: nobody can say, and a tenant or a kind not known yet is stored", async () => {
    await fc.assert(
      fc.asyncProperty(domainSources, storedForAnyDomain, async (declared, stored) => {
        const normal = declared.map(normalizeSource);
        const settled = await settleSources(normal, [stored], {}, async () => "undecided");
        assert.notEqual(relationOf(settled), "different");
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

describe("what is left over after our own write", () => {
  const contoso: Source = { type: "domainIdentitySource", domainName: "contoso.com" };
  const fabrikam: Source = { type: "domainIdentitySource", domainName: "fabrikam.example" };
  const tenant: Source = { type: "azureActiveDirectoryTenant", tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" };

  it("is one pair when it is one domain and one source of another kind", () => {
    const match = matchLeftovers([fabrikam, contoso], [fabrikam, tenant], {});
    assert.deepEqual(match, {
      pairs: [
        [fabrikam, fabrikam],
        [contoso, tenant],
      ],
      missing: [],
      extra: [],
    });
  });

  it("is a pair even against an older record", () => {
    const record = { [sourceKey(contoso)]: sourceKey(contoso) };
    assert.deepEqual(matchLeftovers([contoso], [tenant], record).pairs, [[contoso, tenant]]);
  });

  it("stays apart when it is two domains, two sources, another domain, or no domain at all", () => {
    const other: Source = { ...tenant, tenantId: "9d0f4c11-20ae-4e5b-9d21-6c3f52ab7780" };
    const apart: [Source[], Source[]][] = [
      [[contoso, fabrikam], [tenant]],
      [[contoso], [tenant, other]],
      [[contoso], [fabrikam]],
      [[tenant], [other]],
      [[tenant], [contoso]],
      [[contoso], []],
      [[], [tenant]],
    ];
    for (const [missing, extra] of apart) {
      assert.deepEqual(matchLeftovers(missing, extra, {}), { pairs: [], missing, extra });
    }
  });

  it("only ever adds one pair, of a domain and something that is no domain", () => {
    fc.assert(
      fc.property(fc.uniqueArray(source, { selector: keyOf, maxLength: 4 }), sources, (left, right) => {
        const [declared, stored] = [left.map(normalizeSource), right.map(normalizeSource)];
        const before = matchSources(declared, stored, {});
        const after = matchLeftovers(declared, stored, {});
        const added = after.pairs.filter(([one]) => before.missing.includes(one));
        assert.ok(added.length <= 1);
        for (const [one, other] of added) {
          assert.ok(isDomain(one) && !isDomain(other));
          assert.deepEqual([before.missing, before.extra], [[one], [other]]);
        }
      }),
    );
  });
});

function keyOf(one: Source): string {
  return sourceKey(normalizeSource(one));
}
