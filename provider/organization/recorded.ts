/** What Pulumi's state holds about an organization: plain values for the host, typed values for the lifecycle. */

import { isDeepStrictEqual } from "node:util";
import { asRecord } from "../json";
import { isCertain, isUntold, namedBy } from "./identity";
import { isDomain, normalizeSource, type Source, sourceKey, sourceOfKey } from "./identity-source";
import { type Declared, type Organization, plainProperties, type Sponsors, sponsorKinds } from "./organization";
import type { ConnectedOrganizationInputs } from "./shape";
import { keepDeclaredForm, type Recognized, type Resolutions, resolutionOf } from "./swap";

/** Raised when the shape of the outputs changes; all older shapes must stay readable. */
const schemaVersion = 1;

export type Values = Readonly<Record<string, unknown>>;

/** The outputs that tell of an input under another name, and so are secret when that is. */
export const telling = {
  identitySources: ["resolvedIdentitySources", "__resolutions", "__formerSources"],
  internalSponsors: ["__attempted"],
  externalSponsors: ["__attempted"],
} as const satisfies Partial<Record<keyof ConnectedOrganizationInputs, readonly string[]>>;

/** @returns the secret inputs, and what is secret with them */
export function withTelling(secrets: readonly string[]): string[] {
  const also = Object.entries(telling).filter(([name]) => secrets.includes(name));
  return [...secrets, ...also.flatMap(([, outputs]) => outputs)];
}

export interface Recorded extends Declared {
  /** What the program may have declared before a refresh showed another source instead. */
  readonly formerSources: readonly Source[];
  /** What the service stored when it was last read. */
  readonly stored: readonly Source[];
  readonly resolutions: Resolutions;
  readonly createdDateTime: string;
  /** The tenant that holds the organization, if the token named it. */
  readonly tenantId: string | undefined;
  /** The last operation did not finish, so the next one must first observe what the service holds. */
  readonly isUnfinished: boolean;
  /** What that operation may have sent and may still take effect: properties by name, and lists of sponsors. */
  readonly attempted: Values;
  /** The organization was created but never read, so what the service stored is unknown. */
  readonly wasNeverRead: boolean;
}

/** Inputs in check's normal form; also used on outputs, which echo them. */
export function declaredOf(inputs: Values): Declared {
  return {
    displayName: text(inputs["displayName"]),
    description: text(inputs["description"]),
    state: text(inputs["state"]) || "configured",
    identitySources: sources(inputs["identitySources"]),
    sponsors: sponsorsOf(inputs),
    adoptExisting: inputs["adoptExisting"] === true,
  };
}

export function recordedOf(outputs: Values): Recorded {
  const declared = declaredOf(outputs);
  const isUnfinished = outputs["__unfinished"] === true;
  const resolved = outputs["resolvedIdentitySources"];
  const createdDateTime = text(outputs["createdDateTime"]);
  // Sources may also have been removed by hand: then the stamps of the read are there.
  const wasNeverRead = isUnfinished && sources(resolved).length === 0 && createdDateTime === "";
  const stored = resolved === undefined ? declared.identitySources : sources(resolved);
  return {
    ...declared,
    formerSources: sources(outputs["__formerSources"]),
    stored,
    resolutions: recordedResolutions(outputs["__resolutions"]) ?? evidentResolutions(declared.identitySources, stored),
    createdDateTime,
    tenantId: text(outputs["__tenantId"]) || undefined,
    isUnfinished,
    attempted: asRecord(outputs["__attempted"]),
    wasNeverRead,
  };
}

/** Rewrites the keys in their current form: earlier releases wrote values in the service's spelling. */
function recordedResolutions(record: unknown): Resolutions | undefined {
  if (typeof record !== "object" || record === null) return undefined;
  const today = (key: string) => sourceKey(sourceOfKey(key));
  const known = Object.entries(record).filter(([, stored]) => typeof stored === "string");
  return Object.fromEntries(known.map(([declared, stored]) => [today(declared), today(stored)]));
}

/** Every source that the state knows of the organization, now or before: stored and declared. */
export function sourcesOf({ stored, identitySources, formerSources }: Recorded): Source[] {
  return [...stored, ...identitySources, ...formerSources];
}

/** Everything the program may have declared since the organization was created, as what it certainly resolved to. */
export function onRecord({ identitySources, formerSources, resolutions }: Recorded): Source[] {
  const all = [...identitySources, ...formerSources];
  return all.flatMap((source) => {
    const resolved = resolutionOf(source, resolutions);
    return isCertain(resolved) ? [resolved] : [...namedBy(resolved), ...namedBy(source)];
  });
}

/** Empty where the sources alone imply the record: the engine carries every value of a state through every operation. */
function recordOf(declared: readonly Source[], { resolutions, live }: Seen): { readonly __resolutions?: Resolutions } {
  const evident = evidentResolutions(declared, live.identitySources);
  return isDeepStrictEqual(resolutions, evident) ? {} : { __resolutions: resolutions };
}

/** One declared and one stored source imply their record. */
function evidentResolutions(declared: readonly Source[], stored: readonly Source[]): Resolutions {
  const [only, storedOnly] = [declared[0], stored[0]];
  if (!only || !storedOnly || declared.length > 1 || stored.length > 1) return {};
  const isEvident = isDomain(only) || isUntold(only, storedOnly);
  return !isEvident ? {} : { [sourceKey(only)]: sourceKey(storedOnly) };
}

/** What an operation learned about an organization. */
export interface Seen extends Recognized {
  readonly live: Organization;
  readonly tenantId: string | undefined;
  /** The managed lists that were read, or are certain. */
  readonly sponsors: Sponsors;
  readonly adoptExisting: boolean;
}

/** The complete outputs after an operation. */
export function outputsOf(seen: Seen): Values {
  const inputs = inputsOf(seen);
  return {
    ...inputs,
    resolvedIdentitySources: seen.live.identitySources,
    ...seen.live.stamps,
    __schemaVersion: schemaVersion,
    ...(seen.tenantId !== undefined && { __tenantId: seen.tenantId }),
    ...(seen.formerSources.length > 0 && { __formerSources: seen.formerSources }),
    ...recordOf(inputs.identitySources, seen),
  };
}

/** The inputs with which a program would see no difference; read returns them, so that drift shows per property. */
export function inputsOf({ live, match, sponsors, adoptExisting }: Seen): Values & {
  readonly identitySources: readonly Source[];
} {
  const plain = Object.fromEntries(plainProperties.map((name) => [name, live[name]]));
  return { ...plain, identitySources: keepDeclaredForm(match), ...sponsors, adoptExisting };
}

/** Outputs of an organization that exists but was never read. */
export function unreadOutputs({ sponsors, ...declared }: Declared, tenantId: string | undefined): Values {
  const unread = {
    ...declared,
    ...withoutMembers(sponsors),
    resolvedIdentitySources: [],
    __schemaVersion: schemaVersion,
    ...(tenantId !== undefined && { __tenantId: tenantId }),
  };
  return unfinished(unread);
}

/** Outputs of an operation that did not finish: the next update starts from what the service holds. */
export function unfinished(outputs: Values, attempted: Values = {}): Values {
  return { ...outputs, __unfinished: true, ...(Object.keys(attempted).length > 0 && { __attempted: attempted }) };
}

/** What this update and earlier failed ones may have sent. */
export function attemptedOf(declared: Declared, { attempted, ...recorded }: Recorded): Values {
  const names = [...plainProperties, "identitySources"] as const;
  const changed = names.filter((name) => !isDeepStrictEqual(declared[name], recorded[name]));
  return { ...attempted, ...Object.fromEntries(changed.map((name) => [name, true])), ...declared.sponsors };
}

/** The same managed lists, empty: nothing has been added yet. */
export function withoutMembers(sponsors: Sponsors): Sponsors {
  return Object.fromEntries(Object.keys(sponsors).map((kind) => [kind, []]));
}

export function sponsorsOf(values: Values): Sponsors {
  const managed = sponsorKinds.filter((kind) => Array.isArray(values[kind]));
  return Object.fromEntries(
    managed.map((kind) => [kind, (values[kind] as unknown[]).filter((id) => typeof id === "string")]),
  );
}

function sources(value: unknown): Source[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is Source => typeof item?.type === "string").map(normalizeSource);
}

function text(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
