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
} from "./args";
export { ApiVersion, CloudInstance, Environment } from "./choices";
export { ConnectedOrganization } from "./connected-organization";
export {
  getConnectedOrganization,
  getConnectedOrganizationOutput,
  getConnectedOrganizations,
  getConnectedOrganizationsOutput,
  type LookUpOptions,
} from "./look-up";
export { Provider } from "./provider";
