/** What a preview calls a change, but for the relation of sources, which `swap.test.ts` is about. */
import assert from "node:assert/strict";
import { compare, type Difference } from "../../../provider/organization/difference";
import { sourceKey } from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";
import { unknownValue } from "../../../provider/organization/unknown";
import { lookUp } from "../../support/arbitraries";
import { replacement, unchanged } from "../../support/organizations";
import { fabrikam, organization, wingtip } from "../../support/sources";
import { checked } from "../../support/world";
import { forms, recordOf } from "./forms";

const { D, E, T, U } = forms;
const inPlace: Difference = {};
const sources = (...identitySources: unknown[]): Values => ({ identitySources });
const unknownD = { ...D, domainName: unknownValue };

/** The state of a domain that is stored as its tenant. */
const asTenant: Values = {
  ...organization(D),
  resolvedIdentitySources: [forms["T'"]],
  adoptExisting: false,
  __resolutions: recordOf("D=T"),
};
const two = { identitySources: [D, U], resolvedIdentitySources: [T, U] };
const unfinished = { resolvedIdentitySources: [], __resolutions: recordOf("D=D"), __unfinished: true };
const imported = { __resolutions: undefined };
const upper = [{ ...T, tenantId: wingtip.toUpperCase() }];
const spelled = { displayName: " Partner", identitySources: upper, resolvedIdentitySources: upper };
const untypedE = { type: "unknown", domainName: "adatum.com", issuerUri: "urn:adatum" };
const exchanged = {
  identitySources: [forms.federationE],
  resolvedIdentitySources: [forms.federationE],
  __resolutions: { [sourceKey(D)]: sourceKey(untypedE) },
  __formerSources: [D],
};

/** What the state and the program hold otherwise than a domain that is stored as its tenant. */
type Row = [title: string, state: Values, program: Values, expected: Difference, asked?: string[]];

const rows: Row[] = [
  ["nothing", {}, {}, unchanged],
  ["another name", {}, { displayName: "C" }, inPlace],
  ["another description", {}, { description: "C" }, inPlace],
  ["a cleared description", {}, { description: null }, inPlace],
  ["another state", {}, { state: "proposed" }, inPlace],
  ["an empty description in state", { description: "" }, { description: undefined }, unchanged],
  ["null as the description in state", { description: null }, { description: undefined }, unchanged],
  ["no description in state", { description: undefined }, { description: undefined }, unchanged],
  ["a blank description in state", { description: " " }, { description: undefined }, unchanged],
  ["a state in another spelling, as an import file may hold it", spelled, sources(T), unchanged],
  ["adoption asked for, which counts at create only", {}, { adoptExisting: true }, unchanged],
  ["adoption no longer asked for", { adoptExisting: true }, {}, unchanged],
  ["a state without adoptExisting", { adoptExisting: undefined }, {}, unchanged],

  ["a name for a source", {}, sources({ ...D, displayName: "C" }), unchanged],
  ["another name and another tenant", {}, { displayName: "C", ...sources(U) }, replacement],
  ["a domain that was declared before", exchanged, {}, inPlace],

  ["a name that is not known yet", {}, { displayName: unknownValue }, inPlace],
  ["a state that is not known yet", {}, { state: unknownValue }, inPlace],
  ["an unknown name and another tenant", {}, { displayName: unknownValue, ...sources(U) }, replacement],
  ["all sources unknown", {}, { identitySources: unknownValue }, replacement],
  ["the only source unknown", {}, sources(unknownValue), replacement],
  ["the only source's domain unknown", {}, sources(unknownD), replacement],
  ["an unknown source beside a stored one", two, sources(D, { ...U, tenantId: unknownValue }), inPlace],
  ["an unknown source beside one that is not stored", two, sources(E, unknownValue), replacement],
  ["a domain's name unknown, which decides nothing", {}, sources({ ...D, displayName: unknownValue }), unchanged],
  ["a tenant's name unknown", {}, sources({ ...T, displayName: unknownValue }), unchanged],
  ["a domain's name unknown, and a source added", {}, sources({ ...D, displayName: unknownValue }, U), inPlace],
  ["a domain and its name unknown", {}, sources({ ...unknownD, displayName: unknownValue }), replacement],

  ["a create that did not end", unfinished, {}, unchanged],
  ["a create that did not end, another domain", unfinished, sources(E), { changes: true, ...replacement }],
  ["an import file without a record", imported, {}, unchanged],
  ["an import file without a record, its tenant", imported, sources(T), unchanged],
  ["an import file of several sources", { ...imported, ...two }, sources(D, U), unchanged, ["wingtiptoys.com"]],
];

const [a, b] = [fabrikam, wingtip];
const sponsors: [title: string, state: unknown, program: unknown, expected: Difference][] = [
  ["not managed", undefined, undefined, unchanged],
  ["the same", [a, b], [a, b], unchanged],
  ["in another order, in upper case, one repeated", [a, b], [b.toUpperCase(), a, b], unchanged],
  ["none", [], [], unchanged],
  ["one added", [a], [a, b], inPlace],
  ["one removed", [a, b], [a], inPlace],
  ["one replaced", [a], [b], inPlace],
  ["all removed", [a], [], inPlace],
  ["one not known yet", [a], [a, unknownValue], inPlace],
  ["a list not known yet", [a], unknownValue, inPlace],
  ["a list not known yet, not managed before", undefined, unknownValue, inPlace],
];
for (const kind of ["internalSponsors", "externalSponsors"]) {
  for (const [title, state, program, expected] of sponsors) {
    rows.push([`${kind}, ${title}`, { [kind]: state }, { [kind]: program }, expected]);
  }
}

describe("a preview shows", () => {
  for (const [title, state, program, expected, asked = []] of rows) {
    const shown = expected.replaces ? "a replacement" : expected.changes === false ? "no change" : "a change in place";
    it(`${shown} for ${title}`, async () => {
      const lookUps = lookUp({ "wingtiptoys.com": { tenantId: wingtip } });
      const inputs = checked({ ...organization(D), ...program });
      const { difference, paths } = await compare({ ...asTenant, ...state }, inputs, lookUps.find);
      assert.deepEqual([difference, lookUps.asked], [expected, asked]);
      assert.equal(paths.length === 0, difference.changes === false);
    });
  }
});
