/** Bodies that a service may answer in place of an organization or of a list: any JSON, and real ones that are odd in places. */
import fc from "fast-check";
import { fabrikam, litware, wingtip } from "../support/sources";
import { anything, organizationLike, sourceLike } from "./garbage";

export type Json = Readonly<Record<string, unknown>>;

const zero = "00000000-0000-0000-0000-000000000000";
const spellings = [undefined, null, "", " ", 7, [], {}, true];
const tenantIds = [
  zero,
  `{${wingtip}}`,
  wingtip.toUpperCase(),
  wingtip,
  litware,
  fabrikam,
  "wingtiptoys.com",
  "adatum.com",
];
const domains = ["adatum.com", "ADATUM.COM", "adatum.com.", "wingtiptoys.com", "litwareinc.com", "adatum_.com", "."];
const names = ["domainIdentitySource", "azureActiveDirectoryTenant", "crossCloudAzureActiveDirectoryTenant"];
const kinds = [...names, "externalDomainFederation", "socialIdentitySource", "walletIdentitySource"].flatMap((name) => [
  `#microsoft.graph.${name}`,
  `microsoft.graph.${name}`,
  `#Microsoft.IGAELM.EC.FrontEnd.ExternalModel.${name.toUpperCase()}`,
  name,
]);
const issuers = [
  "https://sts.adatum.com",
  "https://STS.adatum.com/",
  "https://sts.adatum.com:443/",
  "https://other.example/",
];
const clouds = ["microsoftonline.us", "LOGIN.microsoftonline.us", "microsoftonline.com", "other.example"];

const sourceProperty: fc.Arbitrary<Json> = fc.oneof(
  ...Object.entries({
    "@odata.type": kinds,
    tenantId: tenantIds,
    domainName: domains,
    issuerUri: issuers,
    cloudInstance: clouds,
    socialIdentitySourceType: ["facebook", "FACEBOOK", "unknownFutureValue"],
    displayName: ["", "Other"],
  }).map(([name, values]) => fc.constantFrom(...spellings, ...values).map((value) => ({ [name]: value }))),
);

const plainProperty: fc.Arbitrary<Json> = fc.oneof(
  ...Object.entries({
    id: ["ffffffff-0000-4000-8000-000000000000", "../../users", zero],
    displayName: ["Other", "Partner"],
    description: ["Other", "Changed"],
    state: ["proposed", "unknownFutureValue", "CONFIGURED"],
    createdDateTime: ["2020-01-01T00:00:00Z", "soon"],
    modifiedDateTime: ["2020-01-01T00:00:00Z"],
    identitySources: ["x", [null], [[]]],
  }).map(([name, values]) => fc.constantFrom(...spellings, ...values).map((value) => ({ [name]: value }))),
);

/** What becomes of the list of sources. */
type Sources = (real: readonly Json[], another: readonly Json[]) => readonly unknown[];

const sources: fc.Arbitrary<Sources> = fc.oneof(
  { weight: 6, arbitrary: fc.array(sourceProperty, { minLength: 1, maxLength: 3 }).map(onFirst) },
  {
    weight: 2,
    arbitrary: fc.oneof(sourceLike, anything).map(
      (item): Sources =>
        (real) => [...real, item],
    ),
  },
  {
    weight: 2,
    arbitrary: fc.array(sourceLike, { maxLength: 3 }).map(
      (items): Sources =>
        () =>
          items,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Sources>(
      (_, another) => another,
      (real, another) => [...real, ...another],
      (real) => [...real, ...real],
      (real) => real.toReversed(),
      (real) => [null, ...real],
      (real) => real.slice(1),
    ),
  },
);

function onFirst(changes: readonly Json[]): Sources {
  return ([first, ...others]) => [Object.assign({}, first, ...changes), ...others];
}

const sourcesOf = ({ identitySources }: Json) => identitySources as readonly Json[];

/** In place of one organization. @param real as it is @param another that is stored beside it */
export function oddOrganization(real: Json, another: Json): fc.Arbitrary<unknown> {
  const { id, createdDateTime } = real;
  const body: fc.Arbitrary<unknown> = fc.oneof(
    { weight: 2, arbitrary: fc.oneof(anything, organizationLike) },
    { weight: 1, arbitrary: organizationLike.map((odd) => ({ ...real, ...odd, id })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>(another, { ...another, id }, { ...another, id, createdDateTime }, [real], {
        value: [real],
      }),
    },
    { weight: 2, arbitrary: plainProperty.map((odd) => ({ ...real, ...odd })) },
    {
      weight: 8,
      arbitrary: fc.tuple(sources, fc.option(plainProperty, { freq: 3, nil: {} })).map(([change, odd]) => ({
        ...real,
        identitySources: change(sourcesOf(real), sourcesOf(another)),
        ...odd,
      })),
    },
  );
  return body.map(asJson);
}

/** In place of the collection. */
export function oddList(real: Json, another: Json): fc.Arbitrary<unknown> {
  const items = fc.array(fc.oneof(oddOrganization(real, another), anything), { maxLength: 3 });
  return fc
    .oneof(
      anything,
      fc.oneof(anything, items).map((value) => ({ value })),
    )
    .map(asJson);
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? "null");
