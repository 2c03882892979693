import assert from "node:assert/strict";
import { check } from "../../../provider/organization/check";
import { compare, type Difference } from "../../../provider/organization/difference";
import type { TenantAnswer } from "../../../provider/organization/identity";
import { type Source, sourceKey } from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";

import { unknownValue } from "../../../provider/organization/unknown";
import { lookUp } from "../../support/arbitraries";

const idT = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const idU = "9d0f4c11-20ae-4e5b-9d21-6c3f52ab7780";
const dom: Source = { type: "domainIdentitySource", domainName: "contoso.com" };
const dom2: Source = { type: "domainIdentitySource", domainName: "fabrikam.example" };
const tenantT: Source = { type: "azureActiveDirectoryTenant", tenantId: idT };
const tenantU: Source = { type: "azureActiveDirectoryTenant", tenantId: idU };
const namedT: Source = { ...tenantT, displayName: "Contoso Ltd" };

const plain = { displayName: "Contoso", description: "Supplier", state: "configured" };

/** The state after a create: what was declared, what the service stored for it, and the record of both. */
function state(pairs: readonly [Source, Source][], more: Values = {}): Values {
  const record = pairs.flatMap(([declared, stored]) =>
    declared.type === "domainIdentitySource" ? [[sourceKey(declared), sourceKey(stored)]] : [],
  );
  return {
    ...plain,
    identitySources: pairs.map(([declared]) => declared),
    resolvedIdentitySources: pairs.map(([, stored]) => stored),
    createdDateTime: "2026-02-03T09:10:11Z",
    __schemaVersion: 1,
    __resolutions: Object.fromEntries(record),
    ...more,
  };
}

const declares = (...identitySources: unknown[]): Values => ({ ...plain, identitySources });

const none: Difference = { changes: false };
const inPlace: Difference = {};
const replacement: Difference = { replaces: ["identitySources"], deleteBeforeReplace: true };

const asDomain = state([[dom, dom]]);
const asTenant = state([[dom, namedT]]);
const two = state([
  [dom, namedT],
  [tenantU, tenantU],
]);
const unrecorded = state([[tenantT, namedT]]);
const unfinished = state([[dom, dom]], { resolvedIdentitySources: [], __unfinished: true });
const imported = state([[dom, namedT]], { __resolutions: undefined });
const importedTwo = state(
  [
    [dom, namedT],
    [tenantU, tenantU],
  ],
  { __resolutions: undefined },
);

interface Row {
  title: string;
  outputs: Values;
  inputs: Values;
  answers?: Record<string, TenantAnswer>;
  asked?: string[];
  expected: Difference;
}

const rows: Row[] = [
  { title: "the same declaration", outputs: asDomain, inputs: declares(dom), expected: none },
  { title: "another name", outputs: asDomain, inputs: { ...declares(dom), displayName: "C" }, expected: inPlace },
  {
    title: "another description",
    outputs: asDomain,
    inputs: { ...declares(dom), description: "C" },
    expected: inPlace,
  },
  {
    title: "a cleared description",
    outputs: asDomain,
    inputs: { ...declares(dom), description: null },
    expected: inPlace,
  },
  { title: "another state", outputs: asDomain, inputs: { ...declares(dom), state: "proposed" }, expected: inPlace },
  { title: "a domain stored as its tenant", outputs: asTenant, inputs: declares(dom), expected: none },
  {
    title: "that tenant declared in place of the domain",
    outputs: asTenant,
    inputs: declares(tenantT),
    expected: none,
  },
  {
    title: "upper case and a trailing dot",
    outputs: asTenant,
    inputs: declares({ ...dom, domainName: "CONTOSO.com." }),
    expected: none,
  },
  {
    title: "the tenant id in upper case",
    outputs: unrecorded,
    inputs: declares({ ...tenantT, tenantId: idT.toUpperCase() }),
    expected: none,
  },
  { title: "another order", outputs: two, inputs: declares(tenantU, dom), expected: none },
  { title: "a name for a source", outputs: asTenant, inputs: declares({ ...dom, displayName: "C" }), expected: none },
  {
    title: "another domain, beside the stored domain",
    outputs: asDomain,
    inputs: declares(dom2),
    expected: replacement,
  },
  { title: "another tenant", outputs: asTenant, inputs: declares(tenantU), expected: replacement },
  {
    title: "a tenant in place of a stored domain",
    outputs: asDomain,
    inputs: declares(tenantT),
    asked: ["contoso.com"],
    expected: replacement,
  },
  {
    title: "another domain, in no tenant",
    outputs: asTenant,
    inputs: declares(dom2),
    asked: ["fabrikam.example"],
    expected: replacement,
  },
  {
    title: "another domain, in another tenant",
    outputs: asTenant,
    inputs: declares(dom2),
    answers: { "fabrikam.example": { tenantId: idU } },
    asked: ["fabrikam.example"],
    expected: replacement,
  },
  {
    title: "another domain of the same tenant",
    outputs: asTenant,
    inputs: declares(dom2),
    answers: { "fabrikam.example": { tenantId: idT } },
    asked: ["fabrikam.example"],
    expected: none,
  },
  {
    title: "a domain of the stored tenant in place of its id",
    outputs: unrecorded,
    inputs: declares(dom),
    answers: { "contoso.com": { tenantId: idT } },
    asked: ["contoso.com"],
    expected: none,
  },
  {
    title: "a domain of the stored tenant in place of its id, and another name",
    outputs: unrecorded,
    inputs: { ...declares(dom), displayName: "C" },
    answers: { "contoso.com": { tenantId: idT } },
    asked: ["contoso.com"],
    expected: inPlace,
  },
  {
    title: "a domain in place of a tenant id, when nobody can say",
    outputs: unrecorded,
    inputs: declares(dom),
    answers: { "contoso.com": "undecided" },
    asked: ["contoso.com"],
    expected: inPlace,
  },
  {
    title: "another name and another tenant",
    outputs: asTenant,
    inputs: { ...declares(tenantU), displayName: "C" },
    expected: replacement,
  },
  { title: "a source added", outputs: asTenant, inputs: declares(dom, tenantU), expected: inPlace },
  { title: "a domain added beside a stored domain", outputs: asDomain, inputs: declares(dom, dom2), expected: inPlace },
  { title: "a source removed", outputs: two, inputs: declares(dom), expected: inPlace },
  {
    title: "the whole list unknown",
    outputs: asTenant,
    inputs: { ...plain, identitySources: unknownValue },
    expected: replacement,
  },
  { title: "the only source unknown", outputs: asTenant, inputs: declares(unknownValue), expected: replacement },
  {
    title: "the only source's domain unknown",
    outputs: asTenant,
    inputs: declares({ ...dom, domainName: unknownValue }),
    expected: replacement,
  },
  {
    title: "a source unknown beside a known common one",
    outputs: two,
    inputs: declares(dom, { ...tenantU, tenantId: unknownValue }),
    expected: inPlace,
  },
  {
    title: "a source unknown beside one that is not stored",
    outputs: two,
    inputs: declares({ ...dom2, domainName: "c.example" }, unknownValue),
    expected: replacement,
  },
  {
    title: "a name unknown",
    outputs: asTenant,
    inputs: { ...declares(dom), displayName: unknownValue },
    expected: inPlace,
  },
  { title: "a state unknown", outputs: asTenant, inputs: { ...declares(dom), state: unknownValue }, expected: inPlace },
  {
    title: "a name unknown and another tenant",
    outputs: asTenant,
    inputs: { ...declares(tenantU), displayName: unknownValue },
    expected: replacement,
  },
  { title: "a create that did not end, as declared then", outputs: unfinished, inputs: declares(dom), expected: none },
  {
    title: "a create that did not end, another domain",
    outputs: unfinished,
    inputs: declares(dom2),
    expected: { changes: true, ...replacement },
  },
  { title: "an import file without record", outputs: imported, inputs: declares(dom), expected: none },
  { title: "an import file without record, its tenant", outputs: imported, inputs: declares(tenantT), expected: none },
  {
    title: "an import file without record and with several sources",
    outputs: importedTwo,
    inputs: declares(dom, tenantU),
    answers: { "contoso.com": { tenantId: idT } },
    asked: ["contoso.com"],
    expected: none,
  },
];

describe("the difference of", () => {
  for (const { title, outputs, inputs, answers, asked = [], expected } of rows) {
    const kind = expected.replaces ? "replacement, deleted first" : expected.changes === false ? "none" : "in place";
    it(`${title}: ${kind}`, async () => {
      const { inputs: normal, failures } = check({}, inputs);
      assert.deepEqual(failures, []);
      const lookUps = lookUp(answers);
      assert.deepEqual(await compare(outputs, normal, lookUps.find), expected);
      assert.deepEqual(lookUps.asked, asked);
    });
  }

  it("an empty description in state is the same as null, or none, there", async () => {
    const inputs = check({}, { displayName: "Contoso", identitySources: [dom] }).inputs;
    for (const description of ["", null, undefined, " "]) {
      assert.deepEqual(await compare({ ...asDomain, description }, inputs, lookUp().find), none);
    }
  });
});
