import assert from "node:assert/strict";
import fc from "fast-check";
import * as rule from "../../../provider/organization/text-rule";
import { domain, tenantId } from "../../support/arbitraries";

const { domainName, guid, uri, nonEmpty, anyText, nearest } = rule;
const rules = { domainName, guid, uri, nonEmpty, anyText, oneOf: rule.oneOf(["configured", "proposed"]) };

const ends = fc.constantFrom(".", "。", "/", ":443", " ", "\u00ad", "\u202e");
const anything = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  domain,
  fc.tuple(domain, ends).map((parts) => parts.join("")),
  tenantId,
  fc.webUrl(),
  fc.constantFrom("configured", " proposed", "Configured"),
);

describe("the rule for", () => {
  for (const [name, { normalize, suggest, expected }] of Object.entries(rules)) {
    it(`${name} has a normal form that is its own, and suggests only what it accepts`, () => {
      // The sentence goes on: "must be …, not …".
      assert.match(expected, /^[a-z].*[^.]$/);
      fc.assert(
        fc.property(anything, (text) => {
          const normal = normalize(text);
          if (normal !== undefined) assert.equal(normalize(normal), normal);
          const meant = suggest?.(text);
          if (meant !== undefined) assert.equal(normalize(meant), meant);
        }),
        { numRuns: 500 },
      );
    });
  }
});

describe("a domain name", () => {
  it("is the same in upper case, with a trailing dot of any script, and with spaces around", () => {
    fc.assert(
      fc.property(domain, fc.constantFrom(".", "。", "．", "｡"), (name, dot) => {
        const normal = domainName.normalize(name);
        assert.notEqual(normal, undefined);
        for (const other of [name.toUpperCase(), `${name}${dot}`, ` ${name}\t`, name.replaceAll(".", dot)]) {
          assert.equal(domainName.normalize(other), normal);
        }
      }),
    );
  });

  it("is found in an address of a web page, of a mailbox, and in a wildcard", () => {
    fc.assert(
      fc.property(domain, (name) => {
        for (const text of [`https://${name}/a?b#c`, `someone@${name}`, `*.${name}`, `${name}:443`]) {
          assert.equal(domainName.suggest?.(text), domainName.normalize(name));
        }
      }),
    );
  });

  it("keeps to what DNS holds: lower-case letters, digits and hyphens, 63 a label, 253 in all", () => {
    fc.assert(
      fc.property(anything, (text) => {
        const normal = domainName.normalize(text);
        if (normal === undefined) return;
        assert.ok(normal.length <= 253);
        for (const label of normal.split(".")) assert.match(label, /^(?!-)[a-z0-9-]{1,63}(?<!-)$/);
      }),
    );
  });
});

describe("a GUID", () => {
  it("is the same in upper case and with spaces around, and found inside other text", () => {
    fc.assert(
      fc.property(tenantId, (id) => {
        assert.deepEqual([guid.normalize(` ${id.toUpperCase()}\n`), guid.suggest?.(`{${id.toUpperCase()}}`)], [id, id]);
      }),
    );
  });
});

describe("the nearest word", () => {
  const properties = ["displayName", "description", "state", "identitySources"];
  const kinds = ["domainIdentitySource", "azureActiveDirectoryTenant", "socialIdentitySource"];
  const clouds = ["public", "usgovernmentl4", "usgovernment", "dod"];
  const rows: [members: string[], meant: string | undefined, written: string[]][] = [
    [properties, "displayName", ["displayname", "displayName"]],
    [properties, "description", ["Descripton", "description"]],
    [properties, "state", ["stat", " state ", "state"]],
    [properties, "identitySources", ["identitySource", "ident", "identitySources"]],
    [properties, undefined, ["sources", "", "x", "tags", "constructor", "d", "st"]],
    [kinds, "azureActiveDirectoryTenant", ["azureDirectoryTenant"]],
    [kinds, undefined, ["domainSource", "tenant"]],
    [clouds, "usgovernment", ["usgov", "USGov"]],
    [clouds, undefined, ["gov"]],
    [[], undefined, ["state"]],
  ];
  for (const [members, meant, written] of rows) {
    it(`to ${written.map((word) => `"${word}"`).join(", ")} is ${meant ?? "none"} among ${members.length}`, () => {
      assert.deepEqual(
        written.map((word) => nearest(word, members)),
        written.map(() => meant),
      );
    });
  }
});
