// The state of one emulated tenant. Organizations are replaced, never changed in place; the rest of an entry counts the
// requests that do not see the newest value yet.
import { identityKey, normalDomain } from "./identity-source";
import {
  type AccessPackage,
  type App,
  type AssignmentPolicy,
  type DirectoryObject,
  type Organization,
  type SponsorKind,
  sponsorProperty,
  type Tenant,
} from "./model";
import { accessPackageSchema, assignmentPolicySchema, organizationSchema, parseOrExplain, type Seed } from "./seed";
import type { AccessPackageInput, AssignmentPolicyInput, OrganizationInput } from "./seed-input";

export interface Entry {
  organization: Organization;
  hiddenReads: number;
  emptySourceReads: number;
  unlistedReads: number;
  domainReads: number;
  stale?: { organization: Organization; reads: number } | undefined;
  staleSponsors: Partial<Record<SponsorKind, { ids: readonly string[]; reads: number }>>;
  /** Set after a DELETE: how many more reads see the organization. */
  deletedReads?: number;
}

export interface IssuedToken {
  readonly expires: number;
}

export interface Store {
  readonly entries: Map<string, Entry>;
  /** Ids of organizations that were deleted. */
  readonly goneIds: Set<string>;
  readonly tenants: Map<string, Tenant>;
  readonly ownTenantId: string;
  readonly directoryObjects: Map<string, DirectoryObject>;
  readonly accessPackages: Map<string, AccessPackage>;
  readonly policies: Map<string, AssignmentPolicy>;
  readonly apps: Map<string, App>;
  readonly tokens: ReadonlySet<string>;
  readonly issuedTokens: Map<string, IssuedToken>;
  readonly busyIdentities: Map<string, number>;
  readonly caller: string;
  permissions: readonly string[];
  nextGuid(): string;
  nextTimestamp(): string;
}

const ticksPerMillisecond = 10_000n;

/** Timestamps have up to seven digits, end where their zeros begin, and never repeat, so that two writes within a millisecond can be told apart. */
function createTimestamps(clock: () => number): () => string {
  let last = 0n;
  return () => {
    const now = BigInt(Math.floor(clock())) * ticksPerMillisecond;
    last = now > last ? now : last + 1n;
    const seconds = new Date(Number(last / ticksPerMillisecond)).toISOString().slice(0, 19);
    const fraction = String(last % 10_000_000n)
      .padStart(7, "0")
      .replace(/0+$/, "");
    return `${seconds}${fraction === "" ? "" : `.${fraction}`}Z`;
  };
}

export function createGuid(random: () => number): string {
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (letter) => {
    const digit = Math.floor(random() * 16);
    return (letter === "x" ? digit : 8 + (digit % 4)).toString(16);
  });
}

export function createStore(seed: Seed, clock: () => number, random: () => number): Store {
  const byId = <Item>(items: readonly Item[], id: (item: Item) => string) =>
    new Map(items.map((item) => [id(item).toLowerCase(), item]));
  const store: Store = {
    entries: new Map(),
    goneIds: new Set(),
    tenants: byId([seed.ownTenant, ...seed.tenants], (tenant) => tenant.tenantId),
    ownTenantId: seed.ownTenant.tenantId.toLowerCase(),
    directoryObjects: byId(seed.directoryObjects, (object) => object.id),
    accessPackages: new Map(),
    policies: new Map(),
    apps: byId(seed.apps, (app) => app.clientId),
    tokens: new Set(seed.tokens),
    issuedTokens: new Map(),
    busyIdentities: new Map(),
    caller: seed.caller ?? `governance.admin@${seed.ownTenant.domains[0] ?? "contoso.com"}`,
    permissions: seed.permissions,
    nextGuid: () => createGuid(random),
    nextTimestamp: createTimestamps(clock),
  };
  for (const organization of seed.organizations) insertSeeded(store, organization);
  for (const accessPackage of seed.accessPackages) insertAccessPackage(store, accessPackage);
  for (const policy of seed.assignmentPolicies) insertPolicy(store, policy);
  return store;
}

/** Adds an organization without checking any rule, as a seed or the portal does. */
export function insertSeeded(store: Store, input: OrganizationInput): Organization {
  const parsed = parseOrExplain(organizationSchema, input, "organization");
  return insertOrganization(store, {
    ...stamped(store, parsed),
    createdBy: parsed.createdBy ?? store.caller,
    modifiedBy: parsed.modifiedBy ?? parsed.createdBy ?? store.caller,
  }).organization;
}

export function insertOrganization(store: Store, organization: Organization): Entry {
  const entry: Entry = {
    organization,
    hiddenReads: 0,
    emptySourceReads: 0,
    unlistedReads: 0,
    domainReads: 0,
    staleSponsors: {},
  };
  store.entries.set(organization.id.toLowerCase(), entry);
  return entry;
}

interface Unstamped {
  readonly id?: string | undefined;
  readonly createdDateTime?: string | undefined;
  readonly modifiedDateTime?: string | undefined;
}

function stamped<Parsed extends Unstamped>(store: Store, parsed: Parsed) {
  const createdDateTime = parsed.createdDateTime ?? store.nextTimestamp();
  return {
    ...parsed,
    id: parsed.id ?? store.nextGuid(),
    createdDateTime,
    modifiedDateTime: parsed.modifiedDateTime ?? createdDateTime,
  };
}

/** Adds an access package, or replaces the one with this id. */
export function insertAccessPackage(store: Store, input: AccessPackageInput): AccessPackage {
  const accessPackage = stamped(store, parseOrExplain(accessPackageSchema, input, "accessPackage"));
  store.accessPackages.set(accessPackage.id.toLowerCase(), accessPackage);
  return accessPackage;
}

/** Adds a policy of a package, or replaces the one with this id. */
export function insertPolicy(store: Store, input: AssignmentPolicyInput): AssignmentPolicy {
  const policy = stamped(store, parseOrExplain(assignmentPolicySchema, input, "assignmentPolicy"));
  if (!store.accessPackages.has(policy.accessPackageId.toLowerCase())) {
    throw new Error(`There is no access package ${policy.accessPackageId}.`);
  }
  store.policies.set(policy.id.toLowerCase(), policy);
  return policy;
}

export function liveEntries(store: Store): Entry[] {
  return [...store.entries.values()].filter((entry) => entry.deletedReads === undefined);
}

export function findTenantByDomain(store: Store, domain: string): Tenant | undefined {
  const wanted = normalDomain(domain);
  return [...store.tenants.values()].find((tenant) => tenant.domains.some((name) => normalDomain(name) === wanted));
}

/** Changes properties and updates modifiedDateTime. */
export function changeOrganization(
  store: Store,
  entry: Entry,
  changes: Partial<Organization>,
  modifiedBy: string | undefined,
): Organization {
  entry.organization = {
    ...entry.organization,
    ...changes,
    modifiedDateTime: store.nextTimestamp(),
    modifiedBy,
  };
  return entry.organization;
}

export function setSponsors(entry: Entry, kind: SponsorKind, ids: readonly string[]): void {
  entry.organization = { ...entry.organization, [sponsorProperty[kind]]: ids };
}

export function removeEntry(store: Store, entry: Entry): void {
  const id = entry.organization.id.toLowerCase();
  store.entries.delete(id);
  store.goneIds.add(id);
}

export function findDuplicate(
  store: Store,
  organization: Pick<Organization, "id" | "identitySources">,
): Entry | undefined {
  const keys = new Set(organization.identitySources.map(identityKey));
  return liveEntries(store).find(
    (entry) =>
      entry.organization.id !== organization.id &&
      entry.organization.identitySources.some((source) => keys.has(identityKey(source))),
  );
}
