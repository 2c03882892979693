import assert from "node:assert/strict";
import { check } from "../../../provider/organization/check";
import type { Values } from "../../../provider/organization/recorded";
import { unknownValue } from "../../../provider/organization/unknown";

const [a, b, c] = [
  "0d5c0000-7c55-4a0b-8f57-5d3a3e0c1f20",
  "1d5c0000-7c55-4a0b-8f57-5d3a3e0c1f20",
  "2d5c0000-7c55-4a0b-8f57-5d3a3e0c1f20",
];
const declared = {
  displayName: "Contoso",
  identitySources: [{ type: "domainIdentitySource", domainName: "contoso.com" }],
};
const kinds = ["internalSponsors", "externalSponsors"] as const;

function accepted(inputs: Values, olds: Values = {}): Values {
  const { inputs: normal, failures } = check(olds, { ...declared, ...inputs });
  assert.deepEqual(failures, []);
  return normal;
}

describe("check of sponsors", () => {
  it("leaves an omitted list out, because it is not managed, and keeps an empty one", () => {
    for (const kind of kinds) {
      assert.equal(Object.hasOwn(accepted({}), kind), false);
      assert.equal(Object.hasOwn(accepted({ [kind]: null }), kind), false);
      assert.deepEqual(accepted({ [kind]: [] })[kind], []);
    }
  });

  it("takes a set of ids: in upper or lower case, each counted once", () => {
    for (const kind of kinds) {
      assert.deepEqual(accepted({ [kind]: [b, ` ${a.toUpperCase()} `, b, a] })[kind], [b, a]);
    }
  });

  it("keeps the former order of the same set, and the program's of another", () => {
    for (const kind of kinds) {
      const order = (before: unknown, after: unknown) => accepted({ [kind]: after }, { [kind]: before })[kind];
      assert.deepEqual(order([a, b, c], [c, b.toUpperCase(), a]), [a, b, c]);
      assert.deepEqual(order([a, b], [c, b]), [c, b]);
      assert.deepEqual(order(undefined, [c, b]), [c, b]);
      assert.deepEqual(order([a, b], []), []);
      assert.deepEqual(order([a, b], [b, unknownValue, a]), [b, unknownValue, a]);
    }
  });

  it("passes what is not known yet", () => {
    for (const kind of kinds) {
      assert.deepEqual(accepted({ [kind]: unknownValue })[kind], unknownValue);
      assert.deepEqual(accepted({ [kind]: [a, unknownValue] })[kind], [a, unknownValue]);
    }
  });

  it("names each member that is no id, with the id inside it if there is one", () => {
    for (const kind of kinds) {
      const wrong = ["me@contoso.com", a, `users/${b}`, 5, null];
      const rule = "It must be a GUID such as 2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20.";
      assert.deepEqual(check({}, { ...declared, [kind]: wrong }).failures, [
        { property: `${kind}[0]`, reason: `Invalid value for ${kind}[0]: "me@contoso.com". ${rule}` },
        { property: `${kind}[2]`, reason: `Invalid value for ${kind}[2]: "users/${b}". ${rule} Did you mean ${b}?` },
        { property: `${kind}[3]`, reason: `Invalid value for ${kind}[3]: 5. ${rule}` },
        { property: `${kind}[4]`, reason: `Invalid value for ${kind}[4]: null. ${rule}` },
      ]);
    }
  });

  it("refuses anything but a list", () => {
    for (const kind of kinds) {
      assert.deepEqual(check({}, { ...declared, [kind]: a }).failures, [
        {
          property: kind,
          reason: `Invalid value for ${kind}: "${a}". It must be a list of object ids of users and groups.`,
        },
      ]);
    }
  });
});

describe("check of adoptExisting", () => {
  it("is false unless it is said", () => {
    const given = [undefined, null, false, true, unknownValue];
    assert.deepEqual(
      given.map((adoptExisting) => accepted({ adoptExisting })["adoptExisting"]),
      [false, false, false, true, unknownValue],
    );
  });

  it("takes no words for it", () => {
    assert.deepEqual(check({}, { ...declared, adoptExisting: "yes" }).failures, [
      {
        property: "adoptExisting",
        reason: 'Invalid value for adoptExisting: "yes". Allowed values are: true, false.',
      },
    ]);
  });
});
