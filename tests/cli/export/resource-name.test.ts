import assert from "node:assert/strict";
import fc from "fast-check";
import ts from "typescript";
import { chooseNames, identifierOf, type Named } from "../../../cli/export/resource-name";

const first = "6f0c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c11";
const second = "8b1d7b6f-4b1f-4a4d-8b66-1a3a8b3e0d22";
const namesOf = (...displayNames: string[]): string[] => {
  const organizations = displayNames.map((displayName, index) => ({ id: [first, second][index] ?? "", displayName }));
  const names = chooseNames(organizations);
  return organizations.map(({ id }) => names.get(id) ?? "");
};

const rows: [displayName: string, name: string][] = [
  ["Wingtip Toys", "wingtip-toys"],
  ["  A. Datum (EU) ", "a-datum-eu"],
  ["O'Brien & ‘Sons’ = 100%", "obrien-sons-100"],
  ["Müller Straße Øst Łódź", "muller-strasse-ost-lodz"],
  ["ＡＢＣ ①", "abc-1"],
  ["3Com", "3com"],
  ["class", "class"],
  ["株式会社", "organization-6f0c6a5e"],
  ["🚀🚀", "organization-6f0c6a5e"],
  ["שלום", "organization-6f0c6a5e"],
  ["", "organization-6f0c6a5e"],
  ["CON", "con-6f0c6a5e"],
  ["a::b$c/d\\e", "a-b-c-d-e"],
  ["x".repeat(300), "x".repeat(40)],
];

const identifiers: [name: string, identifier: string][] = [
  ["wingtip-toys", "wingtipToys"],
  ["3com", "_3com"],
  ["abc-1", "abc1"],
  ["class", "_class"],
  ["global-this", "_globalThis"],
  ["exports", "_exports"],
];

/** Display names that often result in the same name. */
const organizations = fc.uniqueArray(
  fc.record({
    id: fc.oneof(fc.uuid(), fc.constantFrom(first, `${first.slice(0, 8)}${second.slice(8)}`)),
    displayName: fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("Fabrikam", "fabrikam!", "Fabrikam 6f0c6a5e", "Fabrikam 6f0c6a5e 2", "", "nul"),
    ),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 12 },
);

describe("a resource's name", () => {
  for (const [displayName, name] of rows) {
    it(`of ${JSON.stringify(displayName.slice(0, 30))} is ${name.slice(0, 30)}`, () => {
      assert.deepEqual(namesOf(displayName), [name]);
    });
  }

  it("that two share ends with part of the id for both, so that neither changes when the other is removed", () => {
    assert.deepEqual(namesOf("Fabrikam", "FABRIKAM!"), ["fabrikam-6f0c6a5e", "fabrikam-8b1d7b6f"]);
  });

  it("gives way to an organization whose display name it already is", () => {
    const third: Named = { id: "f", displayName: "Fabrikam 6f0c6a5e" };
    const names = chooseNames([{ id: first, displayName: "Fabrikam" }, { id: second, displayName: "fabrikam" }, third]);
    assert.deepEqual(
      [first, second, "f"].map((id) => names.get(id)),
      ["fabrikam-6f0c6a5e-2", "fabrikam-8b1d7b6f", "fabrikam-6f0c6a5e"],
    );
  });

  it("is plain, unique, and independent of the organizations' order", () => {
    const property = fc.property(
      organizations.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const names = chooseNames(all);
        assert.equal(new Set(names.values()).size, all.length);
        for (const name of names.values()) assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
        const sorted = (map: ReadonlyMap<string, string>) =>
          [...map].sort(([left], [right]) => (left < right ? -1 : 1));
        assert.deepEqual(sorted(chooseNames(shuffled)), sorted(names));
      },
    );
    fc.assert(property, { numRuns: 500 });
  });
});

describe("a variable's name", () => {
  for (const [name, identifier] of identifiers) {
    it(`of ${name} is ${identifier}`, () => assert.equal(identifierOf(name), identifier));
  }

  it("is never a word of the language", () => {
    for (let kind = ts.SyntaxKind.FirstReservedWord; kind <= ts.SyntaxKind.LastFutureReservedWord; kind += 1) {
      const word: string = ts.tokenToString(kind) ?? "";
      assert.equal(identifierOf(word), `_${word}`);
    }
  });
});
