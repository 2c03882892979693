import { ConnectedOrganization } from "pulumi-connectedorgs";

// This domain belongs to a Microsoft Entra tenant: the service stores that tenant instead of the domain.
const wingtip = new ConnectedOrganization("wingtip", {
  displayName: "Wingtip Toys",
  description: "Toy supplier",
  identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
});

// No tenant has this domain, so it stays a domain; its users sign in with a one-time passcode.
const adatum = new ConnectedOrganization("adatum", {
  displayName: "A. Datum",
  description: "Research partner",
  identitySources: [{ type: "domainIdentitySource", domainName: "adatum.com" }],
});

// A tenant, by its id.
const fabrikam = new ConnectedOrganization("fabrikam", {
  displayName: "Fabrikam",
  description: "Logistics",
  identitySources: [{ type: "azureActiveDirectoryTenant", tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" }],
});

/** What access-package policies take. */
export const organizationIds = { wingtip: wingtip.id, adatum: adatum.id, fabrikam: fabrikam.id };

/** What the service stores for the declared identity sources. */
export const storedSources = {
  wingtip: wingtip.resolvedIdentitySources,
  adatum: adatum.resolvedIdentitySources,
  fabrikam: fabrikam.resolvedIdentitySources,
};
