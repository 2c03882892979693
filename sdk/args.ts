import type { Input, OutputInstance } from "@pulumi/pulumi";
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
  TenantQuery,
} from "../provider/organization/shape";

/**
 * The same properties, each of which may be another resource's output, and an optional one an output of undefined.
 * `type` is literal: it decides which others exist.
 */
type Inputs<Shape> = {
  [Property in keyof Shape]: Property extends "type"
    ? Shape[Property]
    : IsOptional<Shape, Property> extends true
      ? Input<Members<Shape[Property]> | undefined>
      : Input<Members<Shape[Property]>>;
};

type IsOptional<Shape, Property extends keyof Shape> =
  Partial<Pick<Shape, Property>> extends Pick<Shape, Property> ? true : false;

/** The members of a list may be outputs, too. */
type Members<Value> = Value extends string[]
  ? Input<string>[]
  : Value extends IdentitySource[]
    ? (IdentitySourceArgs | IdentitySourceOutput)[]
    : Value;

/**
 * Not `Input<IdentitySourceArgs>`: only where every member has a `type` does the compiler list all types for a wrong
 * one, and suggest the one that was meant.
 */
type IdentitySourceOutput = OutputInstance<IdentitySourceArgs> & { readonly type: OutputInstance<string> };

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

/** What to look a tenant up by. */
export interface TenantQueryArgs extends Inputs<TenantQuery> {}

/** The settings of an explicit provider. */
export interface ProviderArgs extends Inputs<ProviderSettings> {}
