/** What check accepts, and the normal form it becomes. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { check } from "../../../provider/organization/check";
import { normalizeSource, type Source, sourceKey } from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";
import { unknownValue } from "../../../provider/organization/unknown";
import { anyInputs, declaration, rearranged, sources, withUnknown } from "../../support/arbitraries";
import { fabrikam, litware, wingtip } from "../../support/sources";
import { table, words } from "../../support/table";

const domain = { type: "domainIdentitySource", domainName: "contoso.com" };
const tenant = { type: "azureActiveDirectoryTenant", tenantId: fabrikam };
const social = { type: "socialIdentitySource", socialIdentitySourceType: "facebook" };
const declared = { displayName: "Contoso", identitySources: [domain] };
const normal = { ...declared, description: "", state: "configured", adoptExisting: false };

function accepted(inputs: Values, olds: Values = {}): Values {
  const { inputs: found, failures } = check(olds, inputs);
  assert.deepEqual(failures, []);
  return found;
}

describe("check's normal form", () => {
  const lists = { internalSponsors: [litware, wingtip], externalSponsors: [] };
  const rows: [title: string, inputs: Values, found: Values][] = [
    ["has defaults, and no list of sponsors, which is then not managed", {}, {}],
    ["has defaults for null", { description: null, state: null, internalSponsors: null, adoptExisting: null }, {}],
    ["has defaults for undefined", { description: undefined, adoptExisting: undefined }, {}],
    ["keeps adoptExisting", { adoptExisting: true }, { adoptExisting: true }],
    ["keeps false as adoptExisting", { adoptExisting: false }, {}],
    [
      "keeps empty lists of sponsors, which are managed",
      { ...lists, internalSponsors: [] },
      { ...lists, internalSponsors: [] },
    ],
    [
      "has each sponsor once",
      {
        ...lists,
        internalSponsors: [litware, ` ${wingtip.toUpperCase()} `, `/users/${litware}`, `/groups/${wingtip}`],
      },
      lists,
    ],
    ["has no spaces around a name", { displayName: " Contoso  Ltd " }, { displayName: "Contoso  Ltd" }],
    ["has no spaces around a description", { description: " Supplier\n" }, { description: "Supplier" }],
    ["has no spaces around a state", { state: "proposed " }, { state: "proposed" }],
    ["has no internal keys", { __defaults: [] }, {}],
    ["has no spaces around a type", { identitySources: [{ ...domain, type: " domainIdentitySource\n" }] }, {}],
  ];
  for (const [title, inputs, found] of rows) {
    it(title, () => assert.deepEqual(accepted({ ...declared, ...inputs }), { ...normal, ...found }));
  }

  it("leaves what the program passed as it was", () => {
    const inputs = { displayName: " Contoso ", identitySources: [{ ...domain, domainName: "CONTOSO.com" }] };
    const before = structuredClone(inputs);
    check(declared, inputs);
    assert.deepEqual(inputs, before);
  });

  it("is its own normal form, and the same for every spelling but for the names of sources", () => {
    const unnamed = (values: Values) => (values["identitySources"] as Source[]).map(sourceKey);
    const respelled = declaration.chain((inputs) =>
      fc.record({ inputs: fc.constant(inputs), again: rearranged(inputs["identitySources"] as Source[]) }),
    );
    fc.assert(
      fc.property(respelled, ({ inputs, again }) => {
        const first = accepted(inputs);
        assert.deepEqual(check({}, first), { inputs: first, failures: [] });
        assert.deepEqual(check(first, first), { inputs: first, failures: [] });
        assert.deepEqual(unnamed(accepted({ ...inputs, identitySources: again }, first)), unnamed(first));
      }),
    );
  });
});

describe("the order of a list after check", () => {
  /** Members by letters, in capitals in another spelling; ? is not known yet. */
  const rows = table(`
    before | declared | after | why
    a b c  | C a B    | a b c | is the former one of the same set
    a b c  | c a      | a c   | is the former one of those that remain
    a b a  | b a      | a b   | is that of the first where a former list repeats a member
    a a    | b a      | b a   | is the declared one of another set
    a a b  | c b a    | c b a | is the declared one of a larger set
    a b    | c a      | c a   | is the declared one where a member was replaced
           | c a      | c a   | is the declared one of a first list
    a b    | b ?      | b ?   | is the declared one while a member is unknown
    a ?    | c a      | c a   | is the declared one after a member was unknown
    ?      | c a      | c a   | is the declared one after the only member was unknown
  `);
  const bySource = { a: domain, b: tenant, c: social, C: social, B: { ...tenant, tenantId: fabrikam.toUpperCase() } };
  const byId = { a: fabrikam, b: litware, c: wingtip, C: wingtip.toUpperCase(), B: ` ${litware}` };
  const members: Record<string, Values> = { identitySources: bySource, internalSponsors: byId, externalSponsors: byId };
  for (const [list, byLetter] of Object.entries(members)) {
    const named = (letters = "") => words(letters).map((letter) => ({ ...byLetter, "?": unknownValue })[letter]);
    const order = (before: unknown, after: unknown) =>
      accepted({ ...declared, [list]: after }, { [list]: before })[list];

    for (const { before, declared: given, after, why } of rows) {
      it(`${why}: ${list} ${before} → ${given}`, () => {
        assert.deepEqual(order(named(before), named(given)), named(after));
      });
    }

    it(`is the declared one after what is no list: ${list}`, () => {
      const after = named("c a");
      for (const before of [undefined, null, "text", [null]]) assert.deepEqual(order(before, after), after);
    });
  }

  it("is the former one while a source's name is changed, which is kept", () => {
    const renamed = { ...tenant, displayName: "Contoso" };
    const inputs = { ...declared, identitySources: [renamed, { ...domain, domainName: "CONTOSO.com." }] };
    const found = accepted(inputs, { identitySources: [domain, tenant] });
    assert.deepEqual(found["identitySources"], [domain, renamed]);
  });

  it("never adds a source and never loses one", () => {
    fc.assert(
      fc.property(sources, sources, (before, after) => {
        const found = accepted(
          { ...declared, identitySources: after },
          { identitySources: before.map(normalizeSource) },
        );
        const keys = (found["identitySources"] as Source[]).map(sourceKey);
        assert.deepEqual(keys.sort(), after.map(normalizeSource).map(sourceKey).sort());
      }),
    );
  });
});

describe("a source of a type that Graph added later", () => {
  const later = { type: "verifiedIdIdentitySource", authority: "did:web:contoso.com" };
  const inputs = { ...normal, identitySources: [domain, later] };
  const pathsOf = (olds: Values, news: Values) => check(olds, news).failures.map(({ property }) => property);

  it("passes when the former inputs hold it, as ignoreChanges hands it in after a refresh", () => {
    assert.deepEqual(accepted(inputs, inputs), inputs);
    const more = { ...inputs, identitySources: [{ ...later, displayName: "Verified" }, domain, social] };
    assert.deepEqual(accepted(more, inputs), more);
  });

  it("is refused when they hold another one or none, together with everything else that is wrong", () => {
    const another = { identitySources: [domain, { ...later, authority: "did:web:other.example" }] };
    const wrong = { ...inputs, state: "open", identitySources: [later, { type: "domainIdentitySource" }] };
    assert.deepEqual(
      [pathsOf({}, inputs), pathsOf(another, inputs), pathsOf(inputs, wrong)],
      [["identitySources[1].type"], ["identitySources[1].type"], ["state", "identitySources[1].domainName"]],
    );
  });
});

describe("a value that is not known yet", () => {
  const unknownDomain = { ...domain, domainName: unknownValue };

  it("passes as it is", () => {
    const plain = { displayName: unknownValue, description: unknownValue, state: unknownValue };
    const lists = { internalSponsors: unknownValue, externalSponsors: [fabrikam, unknownValue] };
    const inputs = { ...plain, ...lists, adoptExisting: unknownValue };
    const open: unknown[] = [
      unknownValue,
      [domain, unknownValue],
      [{ ...domain, type: unknownValue }],
      [unknownDomain, { ...unknownDomain, displayName: "b" }],
      [{ ...domain, displayName: unknownValue }],
    ];
    for (const identitySources of open) {
      assert.deepEqual(accepted({ ...inputs, identitySources }), { ...inputs, identitySources });
    }
  });

  it("does not hide what is wrong elsewhere", () => {
    const identitySources = [{ ...unknownDomain, tenantId: "x" }, { type: "no" }];
    assert.deepEqual(
      check({}, { displayName: unknownValue, state: "open", identitySources }).failures.map(({ property }) => property),
      ["state", "identitySources[0].tenantId", "identitySources[1].type"],
    );
  });

  it("is never a failure, and never one at its own path among wrong values", () => {
    const someInputs = anyInputs.filter((inputs) => Object.keys(inputs).length > 0);
    fc.assert(
      fc.property(declaration.chain(withUnknown), someInputs.chain(withUnknown), (right, wrong) => {
        assert.deepEqual(check({}, right.value as Values).failures, []);
        const { failures } = check({}, wrong.value as Values);
        const own = failures.filter(
          ({ property, reason }) => property === wrong.path && !/^is not a property/.test(reason),
        );
        assert.deepEqual(own, []);
      }),
    );
  });
});
