/**
 * The kinds of identity source: the properties that identify each one, its key, and its form on the wire.
 * A kind that is not in the table came from the service; it is read, shown and sent back unchanged.
 */
import { oneLine } from "../errors";
import { parseJson } from "../json";
import type { CloudInstance, IdentitySourceType } from "./shape";
import { domainName, oneOf, oneOfAnyCase, type TextRule, tenantId, uri } from "./text-rule";

/** A source in normal form, declared or stored. `displayName` belongs to the service and never takes part in a comparison. */
export interface Source {
  readonly type: string;
  readonly displayName?: string;
  readonly [property: string]: unknown;
}

/** The properties that identify a source of each kind. Adding a kind is one line here and one shape in `shape.ts`. */
export const kinds = {
  domainIdentitySource: { domainName },
  azureActiveDirectoryTenant: { tenantId },
  crossCloudAzureActiveDirectoryTenant: {
    tenantId,
    cloudInstance: oneOfAnyCase<CloudInstance>(
      ["microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"],
      {
        "microsoftonline.com": /public|global|commercial|microsoftonline\.com/i,
        "microsoftonline.us": /gov|dod|microsoftonline\.us/i,
        "partner.microsoftonline.cn": /china|21vianet|\.cn/i,
      },
    ),
  },
  externalDomainFederation: { domainName, issuerUri: uri },
  socialIdentitySource: { socialIdentitySourceType: oneOfAnyCase(["facebook"]) },
} satisfies Record<IdentitySourceType, Record<string, TextRule>>;

export const kindNames = Object.keys(kinds) as IdentitySourceType[];

export const kindName = oneOf(kindNames, {
  crossCloudAzureActiveDirectoryTenant: /cross/i,
  externalDomainFederation: /feder|saml|fed$/i,
  domainIdentitySource: /^(?!.*feder).*domain/i,
  azureActiveDirectoryTenant: /^(?!.*cross).*(aad|azure|entra|tenant)/i,
  socialIdentitySource: /social|facebook|google/i,
});

export function rulesOf(type: string): Readonly<Record<string, TextRule>> | undefined {
  return Object.hasOwn(kinds, type) ? kinds[type as IdentitySourceType] : undefined;
}

/** Equal for two sources of one kind if and only if they mean the same. */
export function sourceKey(source: Source): string {
  const rules = rulesOf(source.type);
  const others = () => Object.entries(source).filter(([name]) => name !== "type" && name !== "displayName");
  const identity = rules
    ? Object.entries(rules).map(([property, rule]) => comparableOf(source[property], rule) ?? null)
    : others().sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([source.type, ...identity]);
}

export function comparableOf(value: unknown, { comparable }: TextRule): unknown {
  return comparable && isText(value) ? comparable(value) : value;
}

/** The source that a key in state represents. */
export function sourceOfKey(key: string): Source {
  const [type, ...identity] = [parseJson(key) ?? []].flat();
  const rules = Object.keys(rulesOf(String(type)) ?? {});
  const properties = rules.length > 0 ? rules.map((name, index) => [name, identity[index] ?? undefined]) : identity;
  return normalizeSource({ ...Object.fromEntries(properties.filter(isNamed)), type: String(type) });
}

function isNamed(property: unknown): property is [name: string, value: unknown] {
  return Array.isArray(property) && isText(property[0]);
}

export function isDomain(source: Source): source is Source & { readonly domainName: string } {
  return source.type === "domainIdentitySource" && isText(source["domainName"]);
}

/** The source's name in messages. */
export function describeSource(source: Source): string {
  const rules = rulesOf(source.type);
  const identity = rules
    ? Object.keys(rules).map((property) => (isText(source[property]) ? source[property] : "?"))
    : [];
  return oneLine([source.type, ...identity].join(" "));
}

export function describeSources(sources: readonly Source[]): string {
  return sources.map(describeSource).join(", ") || "nothing";
}

const prefix = "microsoft.graph.";

export function sourceToGraph(source: Source): Record<string, unknown> {
  const { type, ...properties } = source;
  const rules = rulesOf(type);
  const name = rules && source[Object.keys(rules)[0] ?? ""];
  return { "@odata.type": `#${prefix}${type}`, ...(name === undefined ? {} : { displayName: name }), ...properties };
}

/**
 * Reads the last segment of the type's name, in any case: Microsoft's examples omit the `#`, its clients send lower case,
 * and the back end's own namespace has leaked: https://github.com/microsoftgraph/microsoft-graph-docs/issues/7052
 */
export function sourceFromGraph(body: unknown): Source {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return { type: "unknown", value: body };
  const { "@odata.type": odataType, ...properties } = body as Record<string, unknown>;
  const name = isText(odataType) ? odataType.replace(/^.*[.#]/s, "") : "";
  const type = kindNames.find((kind) => kind.toLowerCase() === name.toLowerCase()) ?? (name || "unknown");
  return normalizeSource({ ...withoutNulls(properties), type });
}

/** The normal form of a source; a value that breaks its rule is kept unchanged. */
export function normalizeSource(source: Source): Source {
  const rules = rulesOf(source.type);
  const { displayName } = source;
  const name = typeof displayName === "string" ? { displayName } : {};
  if (!rules) return { ...source, ...name };
  const identity = Object.entries(rules).flatMap(([property, rule]) => {
    const value = source[property];
    if (value === undefined) return [];
    return [[property, typeof value === "string" ? (rule.normalize(value) ?? value) : value] as const];
  });
  return { type: source.type, ...Object.fromEntries(identity), ...name };
}

function withoutNulls(properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
