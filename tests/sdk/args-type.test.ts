/**
 * What the compiler allows a program to declare. Each line is a claim that `tsc --noEmit` proves; nothing runs. A
 * `@ts-expect-error` is the assertion itself: it is an error where the line below it compiles.
 */
import type { Output } from "@pulumi/pulumi";
import type * as shape from "../../provider/organization/shape";
import type {
  ApiVersion,
  CloudInstance,
  ConnectedOrganization,
  ConnectedOrganizationArgs,
  Environment,
  IdentitySourceArgs,
  ProviderArgs,
  ResolvedIdentitySource,
} from "../../sdk";

const tenantId = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";

export function claims(
  text: Output<string>,
  maybe: Output<string | undefined>,
  source: Output<IdentitySourceArgs>,
  organization: ConnectedOrganization,
): unknown[] {
  const accepted: IdentitySourceArgs[] = [
    { type: "domainIdentitySource", domainName: "contoso.com", displayName: "Contoso" },
    { type: "domainIdentitySource", domainName: text },
    { type: "azureActiveDirectoryTenant", tenantId },
    { type: "crossCloudAzureActiveDirectoryTenant", tenantId, cloudInstance: "microsoftonline.us" },
    { type: "externalDomainFederation", domainName: "contoso.com", issuerUri: text },
    { type: "socialIdentitySource", socialIdentitySourceType: "facebook", displayName: maybe },
    { type: "socialIdentitySource", socialIdentitySourceType: "facebook", displayName: undefined },
  ];

  const refused: IdentitySourceArgs[] = [
    // @ts-expect-error a domain has no tenantId
    { type: "domainIdentitySource", tenantId },
    // @ts-expect-error a domain does not take a key of another kind beside its own
    { type: "domainIdentitySource", domainName: "contoso.com", tenantId },
    // @ts-expect-error a tenant has no domainName
    { type: "azureActiveDirectoryTenant", domainName: "contoso.com" },
    // @ts-expect-error a tenant of the same cloud names no cloud
    { type: "azureActiveDirectoryTenant", tenantId, cloudInstance: "microsoftonline.us" },
    // @ts-expect-error a tenant of another cloud needs the cloud
    { type: "crossCloudAzureActiveDirectoryTenant", tenantId },
    // @ts-expect-error a federation needs its issuer
    { type: "externalDomainFederation", domainName: "contoso.com" },
    // @ts-expect-error a social source has no domain
    { type: "socialIdentitySource", domainName: "contoso.com" },
    // @ts-expect-error a kind is needed
    { domainName: "contoso.com" },
    // @ts-expect-error a kind is written as Graph writes it
    { type: "domain", domainName: "contoso.com" },
    // @ts-expect-error a kind is not written with Graph's prefix
    { type: "#microsoft.graph.domainIdentitySource", domainName: "contoso.com" },
    // @ts-expect-error the kind decides the keys, so it must be known when the program is compiled
    { type: text, domainName: "contoso.com" },
    // @ts-expect-error a cloud is one of three
    { type: "crossCloudAzureActiveDirectoryTenant", tenantId, cloudInstance: "microsoftonline.eu" },
    // @ts-expect-error a domain is text
    { type: "domainIdentitySource", domainName: 42 },
  ];

  const identitySources = accepted;

  const acceptedArgs: Partial<ConnectedOrganizationArgs>[] = [
    { identitySources: [source, ...accepted] },
    { identitySources: Promise.resolve(accepted) },
    { identitySources: organization.identitySources },
    { description: maybe, state: undefined, internalSponsors: [text], adoptExisting: undefined },
    { internalSponsors: organization.externalSponsors },
  ];

  const settings: ProviderArgs[] = [
    { tenantId: maybe, clientId: undefined, environment: "usgovernment", apiVersion: undefined },
    // @ts-expect-error a cloud is one of seven
    { environment: "usgov" },
    // @ts-expect-error a version is one of two
    { apiVersion: "v1" },
  ];

  const refusedArgs: ConnectedOrganizationArgs[] = [
    // @ts-expect-error a name is needed
    { identitySources },
    // @ts-expect-error sources are needed
    { displayName: "Contoso" },
    // @ts-expect-error sources are a list
    { displayName: "Contoso", identitySources: accepted[0] },
    // @ts-expect-error a state is one of two
    { displayName: "Contoso", identitySources, state: "active" },
    // @ts-expect-error a state that is not known yet must be one of the two as well
    { displayName: "Contoso", identitySources, state: text },
    // @ts-expect-error the id belongs to the service
    { displayName: "Contoso", identitySources, id: "6f0c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c11" },
    // @ts-expect-error outputs are not declared
    { displayName: "Contoso", identitySources, resolvedIdentitySources: [] },
  ];

  const outputs: [Output<string>, Output<string | undefined>] = [organization.createdDateTime, organization.createdBy];

  // @ts-expect-error outputs are not assigned by a program
  organization.displayName = text;

  return [accepted, refused, acceptedArgs, settings, refusedArgs, outputs];
}

export function identityOf(stored: ResolvedIdentitySource): string {
  switch (stored.type) {
    case "domainIdentitySource":
    case "externalDomainFederation":
      return stored.domainName;
    case "azureActiveDirectoryTenant":
    case "crossCloudAzureActiveDirectoryTenant":
      return stored.tenantId;
    default:
      return stored.socialIdentitySourceType;
  }
}

type IsListed<Union, Listed> = [Union] extends [Listed[keyof Listed]] ? true : false;

/** The objects list every value of their unions. */
export const complete: [
  IsListed<shape.ApiVersion, typeof ApiVersion>,
  IsListed<shape.CloudInstance, typeof CloudInstance>,
  IsListed<shape.Environment, typeof Environment>,
] = [true, true, true];
