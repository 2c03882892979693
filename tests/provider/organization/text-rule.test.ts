import assert from "node:assert/strict";
import fc from "fast-check";
import {
  anyText,
  domainName,
  guid,
  nearest,
  nonEmpty,
  oneOf,
  type TextRule,
  uri,
} from "../../../provider/organization/text-rule";
import { domain, tenantId } from "../../support/arbitraries";

const rules: Record<string, TextRule> = {
  domainName,
  guid,
  uri,
  nonEmpty,
  anyText,
  oneOf: oneOf("configured", "proposed"),
};

const anything = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  domain,
  fc.tuple(domain, fc.constantFrom(".", "。", "/", ":443", " ", "\u00ad", "\u202e")).map((parts) => parts.join("")),
  tenantId,
  fc.webUrl(),
  fc.constantFrom("configured", " proposed", "Configured"),
);

describe("the rule for", () => {
  for (const [name, rule] of Object.entries(rules)) {
    it(`${name} has a normal form that is its own normal form`, () => {
      fc.assert(
        fc.property(anything, (text) => {
          const normal = rule.normalize(text);
          if (normal !== undefined) assert.equal(rule.normalize(normal), normal);
        }),
        { numRuns: 500 },
      );
    });

    it(`${name} suggests only what it accepts`, () => {
      fc.assert(
        fc.property(anything, (text) => {
          const meant = rule.suggest?.(text);
          if (meant !== undefined) assert.equal(rule.normalize(meant), meant);
        }),
        { numRuns: 500 },
      );
    });

    it(`${name} says what is expected without a full stop, which the failure adds`, () => {
      assert.match(rule.expected, /^[A-Z].*[^.]$/);
    });
  }
});

describe("a domain name", () => {
  it("is the same in upper case, with a trailing dot of any script, and with spaces around", () => {
    fc.assert(
      fc.property(domain, fc.constantFrom(".", "。", "．", "｡"), (name, dot) => {
        const normal = domainName.normalize(name);
        assert.notEqual(normal, undefined);
        const others = [name.toUpperCase(), `${name}${dot}`, ` ${name}\t`, name.replaceAll(".", dot)];
        assert.deepEqual(
          others.map((other) => domainName.normalize(other)),
          others.map(() => normal),
        );
      }),
    );
  });

  it("is found in an address of a web page, of a mailbox, and in a wildcard", () => {
    fc.assert(
      fc.property(domain, (name) => {
        const found = [`https://${name}/a?b#c`, `someone@${name}`, `*.${name}`, `${name}:443`].map((text) =>
          domainName.suggest?.(text),
        );
        assert.deepEqual(found, new Array(4).fill(domainName.normalize(name)));
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
  const words = ["displayName", "description", "state", "identitySources"];

  it("is the one that a misspelt word most likely means", () => {
    const found = ["displayname", "Descripton", "stat", "identitySource", "sources", " state "].map((word) =>
      nearest(word, words),
    );
    assert.deepEqual(found, ["displayName", "description", "state", "identitySources", undefined, "state"]);
  });

  it("may be further off in a long word", () => {
    const kinds = ["domainIdentitySource", "azureActiveDirectoryTenant", "socialIdentitySource"];
    assert.deepEqual(
      ["azureDirectoryTenant", "domainSource", "tenant"].map((word) => nearest(word, kinds)),
      ["azureActiveDirectoryTenant", undefined, undefined],
    );
  });

  it("is none when nothing is near", () => {
    assert.deepEqual(
      ["", "x", "tags", "constructor"].map((word) => nearest(word, words)),
      [undefined, undefined, undefined, undefined],
    );
    assert.equal(nearest("state", []), undefined);
  });

  it("is the word itself when it is one", () => {
    for (const word of words) assert.equal(nearest(word, words), word);
  });
});
