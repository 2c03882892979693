/**
 * The resource in plain values, as a program declares it and as the provider sees it. Each property is described here
 * and nowhere else; `sdk/` turns these shapes into Pulumi inputs and outputs.
 */

/**
 * A domain of the partner. When the domain belongs to a Microsoft Entra tenant, the service stores that tenant instead
 * of the domain; this provider treats the two as the same.
 *
 * @see https://learn.microsoft.com/graph/api/resources/domainidentitysource
 */
export interface DomainIdentitySource {
  type: "domainIdentitySource";
  /** The domain name. Case, a trailing dot and internationalised spelling do not matter. */
  domainName: string;
  /** Sent on create and never compared: the service owns it. @default the domain name */
  displayName?: string;
}

/**
 * A Microsoft Entra tenant in the same cloud, by its id.
 *
 * @see https://learn.microsoft.com/graph/api/resources/azureactivedirectorytenant
 */
export interface AzureActiveDirectoryTenant {
  type: "azureActiveDirectoryTenant";
  /** The tenant's id, a GUID. */
  tenantId: string;
  /** Sent on create and never compared: the service owns it. @default the tenant id */
  displayName?: string;
}

/** A Microsoft cloud, by the sign-in host without `login.` */
export type CloudInstance = "microsoftonline.com" | "microsoftonline.us" | "partner.microsoftonline.cn";

/**
 * A Microsoft Entra tenant in another Microsoft cloud.
 *
 * @see https://learn.microsoft.com/graph/api/resources/crosscloudazureactivedirectorytenant
 */
export interface CrossCloudAzureActiveDirectoryTenant {
  type: "crossCloudAzureActiveDirectoryTenant";
  /** The tenant's id, a GUID. */
  tenantId: string;
  /** The cloud that holds the tenant: `microsoftonline.com`, `microsoftonline.us` or `partner.microsoftonline.cn`. */
  cloudInstance: CloudInstance;
  /** Sent on create and never compared: the service owns it. @default the tenant id */
  displayName?: string;
}

/**
 * A domain whose users sign in through SAML or WS-Fed federation, set up in the tenant beforehand.
 *
 * @see https://learn.microsoft.com/graph/api/resources/externaldomainfederation
 */
export interface ExternalDomainFederation {
  type: "externalDomainFederation";
  /** The federated domain. */
  domainName: string;
  /** The issuer URI of the federation server. */
  issuerUri: string;
  /** Sent on create and never compared: the service owns it. @default the domain name */
  displayName?: string;
}

/**
 * A social identity provider.
 *
 * @see https://learn.microsoft.com/graph/api/resources/socialidentitysource
 */
export interface SocialIdentitySource {
  type: "socialIdentitySource";
  /** The provider's kind; Graph knows `facebook`. */
  socialIdentitySourceType: string;
  /** Sent on create and never compared: the service owns it. @default the kind */
  displayName?: string;
}

/** Where the partner's users come from; `type` is Graph's own name for the kind of source. */
export type IdentitySource =
  | DomainIdentitySource
  | AzureActiveDirectoryTenant
  | CrossCloudAzureActiveDirectoryTenant
  | ExternalDomainFederation
  | SocialIdentitySource;

/** The `type` of an identity source. */
export type IdentitySourceType = IdentitySource["type"];

/**
 * An identity source as the service stores it: `type` decides which other properties it has. A kind that Graph adds
 * later is kept with all its properties, so leave room for a `type` that is not listed here.
 */
export type ResolvedIdentitySource = Stored<IdentitySource>;

type Stored<Source> = Source extends IdentitySource ? Omit<Source, "displayName"> & StoredProperties : never;

interface StoredProperties {
  /** The name that the service gives the source; for a tenant, the tenant's name. */
  displayName?: string;
}

/**
 * Whether policies for "all configured connected organizations" include the organization (`configured`) or not
 * (`proposed`, the state of those that the service creates by itself).
 */
export type ConnectedOrganizationState = "configured" | "proposed";

/** What a program declares. @see https://learn.microsoft.com/graph/api/resources/connectedorganization */
export interface ConnectedOrganizationInputs {
  /** The organization's name, not empty. */
  displayName: string;
  /** What the organization is for. If omitted, it is kept empty. @default "" */
  description?: string;
  /** Whether policies for all configured connected organizations include it. @default "configured" */
  state?: ConnectedOrganizationState;
  /** The sources of the partner's users: at least one, each only once, in any order. */
  identitySources: IdentitySource[];
  /**
   * Object ids of the users and groups of this tenant who sponsor the organization, in any order. Omit the list to leave
   * it as it is, whatever it holds; an empty list means none.
   */
  internalSponsors?: string[];
  /** Object ids of the partner's guests and groups who sponsor the organization, in any order. Omit the list to leave it as it is, whatever it holds; an empty list means none. */
  externalSponsors?: string[];
  /**
   * Whether create takes over the organization that already exists for one of the sources. Matters only at create.
   * `destroy` deletes an adopted organization like any other: use the options `retainOnDelete` or `protect` to keep it.
   * @default false
   */
  adoptExisting?: boolean;
}

/** What the service adds to the declared properties. */
export interface ConnectedOrganizationOutputs {
  /** What the service stores for `identitySources`, with its display names: a domain of an Entra tenant appears as that tenant. */
  resolvedIdentitySources: ResolvedIdentitySource[];
  /** When the organization was created, UTC, as text. */
  createdDateTime: string;
  /** When the organization was last changed, UTC, as text. */
  modifiedDateTime: string;
  /** Who created the organization; with the beta API only. */
  createdBy: string | undefined;
  /** Who changed the organization last; with the beta API only. */
  modifiedBy: string | undefined;
}

/** What to look an organization up by. */
export interface ConnectedOrganizationQuery {
  /** The organization's id, a GUID. */
  id?: string;
  /** The organization's exact name. */
  displayName?: string;
  /** A domain of the partner; one that belongs to an Entra tenant also finds the organization of that tenant. */
  domainName?: string;
  /** The partner's tenant id, a GUID. */
  tenantId?: string;
  /** Only organizations in this state. */
  state?: ConnectedOrganizationState;
}

/** What to look a tenant up by. */
export interface TenantQuery {
  /** A domain that the tenant has verified. */
  domainName: string;
}

/** A Microsoft Entra tenant. */
export interface TenantResult {
  /** The tenant's id, a GUID. */
  tenantId: string;
  /** The tenant's name; only if the caller may ask Graph. */
  displayName?: string;
  /** The tenant's primary domain; only if the caller may ask Graph. */
  defaultDomainName?: string;
}

/** An organization as the service stores it. */
export interface ConnectedOrganizationResult {
  /** The bare Graph id, for access-package policies. */
  id: string;
  displayName: string;
  description: string;
  state: ConnectedOrganizationState;
  /** As stored: a domain of an Entra tenant appears as that tenant. */
  identitySources: ResolvedIdentitySource[];
  createdDateTime: string;
  modifiedDateTime: string;
  /** With the beta API only. */
  createdBy: string | undefined;
  /** With the beta API only. */
  modifiedBy: string | undefined;
}

/** A Microsoft cloud, by its azuread name. */
export type Environment = "public" | "global" | "usgovernment" | "usgovernmentl4" | "usgovernmentl5" | "dod" | "china";

/** A version of Microsoft Graph. */
export type ApiVersion = "v1.0" | "beta";

/** What to do before deleting an organization that access-package policies name. */
export type ProtectInUse = "off" | "warn" | "refuse";

/**
 * The tenant, the caller and the limits of one explicit provider. What is omitted may come from the environment; but if
 * the provider has its own credential, its tenant, app and cloud come from these arguments alone, so that no environment
 * variable can redirect it to another tenant.
 */
export interface ProviderSettings {
  /** The tenant's id, or one of its domains. */
  tenantId?: string;
  /** The app's client id, a GUID; with `useMsi`, the client id of a user-assigned identity. */
  clientId?: string;
  /** A secret of the app; encrypted in state. */
  clientSecret?: string;
  /** The name of an environment variable that holds the secret, so that Pulumi never sees it. */
  clientSecretVariable?: string;
  /** A certificate of the app with its private key, as a PEM file. */
  clientCertificatePath?: string;
  /** The password of the certificate's private key; encrypted in state. */
  clientCertificatePassword?: string;
  /** The name of an environment variable that holds the password. */
  clientCertificatePasswordVariable?: string;
  /** Sign in with a token that a pipeline or cluster issues: GitHub Actions, Azure Pipelines, AKS. @default false */
  useOidc?: boolean;
  /** The token itself, instead of a way to get it; encrypted in state. */
  oidcToken?: string;
  /** The name of an environment variable that holds the token. */
  oidcTokenVariable?: string;
  /** A file that holds the token; read again for each sign-in. */
  oidcTokenFilePath?: string;
  /** The URL from which the pipeline requests its OIDC token. */
  oidcRequestUrl?: string;
  /** The bearer token with which the pipeline requests its OIDC token; encrypted in state. */
  oidcRequestToken?: string;
  /** The id of the Azure Pipelines service connection that the token is for. */
  oidcServiceConnectionId?: string;
  /** Sign in with the managed identity of the machine. @default false */
  useMsi?: boolean;
  /** Sign in with the Azure CLI's token, which lacks the permission that Graph requires here. @default false */
  useCli?: boolean;
  /** A Graph token from elsewhere, never renewed; encrypted in state. */
  accessToken?: string;
  /** The name of an environment variable that holds the token. */
  accessTokenVariable?: string;
  /** The cloud, by its azuread name: `public`, `global`, `usgovernment`, `usgovernmentl4`, `usgovernmentl5`, `dod` or `china`. @default "public" */
  environment?: Environment;
  /** A Graph root other than the cloud's; plain http only on loopback. */
  graphEndpoint?: string;
  /** An authority other than the cloud's; plain http only on loopback and only for tenant look-ups: signing in requires https. */
  authorityHost?: string;
  /** `v1.0`, or `beta`, which adds `createdBy` and `modifiedBy` and is not supported in production by Microsoft. @default "v1.0" */
  apiVersion?: ApiVersion;
  /** Time limit for one operation, including retries and waits, in seconds. @default 1200 */
  timeoutSeconds?: number;
  /** Maximum number of concurrent requests. @default 16 */
  maxConcurrency?: number;
  /**
   * Whether a preview reports, for each organization to be created, which tenants own its domains, whether it already
   * exists, and whether another resource declares the same identity. It only reads, for at most five seconds each.
   * @default false
   */
  previewChecks?: boolean;
  /**
   * What to do before deleting or replacing an organization that access-package policies name: `off` does not look for
   * such policies, `warn` names them and deletes the organization, `refuse` names them and fails. With `previewChecks`, a
   * preview names the policies of an organization that is to be replaced. @default "off"
   */
  protectInUse?: ProtectInUse;
}
