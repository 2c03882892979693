// The few filters that are known to work. All others are refused, as the service does.
import { GraphError, isGuid } from "./errors";
import { isSourceType, normalDomain, type PropertyRule, sourceTypes, typeNameOf } from "./identity-source";
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
// An enumeration's value may carry its type: `microsoft.graph.socialIdentitySourceType'facebook'`.
const anySource = new RegExp(
  `^identitySources/any\\(\\s*(\\w+)\\s*:\\s*\\1/microsoft\\.graph\\.(\\w+)/(\\w+)\\s+eq\\s+(?:microsoft\\.graph\\.\\w+)?${literal}\\s*\\)$`,
);

function unquote(text: string | undefined): string {
  return (text ?? "").replaceAll("''", "'");
}

/** Graph compares text without regard to case. */
function same(left: unknown, right: string): boolean {
  return typeof left === "string" && left.toLowerCase() === right.toLowerCase();
}

const isEqual: Record<PropertyRule, (value: unknown, wanted: string) => boolean> = {
  string: same,
  guid: same,
  cloudInstance: same,
  socialIdentitySourceType: same,
  domain: (value, wanted) => typeof value === "string" && normalDomain(value) === normalDomain(wanted),
};

/** A property of one kind of source, or undefined for what the metadata does not have. */
function sourceFilter(type: string, property: string, wanted: string): OrganizationFilter | undefined {
  const rules: Readonly<Record<string, PropertyRule>> | undefined = isSourceType(type) ? sourceTypes[type] : undefined;
  const rule = rules && Object.hasOwn(rules, property) ? rules[property] : undefined;
  if (rule === undefined) return undefined;
  if (rule === "guid" && !isGuid(wanted)) throw refuse("Invalid filter clause: Unrecognized Guid format.");
  return ({ identitySources }) =>
    identitySources.some((source) => typeNameOf(source) === type && isEqual[rule](source[property], wanted));
}

export function parseFilter(text: string, filters: Switches["filters"]): OrganizationFilter {
  const filter = text.trim();
  if (filters === "refused") throw refuse("The $filter query option is not supported.");
  const equals = displayNameEquals.exec(filter);
  if (equals !== null) return ({ displayName }) => same(displayName, unquote(equals[1]));
  const [, , type = "", property = "", value] = anySource.exec(filter) ?? [];
  const isDocumented = type === "azureActiveDirectoryTenant" && property === "tenantId";
  const bySource = filters === "all" || isDocumented ? sourceFilter(type, property, unquote(value)) : undefined;
  if (bySource !== undefined) return bySource;
  const starts = filters === "all" ? displayNameStarts.exec(filter) : null;
  const start = unquote(starts?.[1]).toLowerCase();
  if (starts !== null) return ({ displayName }) => (displayName ?? "").toLowerCase().startsWith(start);
  throw refuse(`Invalid filter clause: '${filter}' is not supported.`);
}
