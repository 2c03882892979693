/** Graph's filters on the collection: https://learn.microsoft.com/graph/api/entitlementmanagement-list-connectedorganizations */
export type Filter =
  | { readonly displayName: string }
  | { readonly tenantId: string }
  | { readonly domainName: string }
  /** A filter in Graph's own syntax, as a person wrote it. */
  | { readonly expression: string };

export function expressionOf(filter: Filter): string {
  if ("expression" in filter) return filter.expression;
  if ("displayName" in filter) return `displayName eq ${odataText(filter.displayName)}`;
  const [type, property, value] =
    "tenantId" in filter
      ? ["azureActiveDirectoryTenant", "tenantId", filter.tenantId]
      : ["domainIdentitySource", "domainName", filter.domainName];
  return `identitySources/any(is:is/microsoft.graph.${type}/${property} eq ${odataText(value)})`;
}

function odataText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
