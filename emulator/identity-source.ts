// The derived types of identitySource as the metadata lists them, and what makes two sources the same.
import { domainToASCII } from "node:url";
import { homeCloud } from "./clouds";
import type { IdentitySource, Tenant } from "./model";

export type PropertyRule = "string" | "guid" | "domain" | "cloudInstance" | "socialIdentitySourceType";

export const sourceTypes = {
  azureActiveDirectoryTenant: { tenantId: "guid", displayName: "string" },
  crossCloudAzureActiveDirectoryTenant: { tenantId: "guid", displayName: "string", cloudInstance: "cloudInstance" },
  domainIdentitySource: { domainName: "domain", displayName: "string" },
  externalDomainFederation: { domainName: "domain", issuerUri: "string", displayName: "string" },
  socialIdentitySource: { displayName: "string", socialIdentitySourceType: "socialIdentitySourceType" },
} as const satisfies Record<string, Record<string, PropertyRule>>;

export type SourceTypeName = keyof typeof sourceTypes;

export function isSourceType(name: string): name is SourceTypeName {
  return Object.hasOwn(sourceTypes, name);
}

const prefix = "#microsoft.graph.";

/** The known type behind any spelling: with or without `#`, in any case, in any namespace. */
export function findSourceType(odataType: string): SourceTypeName | undefined {
  const segment = /^#?(?:\w+\.)+(\w+)$/.exec(odataType)?.[1]?.toLowerCase();
  const names = Object.keys(sourceTypes) as SourceTypeName[];
  return names.find((name) => name.toLowerCase() === segment);
}

export function canonicalType(odataType: string): string {
  const name = findSourceType(odataType);
  return name === undefined ? odataType : prefix + name;
}

export function typeNameOf(source: IdentitySource): string {
  return source["@odata.type"].replace(prefix, "");
}

/** A tenant of this cloud or of another one. */
export function isTenant(source: IdentitySource): boolean {
  return ["azureActiveDirectoryTenant", "crossCloudAzureActiveDirectoryTenant"].includes(typeNameOf(source));
}

export function normalDomain(domain: string): string {
  const bare = domain.trim().replace(/\.$/, "").toLowerCase();
  return domainToASCII(bare) || bare;
}

export function isDomainName(domain: string): boolean {
  const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?$/;
  const labels = normalDomain(domain).split(".");
  return labels.length >= 2 && labels.every((part) => label.test(part)) && !/^\d+$/.test(labels.at(-1) ?? "");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Two organizations are duplicates when they have a source with the same key. */
export function identityKey(source: IdentitySource): string {
  switch (typeNameOf(source)) {
    case "azureActiveDirectoryTenant":
    case "crossCloudAzureActiveDirectoryTenant":
      return `tenant ${textOf(source["tenantId"]).toLowerCase()}`;
    case "domainIdentitySource":
      return `domain ${normalDomain(textOf(source["domainName"]))}`;
    case "externalDomainFederation":
      return `federation ${normalDomain(textOf(source["domainName"]))}`;
    case "socialIdentitySource":
      return `social ${textOf(source["socialIdentitySourceType"])}`;
    default:
      return `other ${JSON.stringify(source)}`;
  }
}

/** Whether both hold the same sources equally often; two sources with the same key are the same. */
export function sameSources(
  left: readonly IdentitySource[],
  right: readonly IdentitySource[],
  keyOf: (source: IdentitySource) => string,
): boolean {
  const keys = (sources: readonly IdentitySource[]) => sources.map(keyOf).sort().join("\n");
  return keys(left) === keys(right);
}

/** Without repetitions: the first of the sources with the same key. */
export function distinctSources(
  sources: readonly IdentitySource[],
  keyOf: (source: IdentitySource) => string,
): readonly IdentitySource[] {
  const keys = sources.map(keyOf);
  return sources.filter((_, index) => keys.indexOf(keys[index] ?? "") === index);
}

export function tenantSource(tenant: Tenant): IdentitySource {
  return {
    "@odata.type": `${prefix}azureActiveDirectoryTenant`,
    tenantId: tenant.tenantId,
    displayName: tenant.displayName,
  };
}

export function crossCloudSource(tenant: Tenant): IdentitySource {
  return {
    "@odata.type": `${prefix}crossCloudAzureActiveDirectoryTenant`,
    tenantId: tenant.tenantId,
    displayName: tenant.displayName,
    cloudInstance: tenant.cloud ?? homeCloud,
  };
}
