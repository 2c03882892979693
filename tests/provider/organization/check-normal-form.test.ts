import assert from "node:assert/strict";
import fc from "fast-check";
import { check } from "../../../provider/organization/check";
import { normalizeSource, type Source, sourceKey } from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";
import { unknownValue } from "../../../provider/organization/unknown";
import { anyInputs, declaration, rearranged, sources, withUnknown } from "../../support/arbitraries";

const domain = { type: "domainIdentitySource", domainName: "contoso.com" };
const tenant = { type: "azureActiveDirectoryTenant", tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" };
const defaults = { description: "", state: "configured", adoptExisting: false };
const other = { type: "domainIdentitySource", domainName: "fabrikam.example" };

function accepted(inputs: Values, olds: Values = {}): Values {
  const { inputs: normal, failures } = check(olds, inputs);
  assert.deepEqual(failures, []);
  return normal;
}

describe("check's normal form", () => {
  it("has a description and a state when none is declared", () => {
    const normal = { ...defaults, displayName: "Contoso", identitySources: [domain] };
    assert.deepEqual(accepted({ displayName: "Contoso", identitySources: [domain] }), normal);
    const nulls = { displayName: "Contoso", description: null, state: null, identitySources: [domain] };
    assert.deepEqual(accepted(nulls), normal);
  });

  it("has no spaces around, lower case where case means nothing, and no internal keys", () => {
    const inputs = {
      __defaults: [],
      displayName: " Contoso  Ltd ",
      description: " Supplier\n",
      state: "proposed ",
      identitySources: [
        { ...domain, domainName: "Contoso.COM." },
        { ...tenant, tenantId: tenant.tenantId.toUpperCase() },
      ],
    };
    assert.deepEqual(accepted(inputs), {
      displayName: "Contoso  Ltd",
      description: "Supplier",
      state: "proposed",
      identitySources: [domain, tenant],
      adoptExisting: false,
    });
  });

  it("does not change what the program passed", () => {
    const inputs = { displayName: " Contoso ", identitySources: [{ ...domain, domainName: "CONTOSO.com" }] };
    const before = structuredClone(inputs);
    check({ identitySources: [domain] }, inputs);
    assert.deepEqual(inputs, before);
  });

  it("is its own normal form", () => {
    fc.assert(
      fc.property(declaration, (inputs) => {
        const normal = accepted(inputs);
        assert.deepEqual(check({}, normal), { inputs: normal, failures: [] });
        assert.deepEqual(check(normal, normal), { inputs: normal, failures: [] });
      }),
    );
  });

  it("is the same for every spelling but for the names of sources", () => {
    const unnamed = (values: Values) => (values["identitySources"] as Source[]).map(sourceKey);
    fc.assert(
      fc.property(
        declaration.chain((inputs) =>
          fc.record({ inputs: fc.constant(inputs), again: rearranged(inputs["identitySources"] as Source[]) }),
        ),
        ({ inputs, again }) => {
          const normal = accepted(inputs);
          assert.deepEqual(unnamed(accepted({ ...inputs, identitySources: again }, normal)), unnamed(normal));
        },
      ),
    );
  });
});

describe("the order of identity sources after check", () => {
  const order = (before: unknown, after: unknown) =>
    accepted({ displayName: "Contoso", identitySources: after }, { identitySources: before })["identitySources"];

  it("stays as it was for the same set", () => {
    assert.deepEqual(order([domain, tenant, other], [other, domain, tenant]), [domain, tenant, other]);
  });

  it("stays as it was for those that remain of a larger set", () => {
    assert.deepEqual(order([domain, tenant, other], [other, domain]), [domain, other]);
  });

  it("stays as it was while a name is changed, which is kept", () => {
    const renamed = { ...tenant, displayName: "Contoso" };
    assert.deepEqual(order([domain, tenant], [renamed, { ...domain, domainName: "CONTOSO.com." }]), [domain, renamed]);
  });

  it("is the program's for another set, a first set, or a former value that is no set", () => {
    assert.deepEqual(order([domain, tenant], [other, domain]), [other, domain]);
    assert.deepEqual(order([domain], [other, domain]), [other, domain]);
    for (const before of [undefined, null, "text", [], [null], [domain, unknownValue], [unknownValue]]) {
      assert.deepEqual(order(before, [other, domain]), [other, domain]);
    }
  });

  it("is the program's while a part is unknown", () => {
    const open = { ...domain, domainName: unknownValue };
    assert.deepEqual(order([domain, tenant], [tenant, open]), [tenant, open]);
    assert.deepEqual(order([domain, tenant], [tenant, unknownValue]), [tenant, unknownValue]);
  });

  it("never adds a source and never loses one", () => {
    fc.assert(
      fc.property(sources, sources, (before, after) => {
        const normal = after.map(normalizeSource);
        const result = order(before.map(normalizeSource), after) as Source[];
        assert.deepEqual(result.map(sourceKey).sort(), normal.map(sourceKey).sort());
      }),
    );
  });
});

describe("a source of a type that Graph added later", () => {
  const later = { type: "verifiedIdIdentitySource", authority: "did:web:contoso.com" };
  const inputs = { ...defaults, displayName: "Contoso", identitySources: [domain, later] };

  it("passes as it is when the former inputs hold it, as ignoreChanges hands it in after a refresh", () => {
    assert.deepEqual(accepted(inputs, inputs), inputs);
    const renamed = { ...later, displayName: "Verified" };
    const more = { ...inputs, identitySources: [renamed, domain, other] };
    assert.deepEqual(accepted(more, inputs)["identitySources"], [renamed, domain, other]);
  });

  it("is refused when they hold another one or none, and whatever else is wrong is found beside it", () => {
    const paths = (olds: Values, news: Values) => check(olds, news).failures.map(({ property }) => property);
    assert.deepEqual(paths({}, inputs), ["identitySources[1].type"]);
    const another = { ...later, authority: "did:web:other.example" };
    assert.deepEqual(paths({ identitySources: [domain, another] }, inputs), ["identitySources[1].type"]);
    const wrong = { ...inputs, state: "open", identitySources: [later, { type: "domainIdentitySource" }] };
    assert.deepEqual(paths(inputs, wrong), ["state", "identitySources[1].domainName"]);
  });
});

describe("a value that is not known yet", () => {
  const open: [title: string, identitySources: unknown][] = [
    ["the whole list", unknownValue],
    ["one source", [domain, unknownValue]],
    ["a type", [{ type: unknownValue, domainName: "contoso.com" }]],
    ["a domain", [{ type: "domainIdentitySource", domainName: unknownValue }]],
    [
      "two domains",
      [
        { ...domain, domainName: unknownValue },
        { ...domain, domainName: unknownValue, displayName: "b" },
      ],
    ],
    ["a name", [{ ...domain, displayName: unknownValue }]],
  ];
  for (const [title, identitySources] of open) {
    it(`passes as it is: ${title}`, () => {
      assert.deepEqual(accepted({ displayName: "Contoso", identitySources })["identitySources"], identitySources);
    });
  }

  it("passes as it is: every plain property", () => {
    const inputs = {
      displayName: unknownValue,
      description: unknownValue,
      state: unknownValue,
      identitySources: [domain],
      adoptExisting: unknownValue,
    };
    assert.deepEqual(accepted(inputs), inputs);
  });

  it("does not hide what is wrong elsewhere", () => {
    const identitySources = [{ type: "domainIdentitySource", domainName: unknownValue, tenantId: "x" }, { type: "no" }];
    assert.deepEqual(
      check({}, { displayName: unknownValue, state: "open", identitySources }).failures.map(({ property }) => property),
      ["state", "identitySources[0].tenantId", "identitySources[1].type"],
    );
  });

  it("never makes a failure, wherever it stands", () => {
    fc.assert(
      fc.property(declaration.chain(withUnknown), ({ value }) => {
        assert.deepEqual(check({}, value as Values).failures, []);
      }),
    );
  });

  it("never makes a failure at its own path, even among wrong values", () => {
    fc.assert(
      fc.property(
        anyInputs.filter((inputs) => Object.keys(inputs).length > 0).chain(withUnknown),
        ({ value, path }) => {
          const reasons = check({}, value as Values).failures.filter(({ property }) => property === path);
          assert.deepEqual(
            reasons.filter(({ reason }) => !reason.startsWith("Unknown property")),
            [],
          );
        },
      ),
    );
  });
});

describe("check, for any JSON", () => {
  it("returns, and says where each failure is, in whole sentences", () => {
    fc.assert(
      fc.property(anyInputs, anyInputs, (olds, news) => {
        const { inputs, failures } = check(olds, news);
        for (const { property, reason } of failures) {
          assert.ok(reason.includes(property), reason);
          assert.match(reason, /^[^\n]*[.?]$/u);
        }
        if (failures.length > 0) assert.equal(inputs, news);
      }),
      { numRuns: 500 },
    );
  });
});
