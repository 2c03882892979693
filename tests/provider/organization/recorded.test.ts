/** What state says of the domains: never more than its other values show, and never less than is known. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { normalizeSource, type Source, sourceKey } from "../../../provider/organization/identity-source";
import { outputsOf, recordedOf, type Values } from "../../../provider/organization/recorded";
import { type Resolutions, recognize } from "../../../provider/organization/swap";
import { domainSource, sources, storedForDomain } from "../../support/arbitraries";
import { domain, fabrikam, litware, tenant } from "../../support/organizations";

const adatum = domain("adatum.com");
const contoso = domain("contoso.com");

/** The state after the declared sources were found stored so, with what was known of them before. */
async function stateOf(declared: readonly Source[], stored: readonly Source[], resolutions: Resolutions = {}) {
  const tenantOfDomain = async () => ({ tenantId: litware });
  const seen = await recognize({ identitySources: declared, resolutions }, stored, tenantOfDomain);
  const plain = { displayName: "Partner", description: "", state: "configured" };
  const live = { ...plain, id: "1", identitySources: stored, stamps: {} };
  const outputs = outputsOf({ ...seen, live, sponsors: {}, adoptExisting: false, tenantId: undefined });
  return { outputs: JSON.parse(JSON.stringify(outputs)) as Values, resolutions: seen.resolutions };
}

describe("the record of what domains were stored as", () => {
  const rows: [what: string, declared: Source[], stored: Source[], record: Resolutions | undefined][] = [
    ["one domain stored as its tenant", [adatum], [tenant(litware)], undefined],
    ["one domain stored as it is", [adatum], [adatum], undefined],
    ["one tenant", [tenant(litware)], [tenant(litware)], undefined],
    [
      "two domains, one of them stored as its tenant",
      [adatum, contoso],
      [adatum, tenant(litware)],
      { [sourceKey(adatum)]: sourceKey(adatum), [sourceKey(contoso)]: sourceKey(tenant(litware)) },
    ],
  ];
  for (const [what, declared, stored, record] of rows) {
    it(`is ${record ? "kept" : "left out"} for ${what}`, async () => {
      const { outputs, resolutions } = await stateOf(declared, stored);
      assert.deepEqual(outputs["__resolutions"], record);
      assert.deepEqual(recordedOf(outputs).resolutions, resolutions);
    });
  }

  it("is kept for a domain that the service holds another tenant in place of", async () => {
    const known = { [sourceKey(adatum)]: sourceKey(tenant(fabrikam)) };
    const { outputs } = await stateOf([tenant(litware)], [tenant(litware)], known);
    assert.deepEqual(outputs["__resolutions"], known);
  });

  it("comes back from the state as it was, whatever is declared, stored and known", async () => {
    const normal = (each: fc.Arbitrary<Source[]>) => each.map((all) => all.map(normalizeSource));
    const known = fc.dictionary(
      domainSource.map((source) => sourceKey(normalizeSource(source))),
      storedForDomain.map(sourceKey),
    );
    const pair = fc.tuple(domainSource.map(normalizeSource), storedForDomain).map(([one, other]) => [[one], [other]]);
    const both = fc.oneof(pair, fc.tuple(normal(sources), normal(sources)));
    await fc.assert(
      fc.asyncProperty(both, known, async ([declared = [], stored = []], before) => {
        const { outputs, resolutions } = await stateOf(declared, stored, before);
        assert.deepEqual({ ...recordedOf(outputs).resolutions }, { ...resolutions });
      }),
    );
  });
});
