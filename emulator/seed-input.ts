/** Initial data as a person writes it. What is omitted has a default. */
import type { CloudInstance, DirectoryObject, IdentitySource, PolicyTarget, State } from "./model";
import type { Switches } from "./switches";

export interface TenantInput {
  /** A GUID. */
  tenantId: string;
  displayName: string;
  /** @default none */
  domains?: string[] | undefined;
  /** Where it is, if not in the emulator's own cloud. */
  cloud?: CloudInstance | undefined;
}

export interface DirectoryObjectInput {
  /** A GUID. */
  id: string;
  type: DirectoryObject["type"];
  displayName?: string | undefined;
  /** How many times it is not found as a sponsor, as one that was just created. @default 0 */
  hiddenAdds?: number | undefined;
  /** A guest who has not accepted the invitation. @default false */
  isPending?: boolean | undefined;
}

export interface OrganizationInput {
  /** A GUID. @default a new one */
  id?: string | undefined;
  displayName?: string | null | undefined;
  description?: string | null | undefined;
  /** @default "configured" */
  state?: State | undefined;
  /** As on the wire, with `@odata.type`. */
  identitySources?: IdentitySource[] | undefined;
  /** Object ids. */
  internalSponsors?: string[] | undefined;
  externalSponsors?: string[] | undefined;
  createdDateTime?: string | undefined;
  modifiedDateTime?: string | undefined;
  createdBy?: string | undefined;
  modifiedBy?: string | undefined;
}

export interface AccessPackageInput {
  /** A GUID. @default a new one */
  id?: string | undefined;
  displayName: string;
  description?: string | null | undefined;
  /** @default false */
  isHidden?: boolean | undefined;
  createdDateTime?: string | undefined;
  modifiedDateTime?: string | undefined;
}

export interface AssignmentPolicyInput {
  /** A GUID. @default a new one */
  id?: string | undefined;
  displayName: string;
  description?: string | null | undefined;
  /** @default "notSpecified" */
  allowedTargetScope?: string | undefined;
  /** As on the wire, with `@odata.type`. The description of a connected organization is its name, if not given. */
  specificAllowedTargets?: PolicyTarget[] | undefined;
  /** The package that the policy belongs to. */
  accessPackageId: string;
  createdDateTime?: string | undefined;
  modifiedDateTime?: string | undefined;
}

export interface AppInput {
  /** A GUID. */
  clientId: string;
  displayName?: string | undefined;
  /** `expires` is a date and time. */
  secrets?: { value: string; expires?: string | undefined }[] | undefined;
  federatedCredentials?: { issuer: string; subject: string; audience?: string | undefined }[] | undefined;
  /** PEM. */
  certificates?: string[] | undefined;
}

export interface SeedInput {
  ownTenant?: TenantInput;
  tenants?: TenantInput[] | undefined;
  organizations?: OrganizationInput[] | undefined;
  directoryObjects?: DirectoryObjectInput[] | undefined;
  accessPackages?: AccessPackageInput[] | undefined;
  assignmentPolicies?: AssignmentPolicyInput[] | undefined;
  apps?: AppInput[] | undefined;
  /** What tokens are granted. */
  permissions?: string[] | undefined;
  /** Tokens that are accepted although nobody issued them. */
  tokens?: string[] | undefined;
  /** Whose name the API writes into `createdBy` and `modifiedBy`. */
  caller?: string | undefined;
  readonly switches?: Partial<Switches>;
}
