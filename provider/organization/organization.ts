/** A connected organization on the wire: what is sent, and how an answer is read. */
import { asRecord } from "../json";
import { type Source, sourceFromGraph, sourceKey, sourceToGraph } from "./identity-source";

/** The properties that are compared one by one and changed by PATCH. */
export const plainProperties = ["displayName", "description", "state"] as const;
export type PlainProperty = (typeof plainProperties)[number];

/** The two lists of references to users and groups: https://learn.microsoft.com/graph/api/resources/connectedorganization */
export const sponsorKinds = ["internalSponsors", "externalSponsors"] as const;
export type SponsorKind = (typeof sponsorKinds)[number];

/** Object ids per managed list; an absent list is not managed. */
export type Sponsors = Readonly<Partial<Record<SponsorKind, readonly string[]>>>;

export function kindsOf(managed: Sponsors): SponsorKind[] {
  return sponsorKinds.filter((kind) => managed[kind] !== undefined);
}

export function isSameSet(left: readonly string[] | undefined, right: readonly string[] | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left.length === right.length && left.every((id) => right.includes(id));
}

/** What a program declares, in check's normal form. */
export interface Declared extends Readonly<Record<PlainProperty, string>> {
  readonly identitySources: readonly Source[];
  readonly sponsors: Sponsors;
  readonly adoptExisting: boolean;
}

/** What the service says. */
export interface Organization extends Readonly<Record<PlainProperty, string>> {
  readonly id: string;
  readonly identitySources: readonly Source[];
  /** `createdDateTime`, `modifiedDateTime` and, with the beta API, `createdBy` and `modifiedBy`, if Graph sent them. */
  readonly stamps: Readonly<Record<string, string>>;
}

const stampNames = ["createdDateTime", "modifiedDateTime", "createdBy", "modifiedBy"];

/** The body of a POST: the documented examples hold one source, so the others follow by PATCH. */
export function organizationToGraph(declared: Declared): Record<string, unknown> {
  return {
    ...plainToGraph(declared),
    // The beta page lists `description` as required on create, and null only as a way to clear it.
    description: declared.description,
    identitySources: declared.identitySources.slice(0, 1).map(sourceToGraph),
  };
}

/** Plain properties as PATCH takes them. */
export function plainToGraph(properties: Partial<Record<PlainProperty, string>>): Record<string, unknown> {
  const entries = plainProperties.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]]));
  const body = Object.fromEntries(entries);
  return body["description"] === "" ? { ...body, description: null } : body;
}

/**
 * Returns undefined unless the body is a connected organization: it has a name and a state, and every part has its
 * documented type. A cleared description comes as null, as "" or not at all.
 */
export function organizationFromGraph(body: unknown): Organization | undefined {
  const raw = asRecord(body);
  const { id } = raw;
  const sources = raw["identitySources"] ?? [];
  const texts = [...plainProperties, ...stampNames].map((name) => [name, raw[name] ?? ""] as const);
  const isWhole = "displayName" in raw && "state" in raw && texts.every(([, value]) => typeof value === "string");
  if (typeof id !== "string" || id === "" || !Array.isArray(sources) || !isWhole) return undefined;
  const {
    displayName = "",
    description = "",
    state = "",
    ...stamps
  } = Object.fromEntries(texts) as Record<string, string>;
  return {
    id,
    displayName: displayName.trim(),
    description: description.trim(),
    state: state.trim(),
    identitySources: once(sources.map(sourceFromGraph)),
    stamps: Object.fromEntries(Object.entries(stamps).filter(([, stamp]) => stamp !== "")),
  };
}

/** A set: where two domains belong to one tenant, the service may store that tenant twice. */
function once(sources: readonly Source[]): Source[] {
  return [...new Map(sources.toReversed().map((source) => [sourceKey(source), source])).values()].toReversed();
}
