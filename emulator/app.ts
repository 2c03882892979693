// All routes: the authority's first, then Graph's, which answer everything else.
import { Hono } from "hono";
import { requireToken } from "./auth";
import { addAuthorityRoutes } from "./authority";
import { addBatchRoute } from "./batch";
import { addControlRoutes } from "./control";
import { addDirectoryRoutes } from "./directory";
import { badRequest, GraphError, isGuid, type RequestIds, renderError } from "./errors";
import { type GraphEnv, versionPath } from "./graph-context";
import { addOrganizationRoutes } from "./organizations";
import { normalPath, strangeSegment } from "./path";
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

function addGraph(app: Hono<GraphEnv>, world: World): void {
  app.use(async (c, next) => {
    c.set("ids", idsOf(world, c.req.raw.headers));
    await next();
  });
  app.use(`${versionPath}/*`, async (c, next) => {
    requireToken(world, c.req.header("authorization"));
    await next();
  });
  addBatchRoute(app, world);
  addTenantRoutes(app, world);
  addOrganizationRoutes(app, world);
  addSponsorRoutes(app, world);
  addDirectoryRoutes(app, world);
  app.notFound((c) => {
    const path = new URL(c.req.url).pathname;
    const { ownTenantId } = world.store;
    const versioned = /^\/(v1\.0|beta)(\/|$)/.test(normalPath(path, ownTenantId));
    const segment = strangeSegment(path, ownTenantId);
    throw badRequest(versioned ? `Resource not found for the segment '${segment}'.` : `Invalid version: ${segment}`);
  });
  app.onError((error, c) => {
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
  addGraph(app, world);
  return app;
}

export function createControlApp(world: World, portal: Portal, reset: (seed?: unknown) => void): Hono {
  const app = new Hono();
  addControlRoutes(app, world, portal, reset);
  app.notFound((c) => c.json({ error: `There is no ${c.req.method} ${c.req.path}.` }, 404));
  app.onError((error, c) => c.json({ error: error.message }, 400));
  return app;
}
