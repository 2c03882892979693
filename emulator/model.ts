// What the emulated directory holds. Sources are kept in wire form, so that unknown derived types survive.

/** The last one stands for states added later; only the portal can set it. */
export const states = ["configured", "proposed", "unknownFutureValue"] as const;
export type State = (typeof states)[number];

export type CloudInstance = "microsoftonline.com" | "microsoftonline.us" | "partner.microsoftonline.cn";

export interface IdentitySource {
  readonly "@odata.type": string;
  readonly [property: string]: unknown;
}

export const sponsorKinds = ["internal", "external"] as const;
export type SponsorKind = (typeof sponsorKinds)[number];

export interface Organization {
  readonly id: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly state: State;
  readonly identitySources: readonly IdentitySource[];
  readonly createdDateTime: string;
  readonly modifiedDateTime: string;
  readonly createdBy?: string | undefined;
  readonly modifiedBy?: string | undefined;
  readonly internalSponsors: readonly string[];
  readonly externalSponsors: readonly string[];
}

export interface Tenant {
  readonly tenantId: string;
  readonly displayName: string;
  readonly domains: readonly string[];
  readonly cloud?: CloudInstance | undefined;
}

export interface DirectoryObject {
  readonly id: string;
  readonly type: "user" | "group";
  readonly displayName?: string | undefined;
  /** How many more times adding it as a sponsor fails, as with an object created a moment ago. */
  readonly hiddenAdds?: number | undefined;
  /** A guest who has not accepted the invitation. */
  readonly isPending?: boolean | undefined;
}

export interface AccessPackage {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly isHidden: boolean;
  readonly createdDateTime: string;
  readonly modifiedDateTime: string;
}

/** Whom a policy allows: `connectedOrganizationMembers`, `singleUser`, `groupMembers` and others. */
export interface PolicyTarget {
  readonly "@odata.type": string;
  readonly [property: string]: unknown;
}

export interface AssignmentPolicy {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly allowedTargetScope: string;
  readonly specificAllowedTargets: readonly PolicyTarget[];
  readonly accessPackageId: string;
  readonly createdDateTime: string;
  readonly modifiedDateTime: string;
}

export interface Secret {
  readonly value: string;
  readonly expires?: string | undefined;
}

export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

export interface App {
  readonly clientId: string;
  readonly displayName?: string | undefined;
  readonly secrets: readonly Secret[];
  /** Whose tokens count as assertions of the application. */
  readonly federatedCredentials: readonly FederatedCredential[];
  /** PEM: assertions that the application signs itself carry the thumbprint of one. */
  readonly certificates: readonly string[];
}

export const sponsorProperty = {
  internal: "internalSponsors",
  external: "externalSponsors",
} as const satisfies Record<SponsorKind, string>;
