/** Values of the wrong kind in the right places, and texts that break out of where they are put. */
import fc from "fast-check";
import type { Values } from "../../provider/organization/recorded";
import { unknownValue } from "../../provider/organization/unknown";
import { fabrikam, litware, wingtip } from "../support/sources";

export type Json = Readonly<Record<string, unknown>>;

const words = (text: string) => text.split(" ");
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value) ?? "null");

/** The first arbitrary so many times as often as the second. */
const more = (times: number, usual: fc.Arbitrary<unknown>, other: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: times, arbitrary: usual }, { weight: 1, arbitrary: other });

/** What forges a line, leaves a path or a query, or reaches a prototype. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  // As fc.string() makes them with the unit "binary", which takes two seconds to be built.
  fc.array(fc.nat(0x10ffff), { maxLength: 20 }).map((points) => String.fromCodePoint(...points)),
  fc.constantFrom("", " ", "') or ('", "\ud800", ...words(". .. ../.. %2f.. ..%2f a/b a?b a#b a\\b a'b")),
  fc.constantFrom("a\nerror: forged", unknownValue, ...words("\u001b[2J \u009b31m \u202etxet \u2066 \u0000 \u2028")),
  fc.constantFrom(...words("__proto__ constructor toString hasOwnProperty undefined null NaN")),
  fc.constant("x\u001b".repeat(500)),
);

/** Any JSON, also objects whose keys are those that JavaScript's own conversions ask for. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  nastyText,
  fc.constantFrom<unknown>(null, [], {}, [null], [[]], 0, -1, true, false),
  fc.constant(JSON.parse('{"toString":1,"valueOf":2,"toJSON":3,"then":4,"__proto__":{"polluted":true}}')),
);

const kinds = [
  ...words("domainIdentitySource azureActiveDirectoryTenant crossCloudAzureActiveDirectoryTenant"),
  ...words("externalDomainFederation socialIdentitySource walletIdentitySource"),
];
// fc.webUrl() takes as long to be built.
const urls = fc.tuple(
  fc.domain(),
  fc.constantFrom("", "/", "/adfs/%C3%BC", "/a/../b", "/%00;a='b'?c=%20&d#e%F0%9F%98%80"),
);
const url = urls.map(([name, path]) => `https://${name}${path}`);
const kind = fc.oneof(fc.constantFrom(...kinds), nastyText, anything);
const often = (usual: fc.Arbitrary<unknown>) => more(3, usual, anything);
const rest = fc.dictionary(nastyText, anything, { maxKeys: 2 });

/** As a program declares it and as the service stores it, both at once. */
export const sourceLike: fc.Arbitrary<unknown> = fc
  .record(
    {
      type: kind,
      "@odata.type": kind,
      domainName: often(fc.oneof(fc.domain(), fc.constantFrom("wingtiptoys.com", "adatum.com"))),
      tenantId: often(fc.uuid()),
      cloudInstance: often(fc.constantFrom("microsoftonline.com", "other.example")),
      issuerUri: often(url),
      displayName: anything,
      rest,
    },
    { requiredKeys: ["type"] },
  )
  .map(({ rest, ...known }) => asJson({ ...rest, ...known }));

const sourceList = more(4, fc.array(more(4, sourceLike, anything), { maxLength: 4 }), anything);
const idList = often(fc.array(fc.oneof(fc.uuid(), nastyText, anything), { maxLength: 4 }));

/** Arguments, outputs or an answer of Graph's: some of the properties, each right, wrong or hostile. */
export const organizationLike: fc.Arbitrary<Values> = fc
  .record(
    {
      id: often(fc.oneof(fc.uuid(), nastyText)),
      displayName: often(fc.oneof(fc.string(), nastyText)),
      description: often(fc.string()),
      state: often(fc.constantFrom("configured", "proposed", "unknownFutureValue")),
      identitySources: sourceList,
      resolvedIdentitySources: sourceList,
      internalSponsors: idList,
      externalSponsors: idList,
      adoptExisting: often(fc.boolean()),
      createdDateTime: often(fc.constant("2026-02-03T09:10:11Z")),
      __unfinished: often(fc.boolean()),
      __schemaVersion: often(fc.integer()),
      __resolutions: often(rest),
      rest,
    },
    { requiredKeys: [] },
  )
  .map(({ rest, ...known }) => asJson({ ...rest, ...known }) as Values);

const zero = "00000000-0000-0000-0000-000000000000";
const tenantIds = [
  zero,
  `{${wingtip}}`,
  wingtip.toUpperCase(),
  wingtip,
  litware,
  fabrikam,
  ...words("wingtiptoys.com adatum.com"),
];
const types = kinds.flatMap((name) => [
  `#microsoft.graph.${name}`,
  `microsoft.graph.${name}`,
  `#Microsoft.IGAELM.EC.FrontEnd.ExternalModel.${name.toUpperCase()}`,
  name,
]);

/** One property with an odd value of its own, or one that is odd anywhere. */
const oddProperty = (values: Readonly<Record<string, readonly unknown[]>>): fc.Arbitrary<Json> =>
  fc.oneof(
    ...Object.entries(values).map(([name, own]) =>
      fc.constantFrom(undefined, null, "", " ", 7, [], {}, true, ...own).map((value) => ({ [name]: value })),
    ),
  );

const sourceProperty = oddProperty({
  "@odata.type": types,
  tenantId: tenantIds,
  domainName: words("adatum.com ADATUM.COM adatum.com. wingtiptoys.com litwareinc.com adatum_.com ."),
  issuerUri: words("https://sts.adatum.com https://STS.adatum.com/ https://sts.adatum.com:443/ https://other.example/"),
  cloudInstance: words("microsoftonline.us LOGIN.microsoftonline.us microsoftonline.com other.example"),
  socialIdentitySourceType: words("facebook FACEBOOK unknownFutureValue"),
  displayName: ["", "Other"],
});

const plainProperty = oddProperty({
  id: ["ffffffff-0000-4000-8000-000000000000", "../../users", zero],
  displayName: ["Other", "Partner"],
  description: ["Other", "Changed"],
  state: words("proposed unknownFutureValue CONFIGURED"),
  createdDateTime: ["2020-01-01T00:00:00Z", "soon"],
  modifiedDateTime: ["2020-01-01T00:00:00Z"],
  identitySources: ["x", [null], [[]]],
});

/** What becomes of the list of sources. */
type Sources = (real: readonly Json[], another: readonly Json[]) => readonly unknown[];

const onFirst =
  (changes: readonly Json[]): Sources =>
  ([first, ...others]) => [Object.assign({}, first, ...changes), ...others];
const added =
  (item: unknown): Sources =>
  (real) => [...real, item];
const replaced =
  (items: readonly unknown[]): Sources =>
  () =>
    items;

const sources: fc.Arbitrary<Sources> = fc.oneof(
  { weight: 6, arbitrary: fc.array(sourceProperty, { minLength: 1, maxLength: 3 }).map(onFirst) },
  { weight: 2, arbitrary: fc.oneof(sourceLike, anything).map(added) },
  { weight: 2, arbitrary: fc.array(sourceLike, { maxLength: 3 }).map(replaced) },
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

/** In place of one organization. @param real as it is @param another that is stored beside it */
export function oddOrganization(real: Json, another: Json): fc.Arbitrary<unknown> {
  const { id, createdDateTime } = real;
  const listOf = ({ identitySources }: Json) => identitySources as readonly Json[];
  const others = [another, { ...another, id }, { ...another, id, createdDateTime }, [real], { value: [real] }];
  const changed = fc.tuple(sources, fc.option(plainProperty, { freq: 3, nil: {} })).map(([change, odd]) => ({
    ...real,
    identitySources: change(listOf(real), listOf(another)),
    ...odd,
  }));
  const body: fc.Arbitrary<unknown> = fc.oneof(
    { weight: 2, arbitrary: fc.oneof(anything, organizationLike) },
    { weight: 1, arbitrary: organizationLike.map((odd) => ({ ...real, ...odd, id })) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(...others) },
    { weight: 2, arbitrary: plainProperty.map((odd) => ({ ...real, ...odd })) },
    { weight: 8, arbitrary: changed },
  );
  return body.map(asJson);
}

/** In place of the collection. */
export function oddList(real: Json, another: Json): fc.Arbitrary<unknown> {
  const items = fc.array(fc.oneof(oddOrganization(real, another), anything), { maxLength: 3 });
  const list = fc.oneof(anything, items).map((value) => ({ value }));
  return fc.oneof(anything, list).map(asJson);
}
