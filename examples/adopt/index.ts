import { ConnectedOrganization } from "pulumi-connectedorgs";

// Entitlement management makes a `proposed` organization by itself when a user of an unknown partner is approved.
// This takes it over, if there is one, and brings it to what is declared; else it is created.
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
