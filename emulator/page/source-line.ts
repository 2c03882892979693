// Sources as a person types them, one on a line: a domain, the id of a tenant, or JSON as on the wire.
import { isGuid } from "../errors";
import type { IdentitySource, Tenant } from "../model";

type TenantOf = (tenantId: string) => Tenant | undefined;

const types = {
  domain: "#microsoft.graph.domainIdentitySource",
  tenant: "#microsoft.graph.azureActiveDirectoryTenant",
};

function readLine(line: string, tenantOf: TenantOf): IdentitySource {
  if (line.startsWith("{")) {
    try {
      return JSON.parse(line) as IdentitySource;
    } catch {
      throw new Error(`This source is not JSON: ${line}`);
    }
  }
  if (!isGuid(line)) return { "@odata.type": types.domain, domainName: line };
  const displayName = tenantOf(line)?.displayName;
  return { "@odata.type": types.tenant, tenantId: line, ...(displayName === undefined ? {} : { displayName }) };
}

export function readSourceLines(text: string, tenantOf: TenantOf): IdentitySource[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "").map((line) => readLine(line, tenantOf));
}

/** The shortest line that reads as this source again. */
export function writeSourceLine(source: IdentitySource, tenantOf: TenantOf): string {
  const short = String(source["domainName"] ?? source["tenantId"] ?? "");
  // A line is cut and trimmed before it is read: a brace anywhere may come to be its first character, and make it JSON.
  const isSame = !short.includes("{") && JSON.stringify(readSourceLines(short, tenantOf)) === JSON.stringify([source]);
  return isSame ? short : JSON.stringify(source);
}

/** For reading only. */
export function describeSource(source: IdentitySource): string {
  const { "@odata.type": type, displayName, ...rest } = source;
  const kind = type.replace(/^.*\./, "");
  const named = typeof displayName === "string" && displayName !== "" ? `${displayName}: ` : "";
  return `${named}${Object.values(rest).map(String).join(", ")} (${kind})`;
}
