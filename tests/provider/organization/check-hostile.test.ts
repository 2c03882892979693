/** Whatever a program declares: check returns, and its sentences obey no terminal. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { check } from "../../../provider/organization/check";
import { anyInputs } from "../../support/arbitraries";

const domain = { type: "domainIdentitySource", domainName: "contoso.com" };

/** A character of each sort that a terminal obeys or hides. */
const obeyed = ["\n", "\r", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u200b", "\u200e", "\u2028"];
const hidden = [...obeyed, "\u2029", "\u202e", "\u2066", "\u2069", "\ufeff", "\u{e0041}"];

describe("a character that a terminal obeys or hides", () => {
  // JSON escapes those below the space by itself.
  for (const [character, code, inJson = code] of [
    ["\u001b", "\\u{1b}", "\\u001b"],
    ["\u202e", "\\u{202e}"],
    ["\u{e0041}", "\\u{e0041}"],
  ] as const) {
    it(`is shown as its code point in a value and in a property's name: ${code}`, () => {
      const [state, identitySources] = [`a${character}b`, [{ ...domain, [`x${character}y`]: 1 }]];
      const { failures } = check({}, { displayName: "Contoso", state, identitySources, [`p${character}q`]: 1 });
      assert.deepEqual(
        failures.map(({ property }) => property),
        ["state", `identitySources[0].x${code}y`, `p${code}q`],
      );
      assert.equal(failures[0]?.reason, `must be configured or proposed, not "a${inJson}b".`);
    });
  }

  it("is never in a failure, and each is a whole sentence after its property", () => {
    const noise = fc.string({ unit: fc.constantFrom(...hidden, "a", "é", "点", "😀") });
    const names = fc.dictionary(noise, noise, { maxKeys: 3, noNullPrototype: true });
    fc.assert(
      fc.property(anyInputs, anyInputs, names, names, noise, (olds, news, more, keys, state) => {
        const noisy = { ...news, ...more, state, identitySources: [{ ...domain, ...keys }, keys, state] };
        for (const declared of [news, noisy]) {
          const { inputs, failures } = check(olds, declared);
          if (failures.length > 0) assert.equal(inputs, declared);
          for (const { property, reason } of failures) {
            assert.doesNotMatch(property + reason, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
            assert.match(reason, /^(must|is|repeats) .*[.?]$/u);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
