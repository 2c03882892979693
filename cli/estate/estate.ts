// What the command knows in the end: the document that `--json` prints, and from which every form is made.
// docs/estate.schema.json describes it.
import type { Source } from "../../provider/organization/identity-source";
import type { Organization } from "../../provider/organization/organization";
import { type Policy as PolicyOfGraph, policiesThatName } from "../../provider/organization/policy";
import type { Claim, Stack } from "./claim";
import { findings, type Sorted, type Standing, standings } from "./sort";

export interface Estate {
  readonly version: 1;
  /** Of the reading, in UTC. */
  readonly readDateTime: string;
  /** Null if the token does not name the tenant. */
  readonly tenantId: string | null;
  readonly stacks: readonly { readonly name: string; readonly organizations: number }[];
  /** Resources of the stacks whose organizations are in other tenants. */
  readonly ofOtherTenants: number;
  readonly counts: Readonly<Record<Standing, number>>;
  /** Policies that let the users of every configured organization ask. Null if the policies may not be read. */
  readonly policiesForAll: readonly Policy[] | null;
  /** Those to see come first. */
  readonly organizations: readonly Entry[];
  /** Only what is new since an earlier estate is listed. */
  readonly since?: string;
  /** How many of the earlier findings are no longer there. */
  readonly settled?: number;
}

export interface Entry {
  readonly id: string;
  /** Null if it is gone, and the state does not tell its name in clear. */
  readonly displayName: string | null;
  readonly standing: Standing;
  /** Null if it is gone. */
  readonly state: string | null;
  readonly identitySources: readonly Source[];
  readonly resources: readonly Resource[];
  readonly createdDateTime: string | null;
  /** Known only with the beta API. */
  readonly createdBy: string | null;
  readonly ageInDays: number | null;
  /** Null if they were not read. */
  readonly sponsors: SponsorCounts | null;
  /** The policies that name it. Null if the policies may not be read. */
  readonly policies: readonly Policy[] | null;
}

export interface Resource {
  readonly stack: string;
  readonly name: string;
  /** The next `up` deletes the organization, or creates its replacement. */
  readonly isLeaving: boolean;
}

export interface SponsorCounts {
  readonly internal: number;
  readonly external: number;
  /** Sponsors that a program declares and Graph does not list. */
  readonly lost: readonly string[];
}

export interface Policy {
  readonly id: string;
  readonly displayName: string;
  /** Null if Graph did not tell it. */
  readonly accessPackage: { readonly id: string; readonly displayName: string } | null;
}

/** What was read of the tenant. */
export interface Tenant {
  readonly tenantId: string | undefined;
  readonly now: number;
  /** By the organization's id. */
  readonly sponsors: ReadonlyMap<
    string,
    { readonly internal: readonly string[]; readonly external: readonly string[] }
  >;
  /** Undefined if they may not be read. */
  readonly policies: readonly PolicyOfGraph[] | undefined;
}

export function makeEstate(
  sorted: readonly Sorted[],
  stacks: readonly Stack[],
  ofOtherTenants: number,
  tenant: Tenant,
): Estate {
  const entries = sorted.map((one) => entryOf(one, tenant));
  return {
    version: 1,
    readDateTime: new Date(tenant.now).toISOString(),
    tenantId: tenant.tenantId ?? null,
    stacks: stacks.map(({ name, claims }) => ({ name, organizations: claims.length })),
    ofOtherTenants,
    counts: countStandings(sorted),
    policiesForAll: tenant.policies?.filter(isForAll).map(policyOf) ?? null,
    organizations: [...findings, "managed"].flatMap((standing) =>
      entries.filter((entry) => entry.standing === standing).sort(byNameAndId),
    ),
  };
}

function countStandings(sorted: readonly Sorted[]): Record<Standing, number> {
  const count = (standing: Standing) => sorted.filter((one) => one.standing === standing).length;
  return Object.fromEntries(standings.map((standing) => [standing, count(standing)])) as Record<Standing, number>;
}

function entryOf({ standing, id, live, claims }: Sorted, tenant: Tenant): Entry {
  const { createdDateTime = null, createdBy = null } = live?.stamps ?? {};
  const name = live?.displayName ?? claims.find(({ displayName }) => displayName !== undefined)?.displayName;
  return {
    id,
    displayName: name ?? null,
    standing,
    state: live?.state ?? null,
    identitySources: live?.identitySources ?? [],
    resources: claims.map(({ stack, name, isLeaving }) => ({ stack, name, isLeaving })),
    createdDateTime,
    createdBy,
    ageInDays: ageOf(createdDateTime, tenant.now),
    sponsors: live ? sponsorsOf(live, claims, tenant) : null,
    policies: tenant.policies ? policiesThatName(tenant.policies, id).map(policyOf) : null,
  };
}

export function findingsOf({ organizations }: Estate): readonly Entry[] {
  return organizations.filter(({ standing }) => standing !== "managed");
}

function isForAll({ allowedTargetScope }: PolicyOfGraph): boolean {
  return allowedTargetScope.toLowerCase() === "allconfiguredconnectedorganizationusers";
}

function policyOf({ id, displayName, accessPackage }: PolicyOfGraph): Policy {
  return { id, displayName, accessPackage: accessPackage ?? null };
}

function ageOf(created: string | null, now: number): number | null {
  const at = Date.parse(created ?? "");
  return Number.isNaN(at) ? null : Math.max(0, Math.floor((now - at) / 86_400_000));
}

function sponsorsOf({ id }: Organization, claims: readonly Claim[], { sponsors }: Tenant): SponsorCounts | null {
  const found = sponsors.get(id);
  if (!found) return null;
  const present = new Set([...found.internal, ...found.external]);
  const declared = new Set(claims.filter(({ isLeaving }) => !isLeaving).flatMap((claim) => claim.sponsors));
  return {
    internal: found.internal.length,
    external: found.external.length,
    lost: [...declared].filter((one) => !present.has(one)),
  };
}

function byNameAndId(left: Entry, right: Entry): number {
  const [one, other] = [left, right].map(({ displayName, id }) => [displayName ?? "", id] as const);
  return compare(one?.[0] ?? "", other?.[0] ?? "") || compare(one?.[1] ?? "", other?.[1] ?? "");
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
