import { ConnectedOrganization } from "pulumi-connectedorgs";

// Entitlement management creates a `proposed` organization by itself when a user of an unknown partner is approved.
// If there is one, this takes it over and updates it to match the declaration; otherwise it creates the organization.
const litware = new ConnectedOrganization(
  "litware",
  {
    displayName: "Litware",
    description: "Taken over from the portal",
    identitySources: [{ type: "domainIdentitySource", domainName: "litwareinc.com" }],
    adoptExisting: true,
  },
  // `destroy` deletes an adopted organization like any other; this keeps it.
  { retainOnDelete: true },
);

export const organizationId = litware.id;
export const createdDateTime = litware.createdDateTime;
