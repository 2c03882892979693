// connectedOrganizations: list, create, get, patch, delete.
import type { Hono } from "hono";
import { requireAccess } from "./auth";
import { type OrganizationBody, parseJson, readOrganizationBody } from "./body";
import { badRequest, GraphError, notFound } from "./errors";
import {
  answerEmpty,
  answerJson,
  contextUrl,
  type GraphContext,
  type GraphEnv,
  idOf,
  organizationsPath,
  organizationsSet,
  urlOf,
  versionOf,
} from "./graph-context";
import { identityKey } from "./identity-source";
import type { Organization } from "./model";
import { parseFilter } from "./odata-filter";
import { cutPage, readQuery } from "./odata-page";
import { createOrganization, patchOrganization } from "./organization-rules";
import { isUsed } from "./policies";
import { type Entry, removeEntry } from "./store";
import { findForDelete, findForWrite, listOrganizations, missing, readOrganization } from "./visibility";
import { readSelect, selectProperties, writeOrganization } from "./wire";
import type { World } from "./world";

function selectSuffix(select: readonly string[] | undefined): string {
  return select === undefined ? "" : `(${select.join(",")})`;
}

async function readBody(c: GraphContext): Promise<OrganizationBody> {
  return readOrganizationBody(parseJson(await c.req.text(), c.req.header("content-type")), versionOf(c));
}

function list(c: GraphContext, world: World): Response {
  requireAccess(world, "readOrganizations");
  const url = urlOf(c);
  const query = readQuery(url, ["filter", "select", "top", "skiptoken"]);
  const select = readSelect(query.select, versionOf(c));
  const matches = query.filter === undefined ? () => true : parseFilter(query.filter, world.switches.filters);
  const page = cutPage(listOrganizations(world).filter(matches), url, query, world.switches);
  const value = page.items.map((item) =>
    selectProperties(writeOrganization(item, versionOf(c), world.switches), select),
  );
  return answerJson(c, world, {
    "@odata.context": contextUrl(c, organizationsSet + selectSuffix(select)),
    ...(page.nextLink === undefined ? {} : { "@odata.nextLink": page.nextLink }),
    value,
  });
}

function get(c: GraphContext, world: World): Response {
  requireAccess(world, "readOrganizations");
  const select = readSelect(readQuery(new URL(c.req.url), ["select"]).select, versionOf(c));
  const json = writeOrganization(readOrganization(world, idOf(c)), versionOf(c), world.switches);
  const context = contextUrl(c, `${organizationsSet}${selectSuffix(select)}/$entity`);
  return answerJson(c, world, { "@odata.context": context, ...selectProperties(json, select) });
}

function writeCreated(c: GraphContext, world: World, organization: Organization): Record<string, unknown> {
  const { identitySources, ...rest } = writeOrganization(organization, versionOf(c), world.switches);
  switch (world.switches.postIdentitySources) {
    case "absent":
      return rest;
    case "empty":
      return { ...rest, identitySources: [] };
    case "filled":
      return { ...rest, identitySources };
  }
}

async function create(c: GraphContext, world: World): Promise<Response> {
  requireAccess(world, "writeOrganizations");
  const url = urlOf(c);
  const organization = createOrganization(world, await readBody(c), { origin: url.origin, caller: c.var.caller });
  const location = `${url.origin}${url.pathname.replace(/\/$/, "")}/${organization.id}`;
  const headers = world.switches.locationHeader === "present" ? { Location: location } : {};
  const context = contextUrl(c, `${organizationsSet}/$entity`);
  return answerJson(c, world, { "@odata.context": context, ...writeCreated(c, world, organization) }, 201, headers);
}

async function patch(c: GraphContext, world: World): Promise<Response> {
  requireAccess(world, "writeOrganizations");
  const body = await readBody(c);
  const entry = findForWrite(world, idOf(c));
  const changes = patchOrganization(world, entry, body, c.var.caller);
  const status = world.switches.patchAnswer;
  if (status === 204) return answerEmpty(c, world);
  const full = writeOrganization(entry.organization, versionOf(c), world.switches);
  const json = status === 200 ? full : selectProperties(full, ["id", ...Object.keys(changes)]);
  return answerJson(c, world, { "@odata.context": contextUrl(c, `${organizationsSet}/$entity`), ...json }, status);
}

function applyDelete(world: World, entry: Entry): void {
  const { store, switches } = world;
  for (const source of entry.organization.identitySources) {
    store.busyIdentities.set(identityKey(source), switches.deletedBusyCreates);
  }
  if (switches.deletedVisibleReads === 0) removeEntry(store, entry);
  else entry.deletedReads = switches.deletedVisibleReads;
}

function answerMissing(c: GraphContext, world: World): Response {
  const error = missing(world, idOf(c));
  if (error.status === 404 && world.switches.deleteMissing === 204) return answerEmpty(c, world);
  throw error;
}

function remove(c: GraphContext, world: World): Response {
  requireAccess(world, "writeOrganizations");
  const { deleteAnswer } = world.switches;
  const entry = findForDelete(world, idOf(c));
  if (entry === undefined) return answerMissing(c, world);
  if (deleteAnswer === 400 || (world.switches.deleteUsed === 400 && isUsed(world, idOf(c)))) {
    throw new GraphError(
      400,
      "InvalidDeleteResourceHasEntitlements",
      "The connected organization is referenced by an access package assignment policy.",
    );
  }
  applyDelete(world, entry);
  if (deleteAnswer === 404) throw notFound();
  return answerEmpty(c, world);
}

export function addOrganizationRoutes(app: Hono<GraphEnv>, world: World): void {
  const item = `${organizationsPath}/:id`;
  app.all(`${organizationsPath}/~count`, () => {
    throw badRequest("The request is not supported: $count.");
  });
  app.get(organizationsPath, (c) => list(c, world));
  app.post(organizationsPath, (c) => create(c, world));
  app.get(item, (c) => get(c, world));
  app.patch(item, (c) => patch(c, world));
  app.delete(item, (c) => remove(c, world));
}
