// References to directory objects, in `$ref` bodies and inline in a POST.
import { isJsonObject, type JsonObject } from "./body";
import { isGraphHost } from "./clouds";
import { badRequest, GraphError, notFound } from "./errors";
import { type DirectoryObject, sponsorKinds, sponsorProperty } from "./model";
import { normalPath } from "./path";
import type { World } from "./world";

const referencePath = /^\/(v1\.0|beta)\/(directoryObjects|users|groups)\/([0-9a-f-]{36})$/i;

function invalidReference(reference: string): GraphError {
  return badRequest(`Invalid URL format specified in @odata.id for reference: '${reference}'.`);
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw invalidReference(text);
  }
}

/** A lookup may fail for an object that was created a moment ago. */
function findObject({ store, switches }: World, id: string): DirectoryObject {
  const object = store.directoryObjects.get(id.toLowerCase());
  if (object === undefined || (object.hiddenAdds ?? 0) > 0) {
    if (object !== undefined) {
      store.directoryObjects.set(id.toLowerCase(), { ...object, hiddenAdds: (object.hiddenAdds ?? 0) - 1 });
    }
    if (switches.sponsorUnknown === 404) throw notFound();
    throw badRequest(`The directory object '${id}' was not found.`);
  }
  if (object.isPending && switches.sponsorPending === 404) throw notFound();
  if (object.isPending && switches.sponsorPending === 400)
    throw badRequest(`The guest '${id}' has not accepted the invitation.`);
  return object;
}

function isHost({ switches }: World, host: string, own: string): boolean {
  return { any: true, own: host === own, ownOrGraph: host === own || isGraphHost(host) }[switches.sponsorReferenceHost];
}

/** The id of the object that an `@odata.id` refers to. */
export function readReference(world: World, reference: unknown, origin: string): string {
  if (typeof reference !== "string") throw badRequest("The property '@odata.id' is required.");
  const url = parseUrl(reference);
  const [, , collection = "", id = ""] = referencePath.exec(normalPath(url.pathname, world.store.ownTenantId)) ?? [];
  if (!/^https?:$/.test(url.protocol) || id === "") throw invalidReference(reference);
  if (!isHost(world, url.host, new URL(origin).host)) throw invalidReference(reference);
  const kind = collection.toLowerCase();
  if (kind === "directoryobjects" && world.switches.sponsorReferencePath === "typed") throw invalidReference(reference);
  const object = findObject(world, id);
  if (kind !== "directoryobjects" && kind !== `${object.type}s`) throw notFound();
  return object.id;
}

function readInlineItem(world: World, item: unknown, origin: string): string {
  if (typeof item === "string") return readReference(world, item, origin);
  if (isJsonObject(item) && typeof item["id"] === "string") return findObject(world, item["id"]).id;
  if (isJsonObject(item)) return readReference(world, item["@odata.id"], origin);
  throw new GraphError(400, "InvalidModel", "The model is invalid.");
}

export type InlineSponsors = Record<"internalSponsors" | "externalSponsors", readonly string[]>;

export function readInlineSponsors(world: World, sponsors: JsonObject, origin: string): InlineSponsors {
  const none: InlineSponsors = { internalSponsors: [], externalSponsors: [] };
  const { inlineSponsors } = world.switches;
  if (Object.keys(sponsors).length === 0 || inlineSponsors === "ignored") return none;
  if (inlineSponsors === "refused") throw new GraphError(400, "InvalidModel", "The model is invalid.");
  const read = (name: keyof InlineSponsors): readonly string[] => {
    const value = sponsors[`${name}@odata.bind`] ?? sponsors[name] ?? [];
    if (!Array.isArray(value)) throw new GraphError(400, "InvalidModel", "The model is invalid.");
    return [...new Set(value.map((item) => readInlineItem(world, item, origin)))];
  };
  const [internal, external] = sponsorKinds.map((kind) => read(sponsorProperty[kind]));
  return { internalSponsors: internal ?? [], externalSponsors: external ?? [] };
}
