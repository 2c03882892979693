import assert from "node:assert/strict";
import type { TenantAnswer } from "../../../provider/organization/identity";
import { type Source, sourceKey } from "../../../provider/organization/identity-source";
import { type Relation, recognize, settleSources } from "../../../provider/organization/swap";
import { lookUp } from "../../support/arbitraries";

const idT = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
const idU = "9d0f4c11-20ae-4e5b-9d21-6c3f52ab7780";
const dom: Source = { type: "domainIdentitySource", domainName: "contoso.com" };
const dom2: Source = { type: "domainIdentitySource", domainName: "contoso.org" };
const tenantT: Source = { type: "azureActiveDirectoryTenant", tenantId: idT };
const tenantU: Source = { type: "azureActiveDirectoryTenant", tenantId: idU };
const namedT: Source = { ...tenantT, displayName: "Contoso Ltd" };
const abroadT: Source = {
  type: "crossCloudAzureActiveDirectoryTenant",
  tenantId: idT,
  cloudInstance: "microsoftonline.us",
};
const federation: Source = {
  type: "externalDomainFederation",
  domainName: "contoso.com",
  issuerUri: "https://a.example/",
};
const issuerB: Source = { ...federation, issuerUri: "https://b.example/" };
const social: Source = { type: "socialIdentitySource", socialIdentitySourceType: "facebook" };
const wallet: Source = { type: "walletIdentitySource", wallet: "a" };

const inT = { tenantId: idT };
const inU = { tenantId: idU };
const inNone = { tenantId: undefined };

interface Row {
  title: string;
  declared: Source[];
  stored: Source[];
  record?: [Source, Source][];
  answers?: Record<string, TenantAnswer>;
  relation: Relation;
  asked?: string[];
  /** The record afterwards; if left out, the record before. */
  recorded?: [Source, Source][];
}

const rows: Row[] = [
  { title: "a domain stored as itself", declared: [dom], stored: [dom], relation: "same", recorded: [[dom, dom]] },
  {
    title: "a domain recorded as the tenant that is stored",
    declared: [dom],
    stored: [namedT],
    record: [[dom, tenantT]],
    relation: "same",
  },
  {
    title: "a domain recorded as another tenant than the one stored: changed outside",
    declared: [dom],
    stored: [tenantT],
    record: [[dom, tenantU]],
    relation: "different",
    asked: ["contoso.com"],
  },
  {
    title: "a domain recorded as a tenant and stored as the domain again",
    declared: [dom],
    stored: [dom],
    record: [[dom, tenantT]],
    relation: "same",
    recorded: [[dom, dom]],
  },
  {
    title: "a domain without record, in the stored tenant",
    declared: [dom],
    stored: [namedT],
    answers: { "contoso.com": inT },
    relation: "same",
    asked: ["contoso.com"],
    recorded: [[dom, tenantT]],
  },
  {
    title: "a domain without record, in another tenant",
    declared: [dom],
    stored: [tenantT],
    answers: { "contoso.com": inU },
    relation: "different",
    asked: ["contoso.com"],
  },
  {
    title: "a domain without record, in no tenant",
    declared: [dom],
    stored: [tenantT],
    answers: { "contoso.com": inNone },
    relation: "different",
    asked: ["contoso.com"],
  },
  {
    title: "a domain without record, where nobody can say",
    declared: [dom],
    stored: [tenantT],
    answers: { "contoso.com": "undecided" },
    relation: "undecided",
    asked: ["contoso.com"],
  },
  {
    title: "a domain in a tenant of another cloud",
    declared: [dom],
    stored: [abroadT],
    answers: { "contoso.com": inT },
    relation: "same",
    asked: ["contoso.com"],
    recorded: [[dom, abroadT]],
  },
  {
    title: "a domain recorded as a tenant of another cloud",
    declared: [dom],
    stored: [{ ...abroadT, displayName: "Contoso Federal" }],
    record: [[dom, abroadT]],
    relation: "same",
  },
  {
    title: "a domain stored as the federation of the same domain",
    declared: [dom],
    stored: [federation],
    relation: "same",
    recorded: [[dom, federation]],
  },
  {
    title: "a recorded domain, and the federation of another domain",
    declared: [dom],
    stored: [{ ...federation, domainName: "contoso.org" }],
    record: [[dom, dom]],
    relation: "different",
    recorded: [],
  },
  { title: "a domain stored as another domain", declared: [dom], stored: [dom2], relation: "different" },
  {
    title: "a domain, and a social provider that never stands for it",
    declared: [dom],
    stored: [social],
    relation: "different",
  },
  { title: "a tenant under its new name", declared: [tenantT], stored: [namedT], relation: "same" },
  { title: "a tenant stored as another tenant", declared: [tenantT], stored: [tenantU], relation: "different" },
  {
    title: "a tenant of another cloud under the same id",
    declared: [tenantT],
    stored: [abroadT],
    relation: "same",
  },
  {
    title: "a tenant stored as a domain",
    declared: [tenantT],
    stored: [dom],
    relation: "different",
    asked: ["contoso.com"],
  },
  {
    title: "a tenant declared in place of the domain that was recorded as it",
    declared: [tenantT],
    stored: [namedT],
    record: [[dom, tenantT]],
    relation: "same",
  },
  { title: "a federation, its issuer changed", declared: [federation], stored: [issuerB], relation: "overlapping" },
  { title: "a social provider stored as itself", declared: [social], stored: [social], relation: "same" },
  {
    title: "a source that the service added beside the recorded one",
    declared: [dom],
    stored: [tenantT, dom2],
    record: [[dom, tenantT]],
    relation: "overlapping",
  },
  {
    title: "a kind not known yet, added beside the declared one",
    declared: [tenantT],
    stored: [namedT, wallet],
    relation: "overlapping",
  },
  {
    title: "a declared source that is missing beside another",
    declared: [tenantT, tenantU],
    stored: [tenantU],
    relation: "overlapping",
  },
  {
    title: "two domains of one tenant, both recorded",
    declared: [dom, dom2],
    stored: [tenantT],
    record: [
      [dom, tenantT],
      [dom2, tenantT],
    ],
    relation: "same",
  },
  {
    title: "two domains of one tenant, neither recorded",
    declared: [dom, dom2],
    stored: [tenantT],
    answers: { "contoso.com": inT, "contoso.org": inT },
    relation: "same",
    asked: ["contoso.com", "contoso.org"],
    recorded: [
      [dom, tenantT],
      [dom2, tenantT],
    ],
  },
  {
    title: "several sources, one of them swapped",
    declared: [dom, tenantU, social],
    stored: [social, tenantU, namedT],
    answers: { "contoso.com": inT },
    relation: "same",
    asked: ["contoso.com"],
    recorded: [[dom, tenantT]],
  },
  {
    title: "doubt about one of several sources beside a common one",
    declared: [tenantU, dom],
    stored: [tenantU, tenantT],
    answers: { "contoso.com": "undecided" },
    relation: "undecided",
    asked: ["contoso.com"],
  },
  {
    title: "doubt about one of two domains, the other in no tenant",
    declared: [dom, dom2],
    stored: [tenantT],
    answers: { "contoso.com": inNone, "contoso.org": "undecided" },
    relation: "undecided",
    asked: ["contoso.com", "contoso.org"],
  },
  {
    title: "a domain that moved to another tenant with the partner",
    declared: [dom],
    stored: [tenantU],
    record: [[dom, tenantT]],
    answers: { "contoso.com": inU },
    relation: "same",
    asked: ["contoso.com"],
    recorded: [[dom, tenantU]],
  },
  {
    title: "a tenant stored as a domain of it",
    declared: [tenantT],
    stored: [dom],
    answers: { "contoso.com": inT },
    relation: "same",
    asked: ["contoso.com"],
    recorded: [[tenantT, dom]],
  },
  {
    title: "a tenant stored as a domain of nobody knows whom",
    declared: [tenantT],
    stored: [dom],
    answers: { "contoso.com": "undecided" },
    relation: "undecided",
    asked: ["contoso.com"],
  },
  {
    title: "a tenant, and a stored tenant without its id",
    declared: [tenantU],
    stored: [{ type: "azureActiveDirectoryTenant" }],
    relation: "undecided",
  },
  { title: "a tenant, and a kind not known yet", declared: [tenantU], stored: [wallet], relation: "undecided" },
  {
    title: "a tenant added beside a common one, and a kind not known yet",
    declared: [tenantT, tenantU],
    stored: [tenantT, wallet],
    relation: "overlapping",
  },
  {
    title: "a federation that became its plain domain",
    declared: [federation],
    stored: [dom],
    relation: "overlapping",
  },
  {
    title: "a federation in the tenant that its domain belongs to",
    declared: [federation],
    stored: [tenantT],
    answers: { "contoso.com": inT },
    relation: "same",
    asked: ["contoso.com"],
    recorded: [[federation, tenantT]],
  },
  {
    title: "three domains of one tenant, stored twice",
    declared: [dom, dom2],
    stored: [tenantT, abroadT],
    answers: { "contoso.com": inT, "contoso.org": inT },
    relation: "same",
    asked: ["contoso.com", "contoso.org"],
    recorded: [
      [dom, tenantT],
      [dom2, tenantT],
    ],
  },
  {
    title: "a domain recorded as itself, and a source of no kind that names another domain",
    declared: [dom],
    stored: [{ type: "unknown", domainName: "contoso.org" }],
    record: [[dom, dom]],
    relation: "undecided",
    recorded: [],
  },
  { title: "nothing stored, which is nobody else", declared: [dom], stored: [], relation: "overlapping" },
];

describe("declared and stored identity sources:", () => {
  for (const { title, declared, stored, record = [], answers, relation, asked: expected = [], recorded } of rows) {
    it(`${title} → ${relation}`, async () => {
      const lookUps = lookUp(answers);
      const settled = await settleSources(declared, stored, keys(record), lookUps.find);
      const asked = [...lookUps.asked];
      const { resolutions } = await recognize(
        { identitySources: declared, resolutions: keys(record) },
        stored,
        lookUps.find,
      );
      assert.deepEqual(
        { relation: settled.relation, asked, recorded: resolutions },
        { relation, asked: expected, recorded: keys(recorded ?? record) },
      );
    });
  }
});

function keys(record: readonly [Source, Source][]): Record<string, string> {
  return Object.fromEntries(record.map(([declared, stored]) => [sourceKey(declared), sourceKey(stored)]));
}
