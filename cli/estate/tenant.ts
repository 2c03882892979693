// Reads what the tenant holds: its organizations, their sponsors, and the policies that name them.
import { systemClock } from "../../provider/clock";
import { GraphFailure, isNotFound } from "../../provider/graph/failure";
import type { Reach } from "../../provider/lifecycle/reach";
import type { Organization } from "../../provider/organization/organization";
import type { Policy } from "../../provider/organization/policy";
import { count } from "../count";
import type { Claim, Stack } from "./claim";
import { type Estate, makeEstate, type Tenant } from "./estate";
import { type Sorted, sortEstate } from "./sort";

export interface Reading {
  readonly stacks: readonly Stack[];
  readonly withAllSponsors: boolean;
  /** Takes how far the reading is. */
  readonly progress: (text: string) => void;
  /** Takes what a person waits for, or should know. */
  readonly say: (line: string) => void;
}

/** The document, and what an import goes on with. */
export interface Found {
  readonly estate: Estate;
  readonly unmanaged: readonly Organization[];
}

export async function readEstate(reach: Reach, { stacks, withAllSponsors, progress, say }: Reading): Promise<Found> {
  const listed = await readOrganizations(reach, progress);
  const tenantId = reach.door.connection.tenantId()?.toLowerCase();
  const claims = stacks.flatMap((stack) => stack.claims);
  const own = claims.filter((claim) => !isElsewhere(claim, tenantId));
  const sorted = sortEstate([...listed, ...(await findUnlisted(reach, listed, own))], own);
  const wanted = sorted.filter(({ claims }) => withAllSponsors || claims.length === 0);
  const policies = readPolicies(reach, say);
  const sponsors = await readSponsors(reach, wanted, progress);
  const tenant: Tenant = { tenantId, now: systemClock.now(), sponsors, policies: await policies };
  const unmanaged = sorted.flatMap(({ live, claims }) => (live && claims.length === 0 ? [live] : []));
  return { estate: makeEstate(sorted, stacks, claims.length - own.length, tenant), unmanaged };
}

async function readOrganizations({ door }: Reach, progress: (text: string) => void): Promise<Organization[]> {
  let items = 0;
  const found = await door.list(undefined, (read) => {
    items = read;
    progress(`Read ${count(read, "organization")}.`);
  });
  // Nobody may be told that there is nothing to see because an answer could not be read.
  if (found.length < items)
    throw new GraphFailure("unreadable", "Graph's list contains an organization that cannot be read.");
  // A page may repeat items of the one before if the list changes meanwhile.
  return [...new Map(found.map((organization) => [organization.id.toLowerCase(), organization])).values()];
}

function isElsewhere(claim: Claim, tenantId: string | undefined): boolean {
  return claim.tenantId !== undefined && tenantId !== undefined && claim.tenantId !== tenantId;
}

/** A list that changes while it is read may leave an organization out, so those that seem gone are asked for one by one. */
async function findUnlisted(
  { door }: Reach,
  listed: readonly Organization[],
  claims: readonly Claim[],
): Promise<Organization[]> {
  const ids = new Set(listed.map(({ id }) => id.toLowerCase()));
  const missed = new Set(claims.filter(({ id, isLeaving }) => !isLeaving && !ids.has(id)).map(({ id }) => id));
  const looks = [...missed].map((id) => door.getRecent(id).then((found) => [found], noneIfGone));
  return (await Promise.all(looks)).flat();
}

/** A caller with narrow rights gets 403 for what is gone; the list has decided. */
function noneIfGone(error: unknown): [] {
  if (isNotFound(error) || (error instanceof GraphFailure && error.isForbidden)) return [];
  throw error;
}

async function readSponsors(
  { door }: Reach,
  wanted: readonly Sorted[],
  progress: (text: string) => void,
): Promise<Tenant["sponsors"]> {
  const present = wanted.flatMap(({ live }) => (live ? [live.id] : []));
  let count = 0;
  const entries = present.map(async (id) => {
    const lists = Promise.all([door.listSponsors(id, "internalSponsors"), door.listSponsors(id, "externalSponsors")]);
    // Somebody may delete it meanwhile.
    const found = await lists.catch(noneIfGone);
    count += 1;
    progress(`Read the sponsors of ${count} of ${present.length} organizations.`);
    const [internal, external] = found;
    return internal && external ? ([[id, { internal, external }]] as const) : [];
  });
  return new Map((await Promise.all(entries)).flat());
}

/** @returns nothing if the caller may not read them: that is no reason to hide the rest */
async function readPolicies({ policies }: Reach, say: (line: string) => void): Promise<readonly Policy[] | undefined> {
  try {
    return await policies.now();
  } catch (error) {
    if (!(error instanceof GraphFailure) || !error.isForbidden) throw error;
    say(
      `The policies cannot be read: ${error.fact} Grant EntitlementManagement.Read.All to see which policies name an organization.`,
    );
    return undefined;
  }
}
