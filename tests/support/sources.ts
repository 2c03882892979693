/** Partners and their identity sources, as tests declare them and as Graph writes them. */
import type { IdentitySource, OrganizationInput } from "../../emulator";
import type { Source } from "../../provider/organization/identity-source";
import type { Values } from "../../provider/organization/recorded";

/** Tenants of the emulator's default seed. */
export const wingtip = "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48";
export const fabrikam = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
export const litware = "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2";

/** One of another cloud. */
export const proseware = "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9";
export const domain = (domainName: string): Source => ({ type: "domainIdentitySource", domainName });
export const tenant = (tenantId: string): Source => ({ type: "azureActiveDirectoryTenant", tenantId });

export const abroad: Source = {
  type: "crossCloudAzureActiveDirectoryTenant",
  tenantId: proseware,
  cloudInstance: "microsoftonline.us",
};

/** A source as Graph writes it. */
export const onWire = ({ type, ...properties }: Source, displayName?: string): IdentitySource => ({
  "@odata.type": `#microsoft.graph.${type}`,
  ...(displayName !== undefined && { displayName }),
  ...properties,
});

export function organization(...identitySources: readonly Source[]): Values {
  return { displayName: "Partner", description: "Supplier", state: "configured", identitySources };
}

/** A domain that an Entra tenant has, so the service stores the tenant. */
export const owned = organization(domain("wingtiptoys.com"));

/** A domain that no tenant has. */
export const free = organization(domain("adatum.com"));

/** Ids of organizations that are there already. */
export const first = "11111111-2222-4333-8444-555555555501";
export const second = "11111111-2222-4333-8444-555555555502";

/** As entitlement management makes them by itself. */
export function proposed(id: string, ...sources: readonly Source[]): OrganizationInput {
  return {
    id,
    displayName: "wingtiptoys.com",
    state: "proposed",
    identitySources: sources.map((source) => onWire(source)),
  };
}
