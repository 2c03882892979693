// Portal, switches, faults and log over HTTP, for tests in another process: not logged, not throttled, without a token.
import type { Context, Hono } from "hono";
import * as z from "zod";
import { faultRuleSchema } from "./fault-rule";
import { sponsorKinds } from "./model";
import type { Portal } from "./portal";
import { parseOrExplain } from "./seed";
import { parseSwitches } from "./switches";
import type { World } from "./world";

const root = "/_emulator";

async function readJson<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const text = await c.req.text();
  let body: unknown;
  try {
    body = text === "" ? undefined : JSON.parse(text);
  } catch {
    throw new Error("The body is not JSON.");
  }
  return parseOrExplain(schema, body, "body");
}

function addState(app: Hono, world: World, portal: Portal, reset: (seed?: unknown) => void): void {
  app.get(`${root}/state`, (c) =>
    c.json({
      organizations: portal.list(),
      tenants: portal.tenants(),
      directoryObjects: [...world.store.directoryObjects.values()],
      accessPackages: portal.accessPackages(),
      assignmentPolicies: portal.policies(),
      permissions: world.store.permissions,
      switches: world.switches,
    }),
  );
  app.post(`${root}/reset`, async (c) => {
    reset(await readJson(c, z.unknown()));
    return c.body(null, 204);
  });
  app.get(`${root}/requests`, (c) => c.json(world.log.requests));
  app.delete(`${root}/requests`, (c) => {
    world.log.requests.length = 0;
    return c.body(null, 204);
  });
  app.put(`${root}/permissions`, async (c) => {
    portal.setPermissions(await readJson(c, z.array(z.string())));
    return c.body(null, 204);
  });
}

const delays = z.strictObject({ request: z.int().min(0).optional(), member: z.int().min(0).optional() });

function addBehaviour(app: Hono, world: World): void {
  app.get(`${root}/switches`, (c) => c.json(world.switches));
  app.patch(`${root}/switches`, async (c) => {
    world.switches.set(parseSwitches(await readJson(c, z.record(z.string(), z.unknown()))));
    return c.json(world.switches);
  });
  app.put(`${root}/delays`, async (c) => {
    Object.assign(world.delays, await readJson(c, delays));
    return c.json(world.delays);
  });
  app.get(`${root}/faults`, (c) => c.json(world.faults.list()));
  app.post(`${root}/faults`, async (c) => {
    const rules = await readJson(c, z.union([faultRuleSchema, z.array(faultRuleSchema)]));
    world.faults.add(...[rules].flat());
    return c.json(world.faults.list(), 201);
  });
  app.delete(`${root}/faults`, (c) => {
    world.faults.clear();
    return c.body(null, 204);
  });
}

function addOrganizations(app: Hono, portal: Portal): void {
  const json = z.record(z.string(), z.unknown());
  const sponsor = `${root}/organizations/:id/:kind{internal|external}Sponsors/:objectId`;
  app.get(`${root}/organizations`, (c) => c.json(portal.list()));
  app.post(`${root}/organizations`, async (c) => c.json(portal.create(await readJson(c, json)), 201));
  app.get(`${root}/organizations/:id`, (c) => {
    const organization = portal.get(c.req.param("id"));
    return organization === undefined ? c.notFound() : c.json(organization);
  });
  app.patch(`${root}/organizations/:id`, async (c) => c.json(portal.patch(c.req.param("id"), await readJson(c, json))));
  app.delete(`${root}/organizations/:id`, (c) => {
    portal.delete(c.req.param("id"));
    return c.body(null, 204);
  });
  for (const kind of sponsorKinds) {
    const path = sponsor.replace(":kind{internal|external}", kind);
    app.put(path, (c) => {
      portal.addSponsor(c.req.param("id") ?? "", kind, c.req.param("objectId") ?? "");
      return c.body(null, 204);
    });
    app.delete(path, (c) => {
      portal.removeSponsor(c.req.param("id") ?? "", kind, c.req.param("objectId") ?? "");
      return c.body(null, 204);
    });
  }
}

function addDirectory(app: Hono, portal: Portal): void {
  const unchecked = z.custom<never>();
  app.get(`${root}/tenants`, (c) => c.json(portal.tenants()));
  app.post(`${root}/tenants`, async (c) => c.json(portal.addTenant(await readJson(c, unchecked)), 201));
  app.post(`${root}/join`, async (c) => c.json(portal.joinEntra(await readJson(c, unchecked)), 201));
  app.patch(`${root}/tenants/:id`, async (c) => {
    const { displayName } = await readJson(c, z.strictObject({ displayName: z.string() }));
    portal.renameTenant(c.req.param("id"), displayName);
    return c.body(null, 204);
  });
  app.put(`${root}/tenants/:id/domains/:domain`, (c) => {
    portal.moveDomain(c.req.param("domain"), c.req.param("id"));
    return c.body(null, 204);
  });
  app.post(`${root}/directoryObjects`, async (c) =>
    c.json(portal.addDirectoryObject(await readJson(c, unchecked)), 201),
  );
}

function addPolicies(app: Hono, portal: Portal): void {
  const unchecked = z.custom<never>();
  app.get(`${root}/accessPackages`, (c) => c.json(portal.accessPackages()));
  app.post(`${root}/accessPackages`, async (c) => c.json(portal.setAccessPackage(await readJson(c, unchecked)), 201));
  app.get(`${root}/assignmentPolicies`, (c) => c.json(portal.policies()));
  app.post(`${root}/assignmentPolicies`, async (c) => c.json(portal.setPolicy(await readJson(c, unchecked)), 201));
  app.delete(`${root}/assignmentPolicies/:id`, (c) => {
    portal.deletePolicy(c.req.param("id"));
    return c.body(null, 204);
  });
}

export function addControlRoutes(app: Hono, world: World, portal: Portal, reset: (seed?: unknown) => void): void {
  addState(app, world, portal, reset);
  addBehaviour(app, world);
  addOrganizations(app, portal);
  addDirectory(app, portal);
  addPolicies(app, portal);
}
