// internalSponsors and externalSponsors: references only, one per call.
import type { Hono } from "hono";
import { requireAccess } from "./auth";
import { parseJson } from "./body";
import { badRequest, GraphError, isGuid, methodNotAllowed, notFound } from "./errors";
import {
  answerEmpty,
  answerJson,
  contextUrl,
  type GraphContext,
  type GraphEnv,
  idOf,
  organizationsPath,
  parameterOf,
  urlOf,
  versionOf,
} from "./graph-context";
import { type SponsorKind, sponsorProperty } from "./model";
import { cutPage, readQuery } from "./odata-page";
import { readReference } from "./sponsor-reference";
import { type Entry, setSponsors } from "./store";
import { findForWrite, readSponsors } from "./visibility";
import { readObjectSelect, selectProperties, writeSponsor } from "./wire";
import type { World } from "./world";

function kindOf(c: GraphContext): SponsorKind {
  return parameterOf(c, "sponsors").startsWith("internal") ? "internal" : "external";
}

type Json = Record<string, unknown>;

function answerPage(c: GraphContext, world: World, fragment: string, write: (id: string) => Json): Response {
  requireAccess(world, "readOrganizations");
  const url = urlOf(c);
  const query = readQuery(url, ["top", "skiptoken", "select"]);
  const select = readObjectSelect(query.select);
  const page = cutPage(readSponsors(world, idOf(c), kindOf(c)), url, query, world.switches);
  return answerJson(c, world, {
    "@odata.context": contextUrl(c, fragment),
    ...(page.nextLink === undefined ? {} : { "@odata.nextLink": page.nextLink }),
    value: page.items.map((id) => selectProperties(write(id), select)),
  });
}

function list(c: GraphContext, world: World): Response {
  return answerPage(c, world, "directoryObjects", (id) =>
    writeSponsor(id, world.store.directoryObjects.get(id.toLowerCase()), world.switches),
  );
}

function listReferences(c: GraphContext, world: World): Response {
  if (world.switches.sponsorReferenceList === "refused") throw methodNotAllowed(["POST", "DELETE"]);
  const root = `${new URL(c.req.url).origin}/${versionOf(c)}`;
  return answerPage(c, world, "Collection($ref)", (id) => ({ "@odata.id": `${root}/directoryObjects/${id}` }));
}

function changeSponsors(world: World, entry: Entry, kind: SponsorKind, ids: readonly string[]): void {
  entry.staleSponsors[kind] = {
    ids: entry.organization[sponsorProperty[kind]],
    reads: world.switches.sponsorsStaleReads,
  };
  setSponsors(entry, kind, ids);
}

function refuseSponsor(status: 400 | 404 | 409, message: string): GraphError {
  if (status === 404) return notFound();
  return status === 400 ? badRequest(message) : new GraphError(409, "Conflict", message);
}

async function add(c: GraphContext, world: World): Promise<Response> {
  requireAccess(world, "writeOrganizations");
  const body = parseJson(await c.req.text(), c.req.header("content-type"));
  const strange = Object.keys(body).find((property) => !property.startsWith("@"));
  if (strange !== undefined) throw badRequest(`The property '${strange}' does not belong into a reference.`);
  const kind = kindOf(c);
  const entry = findForWrite(world, idOf(c));
  const id = readReference(world, body["@odata.id"], new URL(c.req.url).origin);
  const present = entry.organization[sponsorProperty[kind]];
  if (present.some((other) => other.toLowerCase() === id.toLowerCase())) {
    const { sponsorPresent } = world.switches;
    if (sponsorPresent === 204) return answerEmpty(c, world);
    throw refuseSponsor(
      sponsorPresent,
      `One or more added object references already exist: '${sponsorProperty[kind]}'.`,
    );
  }
  changeSponsors(world, entry, kind, [...present, id]);
  return answerEmpty(c, world);
}

function removeSponsor(c: GraphContext, world: World, id: string): Response {
  requireAccess(world, "writeOrganizations");
  if (!isGuid(id)) throw badRequest("Unrecognized Guid format.");
  const kind = kindOf(c);
  const entry = findForWrite(world, idOf(c));
  const present = entry.organization[sponsorProperty[kind]];
  const rest = present.filter((other) => other.toLowerCase() !== id.toLowerCase());
  if (rest.length === present.length) {
    const { sponsorAbsent } = world.switches;
    if (sponsorAbsent === 204) return answerEmpty(c, world);
    throw refuseSponsor(sponsorAbsent, `The object '${id}' is not one of the ${sponsorProperty[kind]}.`);
  }
  changeSponsors(world, entry, kind, rest);
  return answerEmpty(c, world);
}

function removeByQuery(c: GraphContext, world: World): Response {
  const reference = c.req.query("@id") ?? c.req.query("$id");
  if (reference === undefined) throw badRequest("A reference to remove is needed: …/{id}/$ref or …/$ref?@id=….");
  return removeSponsor(c, world, reference.replace(/^.*\//, ""));
}

export function addSponsorRoutes(app: Hono<GraphEnv>, world: World): void {
  const collection = `${organizationsPath}/:id/:sponsors{(?:internalsponsors|externalsponsors)}`;
  const references = `${collection}/~ref`;
  const reference = `${collection}/:sponsor/~ref`;
  app.get(collection, (c) => list(c, world));
  app.post(collection, () => {
    throw badRequest("Sponsors are references: POST to …/$ref.");
  });
  app.get(references, (c) => listReferences(c, world));
  app.post(references, (c) => add(c, world));
  app.delete(references, (c) => removeByQuery(c, world));
  app.delete(reference, (c) => removeSponsor(c, world, parameterOf(c, "sponsor")));
  // A member is reached by its reference only.
  app.all(`${collection}/:sponsor{[^~/]+}`, () => {
    throw methodNotAllowed([]);
  });
}
