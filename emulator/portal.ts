// Changes that an administrator makes in the portal: immediate, free of the API's rules, and not in the request log.
import { isTenant, normalDomain } from "./identity-source";
import {
  type AccessPackage,
  type AssignmentPolicy,
  type DirectoryObject,
  type Organization,
  type SponsorKind,
  sponsorProperty,
  type Tenant,
} from "./model";
import { directoryObjectSchema, identitySourceSchema, organizationSchema, parseOrExplain, tenantSchema } from "./seed";
import type {
  AccessPackageInput,
  AssignmentPolicyInput,
  DirectoryObjectInput,
  OrganizationInput,
  TenantInput,
} from "./seed-input";
import {
  changeOrganization,
  type Entry,
  insertAccessPackage,
  insertPolicy,
  insertSeeded,
  liveEntries,
  removeEntry,
  setSponsors,
} from "./store";
import { swapStoredDomains } from "./swap";
import type { World } from "./world";

export type OrganizationPatch = Pick<
  OrganizationInput,
  "displayName" | "description" | "state" | "identitySources" | "internalSponsors" | "externalSponsors"
>;

export interface Portal {
  list(): Organization[];
  /** The organization as stored, or undefined. */
  get(id: string): Organization | undefined;
  create(organization: OrganizationInput): Organization;
  patch(id: string, changes: OrganizationPatch): Organization;
  delete(id: string): void;
  addSponsor(id: string, kind: SponsorKind, objectId: string): void;
  removeSponsor(id: string, kind: SponsorKind, objectId: string): void;
  tenants(): Tenant[];
  /** Adds a tenant, or replaces the one with this id; stored organizations stay as they are. */
  addTenant(tenant: TenantInput): Tenant;
  /** Renames a tenant, also in the sources that refer to it. */
  renameTenant(tenantId: string, displayName: string): void;
  /** Moves a domain to a tenant. */
  moveDomain(domain: string, tenantId: string): void;
  /** Adds a tenant; stored domains that belong to it become that tenant. */
  joinEntra(tenant: TenantInput): Tenant;
  addDirectoryObject(object: DirectoryObjectInput): DirectoryObject;
  accessPackages(): AccessPackage[];
  /** Adds an access package, or replaces the one with this id. */
  setAccessPackage(accessPackage: AccessPackageInput): AccessPackage;
  policies(): AssignmentPolicy[];
  /** Adds an assignment policy of a package, or replaces the one with this id. */
  setPolicy(policy: AssignmentPolicyInput): AssignmentPolicy;
  deletePolicy(id: string): void;
  setPermissions(permissions: readonly string[]): void;
}

const patchSchema = organizationSchema
  .pick({ displayName: true, description: true, state: true, internalSponsors: true, externalSponsors: true })
  .extend({ identitySources: identitySourceSchema.array() })
  .partial();

function findLive(world: World, id: string): Entry {
  const entry = liveEntries(world.store).find(({ organization }) => organization.id.toLowerCase() === id.toLowerCase());
  if (entry === undefined) throw new Error(`There is no organization ${id}.`);
  return entry;
}

function findTenant(world: World, tenantId: string): Tenant {
  const tenant = world.store.tenants.get(tenantId.toLowerCase());
  if (tenant === undefined) throw new Error(`There is no tenant ${tenantId}.`);
  return tenant;
}

function settle(entry: Entry): void {
  entry.hiddenReads = 0;
  entry.emptySourceReads = 0;
  entry.unlistedReads = 0;
  entry.stale = undefined;
  entry.staleSponsors = {};
}

function patch(world: World, id: string, changes: OrganizationPatch): Organization {
  const entry = findLive(world, id);
  const parsed = parseOrExplain(patchSchema, changes, "organization");
  const sent = Object.fromEntries(Object.entries(parsed).filter(([name]) => name in changes));
  settle(entry);
  return changeOrganization(world.store, entry, sent, world.store.caller);
}

function changeSponsors(
  world: World,
  id: string,
  kind: SponsorKind,
  change: (ids: readonly string[]) => readonly string[],
): void {
  const entry = findLive(world, id);
  entry.staleSponsors = {};
  setSponsors(entry, kind, change(entry.organization[sponsorProperty[kind]]));
}

function addTenant(world: World, input: TenantInput): Tenant {
  const tenant = parseOrExplain(tenantSchema, input, "tenant");
  world.store.tenants.set(tenant.tenantId.toLowerCase(), tenant);
  return tenant;
}

function renameTenant(world: World, tenantId: string, displayName: string): void {
  const tenant = findTenant(world, tenantId);
  world.store.tenants.set(tenantId.toLowerCase(), { ...tenant, displayName });
  for (const entry of liveEntries(world.store)) {
    const identitySources = entry.organization.identitySources.map((source) =>
      isTenant(source) && String(source["tenantId"]).toLowerCase() === tenantId.toLowerCase()
        ? { ...source, displayName }
        : source,
    );
    entry.organization = { ...entry.organization, identitySources };
  }
}

function moveDomain(world: World, domain: string, tenantId: string): void {
  const target = findTenant(world, tenantId);
  const { tenants } = world.store;
  const isOther = (name: string) => normalDomain(name) !== normalDomain(domain);
  for (const [key, tenant] of tenants) {
    tenants.set(key, { ...tenant, domains: tenant.domains.filter(isOther) });
  }
  const domains = target.domains.filter(isOther);
  tenants.set(tenantId.toLowerCase(), { ...target, domains: [...domains, domain] });
}

function joinEntra(world: World, input: TenantInput): Tenant {
  const tenant = addTenant(world, input);
  for (const entry of liveEntries(world.store)) swapStoredDomains(world, entry, tenant);
  return tenant;
}

function addDirectoryObject(world: World, input: DirectoryObjectInput): DirectoryObject {
  const object = parseOrExplain(directoryObjectSchema, input, "directory object");
  world.store.directoryObjects.set(object.id.toLowerCase(), object);
  return object;
}

function deletePolicy({ store }: World, id: string): void {
  if (!store.policies.delete(id.toLowerCase())) throw new Error(`There is no assignment policy ${id}.`);
}

/** @internal What it works on is no part of the surface. */
export function createPortal(world: World): Portal {
  const isOther = (objectId: string) => (other: string) => other.toLowerCase() !== objectId.toLowerCase();
  return {
    list: () => liveEntries(world.store).map(({ organization }) => organization),
    get: (id) =>
      liveEntries(world.store).find(({ organization }) => organization.id.toLowerCase() === id.toLowerCase())
        ?.organization,
    create: (organization) => insertSeeded(world.store, organization),
    patch: (id, changes) => patch(world, id, changes),
    delete: (id) => removeEntry(world.store, findLive(world, id)),
    addSponsor: (id, kind, objectId) =>
      changeSponsors(world, id, kind, (ids) => [...ids.filter(isOther(objectId)), objectId]),
    removeSponsor: (id, kind, objectId) => changeSponsors(world, id, kind, (ids) => ids.filter(isOther(objectId))),
    tenants: () => [...world.store.tenants.values()],
    addTenant: (tenant) => addTenant(world, tenant),
    renameTenant: (tenantId, displayName) => renameTenant(world, tenantId, displayName),
    moveDomain: (domain, tenantId) => moveDomain(world, domain, tenantId),
    joinEntra: (tenant) => joinEntra(world, tenant),
    addDirectoryObject: (object) => addDirectoryObject(world, object),
    accessPackages: () => [...world.store.accessPackages.values()],
    setAccessPackage: (accessPackage) => insertAccessPackage(world.store, accessPackage),
    policies: () => [...world.store.policies.values()],
    setPolicy: (policy) => insertPolicy(world.store, policy),
    deletePolicy: (id) => deletePolicy(world, id),
    setPermissions: (permissions) => {
      world.store.permissions = permissions;
    },
  };
}
