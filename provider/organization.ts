/** A connected organization on the wire: what is sent, and what is understood of an answer. */
import { type Source, sourceFromGraph, sourceToGraph } from "./identity-source";

/** The properties that are compared one by one and changed by PATCH. */
export const plainProperties = ["displayName", "description", "state"] as const;
export type PlainProperty = (typeof plainProperties)[number];

/** The two lists of references to users and groups: https://learn.microsoft.com/graph/api/resources/connectedorganization */
export const sponsorKinds = ["internalSponsors", "externalSponsors"] as const;
export type SponsorKind = (typeof sponsorKinds)[number];

/** Object ids per managed list; a list that is not there is not managed. */
export type Sponsors = Readonly<Partial<Record<SponsorKind, readonly string[]>>>;

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
  /** `createdDateTime`, `modifiedDateTime` and, with the beta API, `createdBy` and `modifiedBy`: those that came. */
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

/** Nothing when the body is not a connected organization. A cleared description reads as null, "" or not at all. */
export function organizationFromGraph(body: unknown): Organization | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const raw = body as Record<string, unknown>;
  if (typeof raw["id"] !== "string" || raw["id"] === "") return undefined;
  const sources = raw["identitySources"];
  const stamps = stampNames.flatMap((name) => (typeof raw[name] === "string" ? [[name, raw[name]]] : []));
  return {
    id: raw["id"],
    displayName: text(raw["displayName"]),
    description: text(raw["description"]),
    state: text(raw["state"]),
    identitySources: Array.isArray(sources) ? sources.map(sourceFromGraph) : [],
    stamps: Object.fromEntries(stamps),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
