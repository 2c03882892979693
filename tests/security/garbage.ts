/** Values of the wrong kind in the right places, and texts that break out of where they are put. */
import fc from "fast-check";
import type { Values } from "../../provider/organization/recorded";
import { unknownValue } from "../../provider/organization/unknown";

/** What forges a line, leaves a path or a query, or reaches a prototype. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "",
    " ",
    ".",
    "..",
    "../..",
    "%2f..",
    "..%2f",
    "a/b",
    "a?b",
    "a#b",
    "a\\b",
    "a'b",
    "') or ('",
    "\ud800",
  ),
  fc.constantFrom(
    "\u001b[2J",
    "\u009b31m",
    "a\nerror: forged",
    "\u202etxet",
    "\u2066",
    "\u0000",
    "\u2028",
    unknownValue,
  ),
  fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "undefined", "null", "NaN"),
  fc.constant("x\u001b".repeat(500)),
);

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Any JSON, also objects whose keys are those that JavaScript's own conversions ask for. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  nastyText,
  fc.constantFrom<unknown>(null, [], {}, [null], [[]], 0, -1, true, false),
  fc.constant(JSON.parse('{"toString":1,"valueOf":2,"toJSON":3,"then":4,"__proto__":{"polluted":true}}')),
);

const kinds = ["domainIdentitySource", "azureActiveDirectoryTenant", "crossCloudAzureActiveDirectoryTenant"];
const kind = fc.oneof(
  fc.constantFrom(...kinds, "externalDomainFederation", "socialIdentitySource", "walletIdentitySource"),
  nastyText,
  anything,
);
const often = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: usual as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: anything });

/** As a program declares it and as the service stores it, both at once. */
export const sourceLike: fc.Arbitrary<unknown> = fc
  .record(
    {
      type: kind,
      "@odata.type": kind,
      domainName: often(fc.oneof(fc.domain(), fc.constantFrom("wingtiptoys.com", "adatum.com"))),
      tenantId: often(fc.uuid()),
      cloudInstance: often(fc.constantFrom("microsoftonline.com", "other.example")),
      issuerUri: often(fc.webUrl()),
      displayName: anything,
      more: fc.dictionary(nastyText, anything, { maxKeys: 2 }),
    },
    { requiredKeys: ["type"] },
  )
  .map(({ more, ...known }) => plain({ ...more, ...known }));

const sourceList = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.oneof({ weight: 4, arbitrary: sourceLike }, { weight: 1, arbitrary: anything }), {
      maxLength: 4,
    }) as fc.Arbitrary<unknown>,
  },
  { weight: 1, arbitrary: anything },
);
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
      __resolutions: often(fc.dictionary(nastyText, anything, { maxKeys: 2 })),
      more: fc.dictionary(nastyText, anything, { maxKeys: 2 }),
    },
    { requiredKeys: [] },
  )
  .map(({ more, ...known }) => plain({ ...more, ...known }) as Values);
