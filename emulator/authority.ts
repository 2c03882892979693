// The sign-in authority: OpenID and instance discovery. The `issuer` in a domain's document names the tenant's id.
import type { Context, Hono } from "hono";
import { tenantNotFound } from "./authority-error";
import { graphHosts, homeCloud } from "./clouds";
import { isGuid } from "./errors";
import type { GraphEnv } from "./graph-context";
import { normalDomain } from "./identity-source";
import type { CloudInstance } from "./model";
import { findTenantByDomain, type Store } from "./store";
import type { World } from "./world";

export const consumerTenantId = "9cd80435-793b-4f48-844b-6b3f37d1c1f3";

const consumerDomains = new Set(["live.com", "outlook.com", "hotmail.com", "msn.com"]);

export interface Directory {
  readonly tenantId: string;
  /** What addresses have in place of the tenant's id. */
  readonly sharedName?: string;
  readonly cloud: CloudInstance;
}

/** The tenant behind the first path segment of an authority URL: an id, a domain, or one of the shared names. */
export function findDirectory(store: Store, domainOrTenant: string): Directory | undefined {
  const name = domainOrTenant.toLowerCase();
  if (["common", "organizations"].includes(name)) return { tenantId: "{tenantid}", sharedName: name, cloud: homeCloud };
  const consumers = name === "consumers" || name === consumerTenantId || consumerDomains.has(normalDomain(name));
  if (consumers) return { tenantId: consumerTenantId, cloud: homeCloud };
  const tenant = isGuid(name) ? store.tenants.get(name) : findTenantByDomain(store, name);
  return tenant && { tenantId: tenant.tenantId, cloud: tenant.cloud ?? homeCloud };
}

function answerConfiguration(c: Context<GraphEnv>, world: World, form: "v1" | "v2"): Response {
  const name = c.req.param("tenant") ?? "";
  const directory = findDirectory(world.store, name);
  if (directory === undefined) throw tenantNotFound("invalid_tenant", name);
  const { origin } = new URL(c.req.url);
  const { tenantId, sharedName = tenantId, cloud } = directory;
  const root = `${origin}/${sharedName}`;
  const path = form === "v2" ? "oauth2/v2.0" : "oauth2";
  const keys = form === "v2" ? "discovery/v2.0/keys" : "discovery/keys";
  return Response.json({
    token_endpoint: `${root}/${path}/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri: `${root}/${keys}`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer: form === "v2" ? `${origin}/${tenantId}/v2.0` : `https://sts.windows.net/${tenantId}/`,
    authorization_endpoint: `${root}/${path}/authorize`,
    end_session_endpoint: `${root}/${path}/logout`,
    tenant_region_scope: null,
    cloud_instance_name: cloud,
    cloud_graph_host_name: "graph.windows.net",
    msgraph_host: graphHosts[cloud][0],
  });
}

function answerInstances(c: Context<GraphEnv>): Response {
  const { host, origin } = new URL(c.req.url);
  const endpoint = c.req.query("authorization_endpoint") ?? `${origin}/common/oauth2/v2.0/authorize`;
  return Response.json({
    tenant_discovery_endpoint: endpoint.replace(
      /\/oauth2\/v2\.0\/authorize.*$/,
      "/v2.0/.well-known/openid-configuration",
    ),
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  });
}

/** Nothing is signed here, so the document of keys exists but is empty. */
const noKeys = { keys: [] };

export function addAuthorityRoutes(app: Hono<GraphEnv>, world: World): void {
  app.get("/common/discovery/instance", (c) => answerInstances(c));
  app.get("/:tenant/.well-known/openid-configuration", (c) => answerConfiguration(c, world, "v1"));
  app.get("/:tenant/v2.0/.well-known/openid-configuration", (c) => answerConfiguration(c, world, "v2"));
  app.get("/:tenant/discovery/keys", () => Response.json(noKeys));
  app.get("/:tenant/discovery/v2.0/keys", () => Response.json(noKeys));
}
