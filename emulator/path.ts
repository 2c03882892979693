// Graph matches path segments in any case and accepts two spellings of a key: `things/id` and `things('id')`.
// Routes are written once, in lower case with plain segments, and request paths are brought to that form. `$` is
// special in route patterns, so `$ref` is routed as `~ref`.

const knownSegments = new Set([
  "v1.0",
  "beta",
  "identitygovernance",
  "entitlementmanagement",
  "connectedorganizations",
  "assignmentpolicies",
  "accesspackages",
  "internalsponsors",
  "externalsponsors",
  "tenantrelationships",
  "findtenantinformationbydomainname",
  "findtenantinformationbytenantid",
  "directoryobjects",
  "groups",
  "users",
  "$ref",
  "$batch",
  "$count",
  "$metadata",
]);

/** Text with invalid percent-encoding stays as it is. */
export function decodePart(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function plainSegments(segment: string): string[] {
  const text = decodePart(segment);
  const [, name, argument] = /^([$\w.]+)\((.*)\)$/.exec(text) ?? [];
  if (name === undefined || argument === undefined) {
    const lower = text.toLowerCase().replace(/^microsoft\.graph\./, "");
    return [knownSegments.has(lower) ? lower.replace("$", "~") : encodeURIComponent(text)];
  }
  const value = argument.replace(/^\w+=/, "");
  const key = /^'.*'$/.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value;
  return [...plainSegments(name), encodeURIComponent(key)];
}

/** Graph takes the caller's tenant as a segment behind the version, too; github.com/manicminer/hamilton sends it. */
function dropTenant(segments: readonly string[], ownTenantId: string): readonly string[] {
  const [version = "", tenant = "", ...rest] = segments;
  const named = [ownTenantId, "myorganization"].includes(tenant.toLowerCase());
  return named && /^(v1\.0|beta)$/.test(version) ? [version, ...rest] : segments;
}

export function normalPath(path: string, ownTenantId: string): string {
  if (path.startsWith("/_emulator")) return path;
  const segments = path.split("/").filter(Boolean).flatMap(plainSegments);
  return `/${dropTenant(segments, ownTenantId).join("/")}`;
}

const roots = ["identitygovernance", "tenantrelationships", "directoryobjects", "groups", "users", "~batch"];

const children: ReadonlyMap<string, readonly string[]> = new Map([
  ["", ["v1.0", "beta"]],
  ["v1.0", roots],
  ["beta", roots],
  ["identitygovernance", ["entitlementmanagement"]],
  ["entitlementmanagement", ["connectedorganizations", "assignmentpolicies", "accesspackages"]],
  ["tenantrelationships", ["findtenantinformationbydomainname", "findtenantinformationbytenantid"]],
]);

/** The first unknown segment of a path, which Graph names in its refusal. */
export function strangeSegment(path: string, ownTenantId: string): string {
  const segments = normalPath(path, ownTenantId).split("/").filter(Boolean);
  const strange = segments.find((segment, index) => {
    const known = children.get(segments[index - 1] ?? "");
    return known !== undefined && !known.includes(segment);
  });
  return decodePart(strange ?? segments.at(-1) ?? "").replace("~", "$");
}
