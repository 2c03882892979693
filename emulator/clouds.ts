// The national clouds, and for which Graph a token is.
// https://learn.microsoft.com/graph/deployments
import type { CloudInstance } from "./model";
import type { Store } from "./store";

export const homeCloud: CloudInstance = "microsoftonline.com";

export const graphHosts = {
  "microsoftonline.com": ["graph.microsoft.com"],
  "microsoftonline.us": ["graph.microsoft.us", "dod-graph.microsoft.us"],
  "partner.microsoftonline.cn": ["microsoftgraph.chinacloudapi.cn"],
} as const satisfies Record<CloudInstance, readonly string[]>;

const everyGraphHost: readonly string[] = Object.values(graphHosts).flat();

export function isGraphHost(host: string): boolean {
  return everyGraphHost.includes(host);
}

/** Graph as an application, the same in every cloud. */
const graphAppId = "00000003-0000-0000-c000-000000000000";

/** On a host of its own the emulator is the Graph of its tenant's cloud, on a host of Graph's only that one. */
export function isAudience({ tenants, ownTenantId }: Store, audience: string, { host, origin }: URL): boolean {
  const name = audience.replace(/\/$/, "").toLowerCase();
  if (name === graphAppId || name === origin) return true;
  const hosts: readonly string[] = graphHosts[tenants.get(ownTenantId)?.cloud ?? homeCloud];
  return !isGraphHost(host) && hosts.some((own) => name === `https://${own}`);
}
