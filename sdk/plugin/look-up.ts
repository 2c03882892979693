/** Look-ups run in the plugin, at preview too. */
import * as pulumi from "@pulumi/pulumi";
import type {
  ConnectedOrganizationQuery,
  ConnectedOrganizationResult,
  TenantQuery,
  TenantResult,
} from "../../provider/organization/shape";
import type { ConnectedOrganizationQueryArgs, TenantQueryArgs } from "../args";
import { token } from "./token";

const one = token("getConnectedOrganization");
const all = token("getConnectedOrganizations");
const tenant = token("getTenant");

/** Pulumi's own: a `provider`, or a `parent` that has one. */
export type LookUpOptions = pulumi.InvokeOptions;

interface Found {
  organizations: ConnectedOrganizationResult[];
}

/**
 * The one organization with this id, displayName, domainName or tenantId.
 *
 * @throws an error that says what to check if none matches, or lists the ids if several do
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-list-connectedorganizations
 */
export function getConnectedOrganization(
  query: ConnectedOrganizationQuery,
  options?: LookUpOptions,
): Promise<ConnectedOrganizationResult> {
  return pulumi.runtime.invoke(one, query, options);
}

/** The same for a query that holds outputs of other resources. */
export function getConnectedOrganizationOutput(
  query: ConnectedOrganizationQueryArgs,
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<ConnectedOrganizationResult> {
  return pulumi.runtime.invokeOutput(one, { ...query }, options);
}

/** All organizations that match the query; an empty query returns all. */
export async function getConnectedOrganizations(
  query: ConnectedOrganizationQuery = {},
  options?: LookUpOptions,
): Promise<ConnectedOrganizationResult[]> {
  const found: Found = await pulumi.runtime.invoke(all, query, options);
  return found.organizations;
}

/** The same for a query that holds outputs of other resources. */
export function getConnectedOrganizationsOutput(
  query: ConnectedOrganizationQueryArgs = {},
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<ConnectedOrganizationResult[]> {
  const found = pulumi.runtime.invokeOutput<Found>(all, { ...query }, options);
  return found.organizations;
}

/**
 * The Microsoft Entra tenant that has verified a domain, according to Graph; without permission for that, according to
 * the cloud's public OpenID discovery, which knows only the tenant's id.
 *
 * @throws an error if no tenant has the domain, or if neither of the two answers
 * @see https://learn.microsoft.com/graph/api/tenantrelationship-findtenantinformationbydomainname
 */
export function getTenant(query: TenantQuery, options?: LookUpOptions): Promise<TenantResult> {
  return pulumi.runtime.invoke(tenant, { ...query }, options);
}

/** The same for a domain that is an output of another resource. */
export function getTenantOutput(
  query: TenantQueryArgs,
  options?: pulumi.InvokeOutputOptions,
): pulumi.Output<TenantResult> {
  return pulumi.runtime.invokeOutput(tenant, { ...query }, options);
}
