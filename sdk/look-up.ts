/** What programs look up: organizations that they do not manage, and tenants. */
import type { Output } from "@pulumi/pulumi";
import type {
  ConnectedOrganizationQuery,
  ConnectedOrganizationResult,
  TenantQuery,
  TenantResult,
} from "../provider/organization/shape";
import type { ConnectedOrganizationQueryArgs, TenantQueryArgs } from "./args";
import { ask, type LookUpOptions, resolved } from "./ask";

/**
 * The one organization with this id, displayName, domainName or tenantId.
 *
 * @throws an error that says what to check if none matches, or lists the ids if several do
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-list-connectedorganizations
 */
export async function getConnectedOrganization(
  query: ConnectedOrganizationQuery,
  options: LookUpOptions = {},
): Promise<ConnectedOrganizationResult> {
  return await ask("getConnectedOrganization", query, options, (lookUp, open) => lookUp.findOne(open, query));
}

/** The same for a query that holds outputs of other resources. */
export function getConnectedOrganizationOutput(
  query: ConnectedOrganizationQueryArgs,
  options: LookUpOptions = {},
): Output<ConnectedOrganizationResult> {
  return resolved<ConnectedOrganizationQuery>(query, options).apply((plain) =>
    getConnectedOrganization(plain, options),
  );
}

/** All organizations that match the query; an empty query returns all. */
export async function getConnectedOrganizations(
  query: ConnectedOrganizationQuery = {},
  options: LookUpOptions = {},
): Promise<ConnectedOrganizationResult[]> {
  const { organizations } = await ask("getConnectedOrganizations", query, options, async (lookUp, open) => ({
    organizations: await lookUp.findAll(open, query),
  }));
  return organizations;
}

/** The same for a query that holds outputs of other resources. */
export function getConnectedOrganizationsOutput(
  query: ConnectedOrganizationQueryArgs = {},
  options: LookUpOptions = {},
): Output<ConnectedOrganizationResult[]> {
  return resolved<ConnectedOrganizationQuery>(query, options).apply((plain) =>
    getConnectedOrganizations(plain, options),
  );
}

/**
 * The Microsoft Entra tenant that has verified a domain, according to Graph; without permission for that, according to
 * the cloud's public OpenID discovery, which knows only the tenant's id.
 *
 * @throws an error if no tenant has the domain, or if neither of the two answers
 * @see https://learn.microsoft.com/graph/api/tenantrelationship-findtenantinformationbydomainname
 */
export async function getTenant(query: TenantQuery, options: LookUpOptions = {}): Promise<TenantResult> {
  return await ask("getTenant", query, options, (lookUp, open) => lookUp.findTenantOf(open, query));
}

/** The same for a domain that is an output of another resource. */
export function getTenantOutput(query: TenantQueryArgs, options: LookUpOptions = {}): Output<TenantResult> {
  return resolved<TenantQuery>(query, options).apply((plain) => getTenant(plain, options));
}
