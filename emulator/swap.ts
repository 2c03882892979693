// How the service stores the sources it is given: a tenant's domain becomes that tenant.
import { homeCloud } from "./clouds";
import { GraphError, isGuid } from "./errors";
import {
  crossCloudSource,
  distinctSources,
  identityKey,
  isDomainName,
  normalDomain,
  tenantSource,
  typeNameOf,
} from "./identity-source";
import type { IdentitySource, Tenant } from "./model";
import { type Entry, findTenantByDomain } from "./store";
import type { Switches } from "./switches";
import type { World } from "./world";

function refuse(switches: Readonly<Switches>, message: string): GraphError {
  return new GraphError(400, switches.ruleCode, message);
}

function textOf(source: IdentitySource, property: string): string {
  const value = source[property];
  return typeof value === "string" ? value : "";
}

export function swappedSource(world: World, tenant: Tenant): IdentitySource {
  const foreign = (tenant.cloud ?? homeCloud) !== homeCloud;
  return foreign && world.switches.swap === "crossCloud" ? crossCloudSource(tenant) : tenantSource(tenant);
}

function spell(switches: Readonly<Switches>, domain: string): string {
  if (switches.storedDomain === "lowerCase") return domain.toLowerCase();
  return switches.storedDomain === "punycode" ? normalDomain(domain) : domain;
}

function storeDomain(world: World, source: IdentitySource, swaps: boolean): IdentitySource {
  const { switches, store } = world;
  const domain = textOf(source, "domainName");
  if (!isDomainName(domain) && switches.malformedDomain === "refused") {
    throw refuse(switches, `The domain name '${domain}' is not valid.`);
  }
  const tenant = findTenantByDomain(store, domain);
  if (tenant?.tenantId.toLowerCase() === store.ownTenantId) refuseOwnTenant(switches);
  if (tenant !== undefined && swaps) return swappedSource(world, tenant);
  return { ...source, domainName: spell(switches, domain) };
}

function refuseOwnTenant(switches: Readonly<Switches>): void {
  if (switches.ownTenant === "refused") {
    throw refuse(switches, "The home tenant cannot be added as a connected organization.");
  }
}

function storeTenant(world: World, source: IdentitySource): IdentitySource {
  const { switches, store } = world;
  const tenantId = textOf(source, "tenantId").toLowerCase();
  if (!isGuid(tenantId)) throw new GraphError(400, "BadRequest", "Unrecognized Guid format.");
  if (tenantId === store.ownTenantId) refuseOwnTenant(switches);
  const tenant = store.tenants.get(tenantId);
  if (tenant === undefined && switches.unknownTenant === "refused") {
    throw refuse(switches, `The tenant '${tenantId}' was not found.`);
  }
  const named = textOf(source, "displayName") !== "" && switches.tenantDisplayName === "kept";
  return tenant === undefined || named ? source : { ...source, displayName: tenant.displayName };
}

/** A source as it is stored. */
function storeSource(world: World, source: IdentitySource, moment: "create" | "patch"): IdentitySource {
  const { swap, swapOnPatch } = world.switches;
  const swaps = (swap === "tenant" || swap === "crossCloud") && (moment === "create" || swapOnPatch === "swapped");
  switch (typeNameOf(source)) {
    case "domainIdentitySource":
      return storeDomain(world, source, swaps);
    case "azureActiveDirectoryTenant":
    case "crossCloudAzureActiveDirectoryTenant":
      return storeTenant(world, source);
    default:
      return source;
  }
}

/** Equal sources once, or as often as they occur. */
export function countSources(
  { switches }: World,
  sources: readonly IdentitySource[],
  keyOf = identityKey,
): readonly IdentitySource[] {
  return switches.equalSources === "kept" ? sources : distinctSources(sources, keyOf);
}

/** Sources as they are stored. */
export function storeSources(
  world: World,
  sources: readonly IdentitySource[],
  moment: "create" | "patch",
): readonly IdentitySource[] {
  return countSources(
    world,
    sources.map((source) => storeSource(world, source, moment)),
  );
}

/** Stored domains that belong to a tenant become that tenant; with `only`, just the domains of that one. */
export function swapStoredDomains(world: World, entry: Entry, only?: Tenant): void {
  const swapOne = (source: IdentitySource) => {
    if (typeNameOf(source) !== "domainIdentitySource") return source;
    const tenant = findTenantByDomain(world.store, textOf(source, "domainName"));
    if (tenant === undefined || (only !== undefined && tenant.tenantId !== only.tenantId)) return source;
    return swappedSource(world, tenant);
  };
  const before = entry.organization.identitySources;
  const after = before.map(swapOne);
  if (after.every((source, index) => source === before[index])) return;
  entry.organization = { ...entry.organization, identitySources: countSources(world, after) };
}
