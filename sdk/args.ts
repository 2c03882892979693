import type { Input } from "@pulumi/pulumi";
import type {
  AzureActiveDirectoryTenant,
  ConnectedOrganizationInputs,
  ConnectedOrganizationQuery,
  CrossCloudAzureActiveDirectoryTenant,
  DomainIdentitySource,
  ExternalDomainFederation,
  IdentitySource,
  ProviderSettings,
  SocialIdentitySource,
} from "../provider/organization/shape";

/** The same properties, each of which may be another resource's output. `type` is literal: it decides which others exist. */
type Inputs<Shape> = {
  [Property in keyof Shape]: Property extends "type" ? Shape[Property] : Input<Members<NonNullable<Shape[Property]>>>;
};

/** The members of a list may be outputs, too. */
type Members<Value> = Value extends string[]
  ? Input<string>[]
  : Value extends IdentitySource[]
    ? Input<IdentitySourceArgs>[]
    : Value;

export interface DomainIdentitySourceArgs extends Inputs<DomainIdentitySource> {}
export interface AzureActiveDirectoryTenantArgs extends Inputs<AzureActiveDirectoryTenant> {}
export interface CrossCloudAzureActiveDirectoryTenantArgs extends Inputs<CrossCloudAzureActiveDirectoryTenant> {}
export interface ExternalDomainFederationArgs extends Inputs<ExternalDomainFederation> {}
export interface SocialIdentitySourceArgs extends Inputs<SocialIdentitySource> {}

export type IdentitySourceArgs =
  | DomainIdentitySourceArgs
  | AzureActiveDirectoryTenantArgs
  | CrossCloudAzureActiveDirectoryTenantArgs
  | ExternalDomainFederationArgs
  | SocialIdentitySourceArgs;

/** What a program declares of a connected organization. */
export interface ConnectedOrganizationArgs extends Inputs<ConnectedOrganizationInputs> {}

/** What to look organizations up by. */
export interface ConnectedOrganizationQueryArgs extends Inputs<ConnectedOrganizationQuery> {}

/** The settings of an explicit provider. */
export interface ProviderArgs extends Inputs<ProviderSettings> {}
