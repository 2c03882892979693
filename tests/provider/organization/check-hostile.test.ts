import assert from "node:assert/strict";
import fc from "fast-check";
import { check } from "../../../provider/organization/check";
import { anyInputs } from "../../support/arbitraries";

const domain = { type: "domainIdentitySource", domainName: "contoso.com" };
const tenant = { type: "azureActiveDirectoryTenant", tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" };
const other = { type: "domainIdentitySource", domainName: "fabrikam.example" };
const declares = (...identitySources: unknown[]) => ({ displayName: "Contoso", identitySources });

/** A character of each sort that a terminal obeys or hides. */
const obeyed = ["\n", "\r", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u200b", "\u200e", "\u2028"];
const hidden = [...obeyed, "\u2029", "\u202e", "\u2066", "\u2069", "\ufeff", "\u{e0041}"];
const escaped = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;
/** JSON escapes those below the space by itself. */
const escapedInJson = (character: string) =>
  character < " " ? JSON.stringify(character).slice(1, -1) : escaped(character);

describe("a character that a terminal obeys or hides", () => {
  for (const character of hidden) {
    const code = escaped(character);

    it(`is shown as its code point in a value: ${code}`, () => {
      const { failures } = check({}, { ...declares(domain), state: `a${character}b` });
      assert.deepEqual(failures, [
        {
          property: "state",
          reason: `Invalid value for state: "a${escapedInJson(character)}b". Allowed values are: configured, proposed.`,
        },
      ]);
    });

    it(`is shown as its code point in a property's name, also of a source: ${code}`, () => {
      const { failures } = check({}, { ...declares({ ...domain, [`x${character}y`]: 1 }), [`p${character}q`]: 1 });
      assert.deepEqual(failures, [
        {
          property: `identitySources[0].x${code}y`,
          reason: `Unknown property identitySources[0].x${code}y. Type domainIdentitySource has: displayName, domainName.`,
        },
        { property: `p${code}q`, reason: `Unknown property p${code}q.` },
      ]);
    });
  }

  it("never stands in a failure, whatever the program declares", () => {
    const noise = fc.string({ unit: fc.constantFrom(...hidden, "a", "é", "点", "😀") });
    const names = fc.dictionary(noise, noise, { maxKeys: 3, noNullPrototype: true });
    fc.assert(
      fc.property(anyInputs, names, names, noise, (inputs, more, keys, state) => {
        const source = { ...domain, ...keys };
        const { failures } = check({}, { ...inputs, ...more, state, identitySources: [source, keys, state] });
        for (const text of failures.flatMap(({ property, reason }) => [property, reason])) {
          assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
        }
      }),
    );
  });
});

describe("the type of an identity source", () => {
  it("may have spaces around it, and is known all the same", () => {
    const { inputs, failures } = check({}, declares({ type: " domainIdentitySource\n", domainName: "CONTOSO.com" }));
    assert.deepEqual([failures, inputs["identitySources"]], [[], [domain]]);
  });

  it("has its keys checked under its own name", () => {
    assert.deepEqual(check({}, declares({ ...domain, type: "domainIdentitySource ", tenantId: "x" })).failures, [
      {
        property: "identitySources[0].tenantId",
        reason:
          "Unknown property identitySources[0].tenantId. Type domainIdentitySource has: displayName, domainName. It belongs to type azureActiveDirectoryTenant.",
      },
    ]);
  });

  it("counts as the same with spaces when a source is repeated", () => {
    assert.deepEqual(check({}, declares(domain, { ...domain, type: " domainIdentitySource" })).failures, [
      {
        property: "identitySources[1]",
        reason: `Invalid value for identitySources[1]: ${JSON.stringify(domain)}. It repeats identitySources[0].`,
      },
    ]);
  });
});

describe("a former list that holds a member twice", () => {
  const [a, b] = ["0d5c0000-7c55-4a0b-8f57-5d3a3e0c1f20", "1d5c0000-7c55-4a0b-8f57-5d3a3e0c1f20"];
  const order = (name: string, before: unknown[], after: unknown[]) =>
    check({ [name]: before }, { ...declares(domain), [name]: after }).inputs[name];

  it("displaces no identity source", () => {
    assert.deepEqual(order("identitySources", [domain, domain], [tenant, domain]), [tenant, domain]);
    assert.deepEqual(order("identitySources", [domain, tenant, domain], [tenant, domain]), [domain, tenant]);
    assert.deepEqual(order("identitySources", [domain, domain, tenant], [other, tenant, domain]), [
      other,
      tenant,
      domain,
    ]);
  });

  it("displaces no sponsor", () => {
    assert.deepEqual(order("internalSponsors", [a, a], [b, a]), [b, a]);
    assert.deepEqual(order("internalSponsors", [a, b, a], [b, a]), [a, b]);
  });
});
