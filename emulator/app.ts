// All routes: the authority's first, then Graph's, which answer everything else.
import { Hono } from "hono";
import { callerOf, requireToken } from "./auth";
import { addAuthorityRoutes } from "./authority";
import { AuthorityError, renderAuthorityError } from "./authority-error";
import { addBatchRoute } from "./batch";
import { addControlRoutes } from "./control";
import { addDirectoryRoutes } from "./directory";
import { badRequest, GraphError, isGuid, methodNotAllowed, type RequestIds, renderError } from "./errors";
import { type GraphEnv, versionPath } from "./graph-context";
import { addMachineRoutes } from "./machine";
import { addOrganizationRoutes } from "./organizations";
import { pageRoot } from "./page/paths";
import { createPageApp } from "./page/routes";
import { normalPath, strangeSegment } from "./path";
import { addPipelineRoutes } from "./pipeline";
import { addPolicyRoutes } from "./policies";
import type { Portal } from "./portal";
import { addSponsorRoutes } from "./sponsors";
import { addTenantRoutes } from "./tenants";
import { addTokenRoutes } from "./token";
import type { World } from "./world";

function idsOf(world: World, headers: Headers): RequestIds {
  const requestId = world.store.nextGuid();
  const sent = headers.get("client-request-id");
  return { requestId, clientRequestId: sent !== null && isGuid(sent) ? sent : requestId };
}

/** The error answer to a request that reached no route, because of a fault or throttling. */
export function renderOutside(
  world: World,
  request: Request,
  error: GraphError,
  style = world.switches.errorStyle,
): Response {
  return renderError(error, style, idsOf(world, request.headers), world.clock());
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

function allowedMethods({ router }: Hono<GraphEnv>, path: string): string[] {
  const isRoute = (method: string) => router.match(method, path)[0].some(([[, route]]) => route.method === method);
  return methods.filter(isRoute);
}

function addGraph(app: Hono<GraphEnv>, world: World): void {
  app.use(async (c, next) => {
    c.set("ids", idsOf(world, c.req.raw.headers));
    await next();
  });
  app.use(`${versionPath}/*`, async (c, next) => {
    const authorization = c.req.header("authorization");
    requireToken(world, authorization, new URL(c.req.url));
    c.set("caller", callerOf(world, authorization));
    await next();
  });
  addBatchRoute(app, world);
  addTenantRoutes(app, world);
  addOrganizationRoutes(app, world);
  addSponsorRoutes(app, world);
  addPolicyRoutes(app, world);
  addDirectoryRoutes(app, world);
  app.notFound((c) => {
    const allowed = allowedMethods(app, c.req.path);
    if (allowed.length > 0) throw methodNotAllowed(allowed);
    const path = new URL(c.req.url).pathname;
    const { ownTenantId } = world.store;
    const versioned = /^\/(v1\.0|beta)(\/|$)/.test(normalPath(path, ownTenantId));
    const segment = strangeSegment(path, ownTenantId);
    throw badRequest(versioned ? `Resource not found for the segment '${segment}'.` : `Invalid version: ${segment}`);
  });
  app.onError((error, c) => {
    if (error instanceof AuthorityError) return renderAuthorityError(world, c.req.raw, error);
    if (!(error instanceof GraphError)) throw error;
    return renderError(error, world.switches.errorStyle, c.var.ids, world.clock());
  });
}

export function createApp(world: World): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>({
    getPath: (request) => normalPath(new URL(request.url).pathname, world.store.ownTenantId),
  });
  addAuthorityRoutes(app, world);
  addTokenRoutes(app, world);
  addMachineRoutes(app, world);
  addPipelineRoutes(app, world);
  addGraph(app, world);
  return app;
}

export function createControlApp(world: World, portal: Portal, reset: (seed?: unknown) => void): Hono {
  const app = new Hono();
  const page = createPageApp(world, portal, reset);
  addControlRoutes(app, world, portal, reset);
  for (const path of ["/", `${pageRoot}/*`]) app.all(path, (c) => page.fetch(c.req.raw));
  app.notFound((c) => c.json({ error: `There is no ${c.req.method} ${c.req.path}.` }, 404));
  app.onError((error, c) => c.json({ error: error.message }, 400));
  return app;
}
