/** Values that the property tests are about: declared organizations, other spellings of them, and any JSON. */

import fc from "fast-check";
import type { FindTenant, TenantAnswer } from "../../provider/organization/identity";
import { normalizeSource, type Source, sourceKey } from "../../provider/organization/identity-source";
import type { Values } from "../../provider/organization/recorded";

import { unknownValue } from "../../provider/organization/unknown";

export const domain: fc.Arbitrary<string> = fc.oneof(
  fc.domain({ size: "small" }).filter((name) => name.length <= 253),
  fc.constantFrom("bücher.example", "点看.example", "xn--bcher-kva.example", "a--b.example", "3com.example"),
);

export const tenantId: fc.Arbitrary<string> = fc.uuid();

const name = fc.option(
  fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text),
  { nil: undefined },
);

function named(source: fc.Arbitrary<Source>): fc.Arbitrary<Source> {
  return fc.tuple(source, name).map(([properties, displayName]) => ({
    ...properties,
    ...(displayName === undefined ? {} : { displayName }),
  }));
}

export const domainSource: fc.Arbitrary<Source> = named(
  domain.map((domainName) => ({ type: "domainIdentitySource", domainName })),
);

export const tenantSource: fc.Arbitrary<Source> = named(
  tenantId.map((id) => ({ type: "azureActiveDirectoryTenant", tenantId: id })),
);

const cloud = fc.constantFrom("microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn");

const crossCloudSource = named(
  fc
    .tuple(tenantId, cloud)
    .map(([id, cloudInstance]) => ({ type: "crossCloudAzureActiveDirectoryTenant", tenantId: id, cloudInstance })),
);

const federationSource = named(
  fc
    .tuple(domain, fc.webUrl())
    .map(([domainName, issuerUri]) => ({ type: "externalDomainFederation", domainName, issuerUri })),
);

const socialSource = named(fc.constant<Source>({ type: "socialIdentitySource", socialIdentitySourceType: "facebook" }));

/** A source of any of the five kinds, not always in normal form. */
export const source: fc.Arbitrary<Source> = fc.oneof(
  domainSource,
  tenantSource,
  crossCloudSource,
  federationSource,
  socialSource,
);

/** What the service may store in place of a declared domain. */
export const storedForDomain: fc.Arbitrary<Source> = fc
  .oneof(tenantSource, crossCloudSource, federationSource)
  .map(normalizeSource);

const byKey = (each: Source) => sourceKey(normalizeSource(each));

/** What may be any domain's, as long as nobody says whose: a tenant, or a kind that Graph added later. */
export const storedForAnyDomain: fc.Arbitrary<Source> = fc
  .oneof(tenantSource, crossCloudSource, named(domain.map((wallet) => ({ type: "walletIdentitySource", wallet }))))
  .map(normalizeSource);

export const sources: fc.Arbitrary<Source[]> = fc.uniqueArray(source, { minLength: 1, maxLength: 4, selector: byKey });

export const domainSources: fc.Arbitrary<Source[]> = fc.uniqueArray(domainSource, {
  minLength: 1,
  maxLength: 4,
  selector: byKey,
});

const sponsors = fc.array(
  fc.uuid().map((id) => id.toUpperCase()),
  { maxLength: 3 },
);

/** A declaration that breaks no rule. */
export const declaration: fc.Arbitrary<Values> = fc.record(
  {
    displayName: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
    description: fc.string(),
    state: fc.constantFrom("configured", "proposed"),
    identitySources: sources,
    internalSponsors: sponsors,
    externalSponsors: sponsors,
    adoptExisting: fc.boolean(),
  },
  { requiredKeys: ["displayName", "identitySources"], noNullPrototype: true },
);

/** The same source as a person may also write it. */
export function respelled(original: Source): fc.Arbitrary<Source> {
  return fc
    .tuple(fc.boolean(), fc.constantFrom("", ".", "。"), fc.constantFrom("", " "), name)
    .map(([upper, dot, space, displayName]) => {
      const spell = (text: string) => `${space}${upper ? text.toUpperCase() : text}${space}`;
      const { displayName: _, ...rest } = original;
      const { domainName, tenantId: id } = rest as Record<string, unknown>;
      return {
        ...rest,
        type: original.type,
        ...(typeof domainName === "string" ? { domainName: spell(domainName + dot) } : {}),
        ...(typeof id === "string" ? { tenantId: spell(id) } : {}),
        ...(displayName === undefined ? {} : { displayName }),
      };
    });
}

/** The same sources in another order, each in another spelling. */
export function rearranged(originals: readonly Source[]): fc.Arbitrary<Source[]> {
  return fc
    .tuple(...originals.map(respelled))
    .chain((others) => fc.shuffledSubarray(others, { minLength: others.length }));
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const words = fc.constantFrom("displayName", "description", "state", "type", "domainName", "tenantId", "__proto__");
const kind = fc.constantFrom("domainIdentitySource", "azureActiveDirectoryTenant", "socialIdentitySource", "other");

const looseSource = fc
  .tuple(kind, fc.dictionary(fc.oneof(words, fc.string()), fc.oneof(domain, tenantId, fc.jsonValue())))
  .map(([type, keys]) => plain({ ...keys, type }));

/** Any JSON object, often with the resource's own keys and with sources of the right form and wrong content. */
export const anyInputs: fc.Arbitrary<Values> = fc
  .record(
    {
      displayName: fc.jsonValue(),
      description: fc.jsonValue(),
      state: fc.oneof(fc.constant("proposed"), fc.jsonValue()),
      identitySources: fc.oneof(fc.array(fc.oneof(looseSource, source), { maxLength: 4 }), fc.jsonValue()),
      more: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }),
    },
    { requiredKeys: [] },
  )
  .map(({ more, ...known }) => plain({ ...more, ...known }) as Values);

/** A value with the unknown text in place of any one part of it, and the path of that part. */
export function withUnknown(value: unknown): fc.Arbitrary<{ value: unknown; path: string }> {
  return fc.constantFrom(...pathsOf(value)).map((keys) => ({
    value: replaced(value, keys),
    path: keys
      .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
      .join("")
      .replace(/^\./, ""),
  }));
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, part]) => [[key], ...pathsOf(part).map((rest) => [key, ...rest])]);
}

function replaced(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return unknownValue;
  if (Array.isArray(value)) return value.map((part, index) => (index === key ? replaced(part, rest) : part));
  const whole = value as Record<string, unknown>;
  return { ...whole, [key]: replaced(whole[key], rest) };
}

/** A tenant look-up that gives these answers, and the domains it was asked for; the real one asks for each once. */
export function lookUp(answers: Readonly<Record<string, TenantAnswer>> = {}): { find: FindTenant; asked: string[] } {
  const asked: string[] = [];
  const find: FindTenant = async (domainName) => {
    if (!asked.includes(domainName)) asked.push(domainName);
    return answers[domainName] ?? { tenantId: undefined };
  };
  return { find, asked };
}
