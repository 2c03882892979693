/** What state says of the domains: never more than its other values show, and never less than is known. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { normalizeSource, type Source, sourceKey } from "../../../provider/organization/identity-source";
import { outputsOf, recordedOf, type Values } from "../../../provider/organization/recorded";
import { type Resolutions, recognize } from "../../../provider/organization/swap";
import { domainSource, sources, storedForDomain } from "../../support/arbitraries";
import { wingtip } from "../../support/sources";
import { formsOf, recordOf } from "./forms";

/** The state after the declared sources were found stored so, with what was known of them before. */
async function stateOf(declared: readonly Source[], stored: readonly Source[], before: Resolutions) {
  const findTenant = async () => ({ tenantId: wingtip });
  const seen = await recognize({ identitySources: declared, resolutions: before }, stored, findTenant);
  const plain = { displayName: "Partner", description: "", state: "configured" };
  const live = { ...plain, id: "1", identitySources: stored, stamps: {} };
  const outputs = outputsOf({ ...seen, live, sponsors: {}, adoptExisting: false, tenantId: undefined });
  return { outputs: JSON.parse(JSON.stringify(outputs)) as Values, resolutions: seen.resolutions };
}

describe("the record of what domains were stored as", () => {
  const rows: [what: string, declared: string, stored: string, before: string, record: string | undefined][] = [
    ["one domain stored as its tenant", "E", "T", "", undefined],
    ["one domain stored as it is", "E", "E", "", undefined],
    ["one tenant", "T", "T", "", undefined],
    ["two domains, one of them stored as its tenant", "E D", "E T", "", "E=E D=T"],
    ["a domain that the service holds another tenant in place of", "T", "T", "E=U", "E=U"],
  ];
  for (const [what, declared, stored, before, record] of rows) {
    it(`is ${record ? "kept" : "left out"} for ${what}`, async () => {
      const { outputs, resolutions } = await stateOf(formsOf(declared), formsOf(stored), recordOf(before));
      assert.deepEqual(outputs["__resolutions"], record && recordOf(record));
      assert.deepEqual(recordedOf(outputs).resolutions, resolutions);
    });
  }

  it("comes back from the state as it was, whatever is declared, stored and known", async () => {
    const normal = sources.map((all) => all.map(normalizeSource));
    const known = fc.dictionary(
      domainSource.map((source) => sourceKey(normalizeSource(source))),
      storedForDomain.map(sourceKey),
    );
    const pair = fc.tuple(domainSource.map(normalizeSource), storedForDomain).map(([one, other]) => [[one], [other]]);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(pair, fc.tuple(normal, normal)),
        known,
        async ([declared = [], stored = []], before) => {
          const { outputs, resolutions } = await stateOf(declared, stored, before);
          assert.deepEqual({ ...recordedOf(outputs).resolutions }, { ...resolutions });
        },
      ),
    );
  });
});
