import { ConnectedOrganization } from "pulumi-connectedorgs";

const adatum = new ConnectedOrganization("adatum", {
  displayName: "A. Datum",
  description: "Research partner",
  identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }],
});

const fabrikam = new ConnectedOrganization("fabrikam", {
  displayName: "Fabrikam",
  description: "Logistics",
  identitySources: [{ type: "azureActiveDirectoryTenant", tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" }],
});

/** What access-package policies take. */
export const organizationIds = { adatum: adatum.id, fabrikam: fabrikam.id };
