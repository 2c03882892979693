// A small world with names from Microsoft's documentation. Domains that no tenant owns (adatum.com) stay domains.
import { jobs } from "./job";
import type { SeedInput } from "./seed-input";

export const defaultSeed: SeedInput = {
  ownTenant: {
    tenantId: "7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91",
    displayName: "Contoso",
    domains: ["contoso.com", "contoso.onmicrosoft.com"],
  },
  tenants: [
    {
      tenantId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20",
      displayName: "Fabrikam Inc",
      domains: ["fabrikam.com", "fabrikam.onmicrosoft.com", "fabrikam.example", "bücher.example"],
    },
    {
      tenantId: "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48",
      displayName: "Wingtip Toys",
      domains: ["wingtiptoys.com", "wingtiptoys.onmicrosoft.com"],
    },
    {
      tenantId: "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2",
      displayName: "Litware",
      domains: ["litwareinc.com", "litware.onmicrosoft.com"],
    },
    {
      tenantId: "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9",
      displayName: "Proseware Government",
      domains: ["proseware.us", "proseware.onmicrosoft.us"],
      cloud: "microsoftonline.us",
    },
  ],
  directoryObjects: [
    { id: "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60", type: "user", displayName: "Adele Vance" },
    { id: "1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71", type: "user", displayName: "Diego Siciliani" },
    { id: "2a7e0c3d-6b91-4d4c-9d58-4e3a7f0b9c82", type: "user", displayName: "Megan Bowen" },
    { id: "3b8f1d4e-7ca2-4c5d-8e69-5f4b8a1c0d93", type: "group", displayName: "Partner managers" },
    { id: "4c9a2e5f-8db3-4b6e-9f7a-6a5c9b2d1ea4", type: "group", displayName: "Partner guests" },
  ],
  accessPackages: [
    {
      id: "8f2a6c0e-5d13-4b79-a2e4-1c7f9d3b6a58",
      displayName: "Partner workspace",
      description: "Project site and team for partners.",
      createdDateTime: "2026-01-05T08:00:00Z",
    },
  ],
  assignmentPolicies: [
    {
      id: "c5b1e9d7-0a46-4f38-8b2c-7e4d6f1a3c90",
      displayName: "Every connected organization",
      allowedTargetScope: "allConfiguredConnectedOrganizationUsers",
      accessPackageId: "8f2a6c0e-5d13-4b79-a2e4-1c7f9d3b6a58",
      createdDateTime: "2026-01-05T08:05:00Z",
    },
  ],
  apps: [
    {
      clientId: "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84",
      displayName: "Connected organizations",
      secrets: [{ value: "emulator-secret" }, { value: "expired-emulator-secret", expires: "2020-01-01T00:00:00Z" }],
      federatedCredentials: Object.values(jobs),
    },
  ],
};
