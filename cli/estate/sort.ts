// The organizations of a tenant beside the resources of stacks: who manages what.
import type { Organization } from "../../provider/organization/organization";
import type { Claim } from "./claim";

/** How an organization and the stacks stand to each other, where there is something to see; those to see first. */
export const findings = ["inNoStack", "proposed", "managedTwice", "gone"] as const;
export const standings = ["managed", ...findings] as const;
export type Standing = (typeof standings)[number];

export interface Sorted {
  readonly standing: Standing;
  readonly id: string;
  /** Undefined: the tenant does not have it. */
  readonly live: Organization | undefined;
  readonly claims: readonly Claim[];
}

/**
 * @param organizations of one tenant
 * @param claims of that tenant
 */
export function sortEstate(organizations: readonly Organization[], claims: readonly Claim[]): Sorted[] {
  const claimed = groupById(claims);
  const present = organizations.map((live): Sorted => {
    const own = claimed.get(live.id.toLowerCase()) ?? [];
    return { standing: standingOf(live, own), id: live.id, live, claims: own };
  });
  const ids = new Set(organizations.map(({ id }) => id.toLowerCase()));
  const gone = [...claimed].flatMap(([id, own]): Sorted[] => {
    const isMissed = !ids.has(id) && own.some(({ isLeaving }) => !isLeaving);
    return isMissed ? [{ standing: "gone", id, live: undefined, claims: own }] : [];
  });
  return [...present, ...gone];
}

/** A resource that leaves still explains the organization, but does not compete for it. */
function standingOf({ state }: Organization, claims: readonly Claim[]): Standing {
  const staying = claims.filter(({ isLeaving }) => !isLeaving);
  if (staying.length > 1) return "managedTwice";
  if (claims.length > 0) return "managed";
  return state === "proposed" ? "proposed" : "inNoStack";
}

/** The same stack may be given twice, as a file and by its name. */
function groupById(claims: readonly Claim[]): ReadonlyMap<string, readonly Claim[]> {
  const once = new Map(claims.map((claim) => [`${claim.urn} ${claim.id} ${claim.isLeaving}`, claim]));
  const groups = new Map<string, Claim[]>();
  for (const claim of once.values()) groups.set(claim.id, [...(groups.get(claim.id) ?? []), claim]);
  return groups;
}
