import assert from "node:assert/strict";
import { check } from "../../../provider/organization/check";
import { compare, type Difference } from "../../../provider/organization/difference";
import type { Values } from "../../../provider/organization/recorded";
import { unknownValue } from "../../../provider/organization/unknown";
import { lookUp } from "../../support/arbitraries";

const [a, b] = ["0d5c0000-7c55-4a0b-8f57-5d3a3e0c1f20", "1d5c0000-7c55-4a0b-8f57-5d3a3e0c1f20"];
const tenantId = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const declared = {
  displayName: "Contoso",
  identitySources: [{ type: "azureActiveDirectoryTenant", tenantId }],
};
const outputs = {
  ...declared,
  description: "",
  state: "configured",
  resolvedIdentitySources: declared.identitySources,
  adoptExisting: false,
  __resolutions: {},
};

async function difference(recorded: Values, inputs: Values): Promise<Difference> {
  const { inputs: normal, failures } = check({}, { ...declared, ...inputs });
  assert.deepEqual(failures, []);
  const lookUps = lookUp();
  const found = await compare({ ...outputs, ...recorded }, normal, lookUps.find);
  assert.deepEqual(lookUps.asked, []);
  return found;
}

const none: Difference = { changes: false };

describe("the difference of sponsors", () => {
  for (const kind of ["internalSponsors", "externalSponsors"]) {
    const rows: [title: string, recorded: unknown, inputs: unknown, expected: Difference][] = [
      ["lists that are not managed", undefined, undefined, none],
      ["the same list", [a, b], [a, b], none],
      ["another order, upper case and a repetition", [a, b], [b.toUpperCase(), a, b], none],
      ["empty lists", [], [], none],
      ["one added", [a], [a, b], {}],
      ["one removed", [a, b], [a], {}],
      ["one in place of another", [a], [b], {}],
      ["all removed", [a], [], {}],
      ["one not known yet", [a], [a, unknownValue], {}],
      ["a list not known yet", [a], unknownValue, {}],
      ["a list not known yet, not managed before", undefined, unknownValue, {}],
    ];
    for (const [title, recorded, inputs, expected] of rows) {
      it(`${kind}, ${title}: ${expected.changes === false ? "none" : "in place"}`, async () => {
        assert.deepEqual(await difference({ [kind]: recorded }, { [kind]: inputs }), expected);
      });
    }
  }
});

describe("the difference of", () => {
  it("adoptExisting is none, because it counts at create only", async () => {
    assert.deepEqual(await difference({ adoptExisting: false }, { adoptExisting: true }), none);
    assert.deepEqual(await difference({ adoptExisting: true }, {}), none);
    assert.deepEqual(await difference({ adoptExisting: undefined }, {}), none);
  });

  it("outputs in another spelling, as an import file may hold them, is none", async () => {
    const upper = [{ type: "azureActiveDirectoryTenant", tenantId: tenantId.toUpperCase() }];
    const recorded = { displayName: " Contoso", identitySources: upper, resolvedIdentitySources: upper };
    assert.deepEqual(await difference(recorded, {}), none);
  });
});
