/** A tenant full of organizations created by hand: every kind of source, odd names, equal names, no descriptions. */
import type { OrganizationInput } from "../../../emulator";
import { oddNames } from "./odd-names";

type SourceInput = NonNullable<OrganizationInput["identitySources"]>[number];

export const sponsorIds = [
  "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60",
  "3b8f1d4e-7ca2-4c5d-8e69-5f4b8a1c0d93",
  "4c9a2e5f-8db3-4b6e-9f7a-6a5c9b2d1ea4",
];

/** The last one has a source of an unknown kind. */
export function makeEstate(count: number): OrganizationInput[] {
  const known = Array.from({ length: count }, (_, index) => organization(index));
  const verified = { "@odata.type": "#microsoft.graph.verifiedIdIdentitySource", authority: "did:web:a.example" };
  return [...known, { id: guid("ffff", count), displayName: "Of the future", identitySources: [verified] }];
}

function organization(index: number): OrganizationInput {
  const displayName = oddNames[index % 40] ?? (index % 40 < 35 ? "Fabrikam" : `Partner ${index}`);
  return {
    id: guid("aaaa", index),
    displayName,
    description: index % 3 === 0 ? null : index % 3 === 1 ? "" : `About ${displayName}`,
    state: index % 7 === 0 ? "proposed" : "configured",
    identitySources: index % 11 === 0 ? [source(index + 1), source(index)] : [source(index)],
    internalSponsors: index % 4 === 0 ? sponsorIds.slice(0, 1 + (index % 3)).reverse() : [],
    externalSponsors: index % 5 === 0 ? sponsorIds.slice(2) : [],
    createdDateTime: "2025-01-02T03:04:05.1234567Z",
  };
}

function source(index: number): SourceInput {
  const displayName = oddNames[index % oddNames.length] ?? "";
  switch (index % 5) {
    case 0:
      return of("domainIdentitySource", { domainName: `partner-${index}.example`, displayName });
    case 1:
      return of("azureActiveDirectoryTenant", { tenantId: guid("bbbb", index).toUpperCase(), displayName });
    case 2:
      return of("crossCloudAzureActiveDirectoryTenant", {
        tenantId: guid("cccc", index),
        cloudInstance: "microsoftonline.us",
        displayName,
      });
    case 3:
      return of("externalDomainFederation", {
        domainName: `federated-${index}.example`,
        issuerUri: `https://sts.example/${index}/adfs?a="b"&c='d'`,
      });
    default:
      return of("socialIdentitySource", { socialIdentitySourceType: "facebook", displayName: "Facebook" });
  }
}

function of(type: string, properties: Readonly<Record<string, unknown>>): SourceInput {
  return { "@odata.type": `#microsoft.graph.${type}`, ...properties };
}

/** The first digits differ, as in real ids. */
export function guid(group: string, index: number): string {
  const start = ((index * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, "0");
  return `${start}-${group}-4${group.slice(1)}-8${group.slice(1)}-${String(index).padStart(12, "0")}`;
}
