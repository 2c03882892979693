/** Finding the organization that already exists for an identity, whether we declared it or nobody did. */

import { oneLine, quote } from "../errors";
import type { Door } from "../graph/door";
import { GraphFailure } from "../graph/failure";
import type { Filter } from "../graph/filter";
import { type FindTenant, tenantOf } from "../organization/identity";
import { isDomain, type Source } from "../organization/identity-source";
import type { Declared, Organization } from "../organization/organization";
import { matchSources, type Relation, settleSources } from "../organization/swap";

type Holds = (organization: Organization) => boolean;

export interface Existing {
  readonly found: Organization[];
  /** Those of a tenant that no look-up says the declared domain to be of, or not. */
  readonly doubtful: Organization[];
}

/** The organizations that hold one of the sources, or the tenant that the service stores in its place: by filter. */
export async function findByIdentity(
  door: Door,
  sources: readonly Source[],
  findTenant: FindTenant,
): Promise<Existing> {
  const found = cannotFilter(sources) ? [] : await findByFilter(door, sources, findTenant);
  if (found.length > 0) return { found, doubtful: [] };
  // Not every filter is documented, and a domain may be stored as a kind that none asks for.
  const { holds, mayHold } = await lookUp(sources, findTenant);
  const all = await door.list();
  return { found: all.filter(holds), doubtful: all.filter(mayHold) };
}

function cannotFilter(sources: readonly Source[]): boolean {
  return sources.some((source) => !isDomain(source) && source.type !== "azureActiveDirectoryTenant");
}

/** Those of them that Graph's filters find, all in one batch. */
export async function findByFilter(
  door: Door,
  sources: readonly Source[],
  findTenant: FindTenant,
): Promise<Organization[]> {
  const { tenants, holds } = await lookUp(sources, findTenant);
  const domains = sources.filter(isDomain).map(({ domainName }) => ({ domainName }));
  const filters: Filter[] = [...tenants.map((tenantId) => ({ tenantId })), ...domains];
  const found = (await Promise.all(filters.map((filter) => listMatching(door, filter)))).flat().filter(holds);
  return found.filter(({ id }, index) => found.findIndex((other) => other.id === id) === index);
}

/** Among all organizations, because not every filter is documented: of the same identity, and only of the same name. */
export async function findEverywhere(
  door: Door,
  { identitySources, displayName }: Declared,
  findTenant: FindTenant,
): Promise<{ existing: Organization[]; doubtful: Organization[]; namesakes: Organization[] }> {
  const { holds, mayHold } = await lookUp(identitySources, findTenant);
  const all = await door.list();
  const isNamesake = (other: Organization) => other.displayName.toLowerCase() === displayName.toLowerCase();
  const namesakes = all.filter((other) => !holds(other) && isNamesake(other));
  return { existing: all.filter(holds), doubtful: all.filter(mayHold), namesakes };
}

async function lookUp(
  sources: readonly Source[],
  findTenant: FindTenant,
): Promise<{ tenants: string[]; holds: Holds; mayHold: Holds }> {
  const answers = await Promise.all(
    sources.map((source) => (isDomain(source) ? findTenant(source.domainName) : { tenantId: tenantOf(source) })),
  );
  const found = answers.map((answer) => (answer === "undecided" ? undefined : answer.tenantId));
  const tenants = found.filter((tenantId) => typeof tenantId === "string");
  const holds: Holds = ({ identitySources }) =>
    matchSources(sources, identitySources, {}).pairs.length > 0 ||
    identitySources.map(tenantOf).some((tenantId) => tenantId !== undefined && tenants.includes(tenantId));
  const mayHold: Holds = (organization) =>
    answers.includes("undecided") &&
    !holds(organization) &&
    organization.identitySources.some((source) => tenantOf(source) !== undefined);
  return { tenants, holds, mayHold };
}

/**
 * The one that a create of ours made although its answer was lost: identity, name and time must all fit.
 *
 * @param isLoneName whether no other create of the program has the name, which then decides where no look-up can
 */
export async function findOwn(
  among: readonly Organization[],
  declared: Declared,
  createdAfter: number,
  findTenant: FindTenant,
  isLoneName: boolean,
): Promise<Organization | undefined> {
  const recent = among.filter(
    (organization) =>
      organization.displayName === declared.displayName &&
      Date.parse(organization.stamps["createdDateTime"] ?? "") >= createdAfter,
  );
  for (const organization of recent) {
    const relation = await relationOf(declared.identitySources, organization.identitySources, findTenant);
    if (relation === "same" || (relation === "undecided" && isLoneName)) return organization;
  }
  return undefined;
}

async function relationOf(
  declared: readonly Source[],
  stored: readonly Source[],
  findTenant: FindTenant,
): Promise<Relation | undefined> {
  const [posted] = declared;
  const [only, ...others] = stored;
  // Without sources it may be anybody's: right after a create they may only show later.
  if (!posted || !only || others.length > 0) return undefined;
  const { relation } = await settleSources([posted], [only], {}, findTenant);
  return relation === "undecided" && !isDomain(posted) ? undefined : relation;
}

/** By filter, or everything where the service refuses the filter. */
export async function listMatching(door: Door, filter: Filter): Promise<Organization[]> {
  try {
    return await door.list(filter);
  } catch (error) {
    if (error instanceof GraphFailure && error.isBadRequest) return await door.list();
    throw error;
  }
}

export function describeOrganization({ displayName, id, state }: Organization): string {
  return `${quote(displayName)} (id ${oneLine(id)}, state ${oneLine(state)})`;
}
