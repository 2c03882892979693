// Users and groups, just enough for a client that needs sponsors: create, read, list and delete.
import type { Hono } from "hono";
import { parseJson } from "./body";
import { badRequest, GraphError, isGuid } from "./errors";
import {
  answerEmpty,
  answerJson,
  contextUrl,
  type GraphContext,
  type GraphEnv,
  parameterOf,
  urlOf,
  versionPath,
} from "./graph-context";
import { type DirectoryObject, sponsorKinds, sponsorProperty } from "./model";
import { cutPage, readQuery } from "./odata-page";
import { liveEntries, setSponsors } from "./store";
import { readObjectSelect, selectProperties } from "./wire";
import type { World } from "./world";
import { spellType } from "./written-source";

const typeOf = { users: "user", groups: "group" } as const;

type CollectionName = keyof typeof typeOf;

function find(c: GraphContext, world: World, collection?: CollectionName): DirectoryObject {
  const id = parameterOf(c, "id");
  const object = world.store.directoryObjects.get(id.toLowerCase());
  if (object !== undefined && (collection === undefined || object.type === typeOf[collection])) return object;
  const code = isGuid(id) ? "Request_ResourceNotFound" : "Request_BadRequest";
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  throw new GraphError(isGuid(id) ? 404 : 400, code, message);
}

const write = ({ id, displayName }: DirectoryObject) => ({ id, displayName: displayName ?? null });

function list(c: GraphContext, world: World, collection: CollectionName): Response {
  const url = urlOf(c);
  const query = readQuery(url, ["select", "top", "skiptoken"]);
  const select = readObjectSelect(query.select);
  const all = [...world.store.directoryObjects.values()].filter(({ type }) => type === typeOf[collection]);
  const page = cutPage(all, url, query, world.switches);
  return answerJson(c, world, {
    "@odata.context": contextUrl(c, collection),
    ...(page.nextLink === undefined ? {} : { "@odata.nextLink": page.nextLink }),
    value: page.items.map((object) => selectProperties(write(object), select)),
  });
}

function get(c: GraphContext, world: World, collection: CollectionName): Response {
  const select = readObjectSelect(readQuery(urlOf(c), ["select"]).select);
  const json = selectProperties(write(find(c, world, collection)), select);
  return answerJson(c, world, { "@odata.context": contextUrl(c, `${collection}/$entity`), ...json });
}

function getAny(c: GraphContext, world: World): Response {
  const select = readObjectSelect(readQuery(urlOf(c), ["select"]).select);
  const object = find(c, world);
  const type = spellType(`#microsoft.graph.${object.type}`, world.switches.odataType);
  const json = selectProperties({ "@odata.type": type, ...write(object) }, select);
  return answerJson(c, world, { "@odata.context": contextUrl(c, "directoryObjects/$entity"), ...json });
}

async function create(c: GraphContext, world: World, collection: CollectionName): Promise<Response> {
  const { displayName } = parseJson(await c.req.text(), c.req.header("content-type"));
  if (typeof displayName !== "string" || displayName === "")
    throw badRequest("The property 'displayName' is required.");
  const object: DirectoryObject = { id: world.store.nextGuid(), type: typeOf[collection], displayName };
  world.store.directoryObjects.set(object.id, object);
  return answerJson(c, world, { "@odata.context": contextUrl(c, `${collection}/$entity`), ...write(object) }, 201);
}

/** A deleted object no longer sponsors anything. */
function remove(c: GraphContext, world: World, object: DirectoryObject): Response {
  const id = object.id.toLowerCase();
  world.store.directoryObjects.delete(id);
  for (const entry of liveEntries(world.store)) {
    for (const kind of sponsorKinds) {
      const ids = entry.organization[sponsorProperty[kind]];
      const isOther = (other: string) => other.toLowerCase() !== id;
      setSponsors(entry, kind, ids.filter(isOther));
    }
  }
  return answerEmpty(c, world);
}

export function addDirectoryRoutes(app: Hono<GraphEnv>, world: World): void {
  for (const collection of Object.keys(typeOf) as CollectionName[]) {
    const path = `${versionPath}/${collection}`;
    app.get(path, (c) => list(c, world, collection));
    app.post(path, (c) => create(c, world, collection));
    app.get(`${path}/:id`, (c) => get(c, world, collection));
    app.delete(`${path}/:id`, (c) => remove(c, world, find(c, world, collection)));
  }
  const item = `${versionPath}/directoryobjects/:id`;
  app.get(item, (c) => getAny(c, world));
  app.delete(item, (c) => remove(c, world, find(c, world)));
}
