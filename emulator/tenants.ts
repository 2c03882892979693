// tenantRelationships: which tenant owns a domain or has an id.
import type { Hono } from "hono";
import { requireAccess } from "./auth";
import { badRequest, isGuid, notFound } from "./errors";
import { answerJson, contextUrl, type GraphContext, type GraphEnv, parameterOf, versionPath } from "./graph-context";
import { isDomainName } from "./identity-source";
import type { Tenant } from "./model";
import { findTenantByDomain } from "./store";
import type { World } from "./world";

function answerTenant(c: GraphContext, world: World, tenant: Tenant | undefined): Response {
  if (tenant === undefined) {
    throw world.switches.unknownDomainLookup === 404 ? notFound() : badRequest("The tenant was not found.");
  }
  return answerJson(c, world, {
    "@odata.context": contextUrl(c, "microsoft.graph.tenantInformation"),
    tenantId: tenant.tenantId,
    federationBrandName: null,
    displayName: tenant.displayName,
    defaultDomainName: tenant.domains[0] ?? null,
  });
}

export function addTenantRoutes(app: Hono<GraphEnv>, world: World): void {
  const base = `${versionPath}/tenantrelationships`;
  const byDomain = `${base}/findtenantinformationbydomainname/:domain`;
  const byId = `${base}/findtenantinformationbytenantid/:tenant`;
  app.get(byDomain, (c) => {
    requireAccess(world, "readTenants");
    const domain = parameterOf(c, "domain");
    if (!isDomainName(domain)) throw badRequest(`The domain name '${domain}' is not valid.`);
    return answerTenant(c, world, findTenantByDomain(world.store, domain));
  });
  app.get(byId, (c) => {
    requireAccess(world, "readTenants");
    const tenantId = parameterOf(c, "tenant");
    if (!isGuid(tenantId)) throw badRequest("Unrecognized Guid format.");
    return answerTenant(c, world, world.store.tenants.get(tenantId.toLowerCase()));
  });
}
