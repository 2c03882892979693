export type {
  AzureActiveDirectoryTenant,
  ConnectedOrganizationQuery,
  ConnectedOrganizationResult,
  ConnectedOrganizationState,
  CrossCloudAzureActiveDirectoryTenant,
  DomainIdentitySource,
  ExternalDomainFederation,
  IdentitySource,
  IdentitySourceType,
  ResolvedIdentitySource,
  SocialIdentitySource,
  TenantQuery,
  TenantResult,
} from "../provider/organization/shape";
export type {
  AzureActiveDirectoryTenantArgs,
  ConnectedOrganizationArgs,
  ConnectedOrganizationQueryArgs,
  CrossCloudAzureActiveDirectoryTenantArgs,
  DomainIdentitySourceArgs,
  ExternalDomainFederationArgs,
  IdentitySourceArgs,
  ProviderArgs,
  SocialIdentitySourceArgs,
  TenantQueryArgs,
} from "./args";
export type { LookUpOptions } from "./ask";
export { ApiVersion, CloudInstance, Environment, ProtectInUse } from "./choices";
export { ConnectedOrganization } from "./connected-organization";
export {
  getConnectedOrganization,
  getConnectedOrganizationOutput,
  getConnectedOrganizations,
  getConnectedOrganizationsOutput,
  getTenant,
  getTenantOutput,
} from "./look-up";
export { Provider } from "./provider";
