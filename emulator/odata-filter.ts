// The few filters that are known to work. All others are refused, as the service does.
import { GraphError, isGuid } from "./errors";
import { normalDomain, typeNameOf } from "./identity-source";
import type { Organization } from "./model";
import type { Switches } from "./switches";

export type OrganizationFilter = (organization: Organization) => boolean;

function refuse(message: string): GraphError {
  return new GraphError(400, "InvalidFilter", message);
}

const literal = "'((?:[^']|'')*)'";
// PowerShell users write `DisplayName`.
const displayNameEquals = new RegExp(`^displayName\\s+eq\\s+${literal}$`, "i");
const displayNameStarts = new RegExp(`^startsWith\\(\\s*displayName\\s*,\\s*${literal}\\s*\\)$`, "i");
const anySource = (property: string) =>
  new RegExp(
    `^identitySources/any\\(\\s*(\\w+)\\s*:\\s*\\1/microsoft\\.graph\\.${property}\\s+eq\\s+${literal}\\s*\\)$`,
  );
const anyTenant = anySource("azureActiveDirectoryTenant/tenantId");
const anyDomain = anySource("domainIdentitySource/domainName");

function unquote(text: string | undefined): string {
  return (text ?? "").replaceAll("''", "'");
}

/** Graph compares text without regard to case. */
function same(left: unknown, right: string): boolean {
  return typeof left === "string" && left.toLowerCase() === right.toLowerCase();
}

function tenantFilter(tenantId: string): OrganizationFilter {
  if (!isGuid(tenantId)) throw refuse("Invalid filter clause: Unrecognized Guid format.");
  return ({ identitySources }) =>
    identitySources.some(
      (source) => typeNameOf(source) === "azureActiveDirectoryTenant" && same(source["tenantId"], tenantId),
    );
}

function domainFilter(domain: string): OrganizationFilter {
  return ({ identitySources }) =>
    identitySources.some(
      (source) =>
        typeNameOf(source) === "domainIdentitySource" &&
        typeof source["domainName"] === "string" &&
        normalDomain(source["domainName"]) === normalDomain(domain),
    );
}

export function parseFilter(text: string, filters: Switches["filters"]): OrganizationFilter {
  const filter = text.trim();
  if (filters === "refused") throw refuse("The $filter query option is not supported.");
  const equals = displayNameEquals.exec(filter);
  if (equals !== null) return ({ displayName }) => same(displayName, unquote(equals[1]));
  const tenant = anyTenant.exec(filter);
  if (tenant !== null) return tenantFilter(unquote(tenant[2]));
  if (filters === "all") {
    const starts = displayNameStarts.exec(filter);
    const start = unquote(starts?.[1]).toLowerCase();
    if (starts !== null) return ({ displayName }) => (displayName ?? "").toLowerCase().startsWith(start);
    const domain = anyDomain.exec(filter);
    if (domain !== null) return domainFilter(unquote(domain[2]));
  }
  throw refuse(`Invalid filter clause: '${filter}' is not supported.`);
}
