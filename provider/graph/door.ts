/** Everything the provider asks of Graph, in the terms of connected organizations. Nobody else sees paths or bodies. */

import { oneLine } from "../errors";
import type { Operation } from "../operation";
import { type Organization, organizationFromGraph, type SponsorKind } from "../organization";
import type { Connection, GraphRequest } from "./connection";
import { GraphFailure } from "./failure";

const collection = "/identityGovernance/entitlementManagement/connectedOrganizations";

/** Graph's filters on the collection: https://learn.microsoft.com/graph/api/entitlementmanagement-list-connectedorganizations */
export type Filter = { readonly displayName: string } | { readonly tenantId: string } | { readonly domainName: string };

export interface Door {
  readonly operation: Operation;
  readonly connection: Connection;
  /** The new organization's id. Its identity sources are not in the answer: read it afterwards. */
  create(body: object): Promise<string>;
  get(id: string): Promise<Organization>;
  patch(id: string, body: object): Promise<void>;
  delete(id: string): Promise<void>;
  list(filter?: Filter): Promise<Organization[]>;
  /** Object ids, in lower case. */
  listSponsors(id: string, kind: SponsorKind): Promise<string[]>;
  /** `root` is one of the connection's reference roots. */
  addSponsor(id: string, kind: SponsorKind, member: string, root: string): Promise<void>;
  removeSponsor(id: string, kind: SponsorKind, member: string): Promise<void>;
  /** The tenant that has verified the domain, as Graph says. Needs a permission of its own. */
  findTenant(domainName: string): Promise<string>;
}

export function openDoor(connection: Connection, operation: Operation): Door {
  const send = (request: GraphRequest) => connection.send(operation, request);
  const read = (path: string) => send({ method: "get", path, repeatable: "anytime" });
  const at = (id: string) => `${collection}/${segment(id)}`;
  return {
    operation,
    connection,
    async create(body) {
      const { id } = asRecord(await send({ method: "post", path: collection, body, repeatable: "untouched" }));
      if (typeof id === "string" && segment(id)) return id;
      throw new GraphFailure("unreadable", "Graph created the organization, but its answer holds no id.");
    },
    async get(id) {
      const organization = organizationFromGraph(await read(at(id)));
      if (organization) return organization;
      throw new GraphFailure("unreadable", "Graph's answer is not a connected organization.");
    },
    async patch(id, body) {
      await send({ method: "patch", path: at(id), body, repeatable: "anytime" });
    },
    async delete(id) {
      await send({ method: "delete", path: at(id), repeatable: "anytime" });
    },
    async list(filter) {
      const items = await readPages(
        read,
        filter ? `${collection}?$filter=${encodeURIComponent(expression(filter))}` : collection,
      );
      return items.map((item) => {
        const organization = organizationFromGraph(item);
        if (organization) return organization;
        throw new GraphFailure("unreadable", "Graph's list holds an item that is not a connected organization.");
      });
    },
    async listSponsors(id, kind) {
      const items = await readPages(read, `${at(id)}/${kind}`);
      return items.map((item) => {
        const { id: member } = asRecord(item);
        if (typeof member === "string" && member !== "") return member.toLowerCase();
        throw new GraphFailure("unreadable", `Graph's list of ${kind} holds an item without an id.`);
      });
    },
    async addSponsor(id, kind, member, root) {
      const body = { "@odata.id": `${root}/${member}` };
      await send({ method: "post", path: `${at(id)}/${kind}/$ref`, body, repeatable: "untouched" });
    },
    async removeSponsor(id, kind, member) {
      await send({ method: "delete", path: `${at(id)}/${kind}/${segment(member)}/$ref`, repeatable: "anytime" });
    },
    async findTenant(domainName) {
      const path = `/tenantRelationships/findTenantInformationByDomainName(domainName='${encodeURIComponent(domainName)}')`;
      const { tenantId } = asRecord(await read(path));
      if (typeof tenantId === "string") return tenantId.toLowerCase();
      throw new GraphFailure("unreadable", "Graph's answer holds no tenant id.");
    },
  };
}

/** The same door, which remembers whether a write through it took effect, or may have. */
export function watchWrites(door: Door): { door: Door; hasWritten: () => boolean } {
  let written = false;
  const watched =
    <Args extends unknown[]>(write: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      try {
        await write(...args);
        written = true;
      } catch (error) {
        written ||= error instanceof GraphFailure && (error.isAmbiguous || error.followsLoss);
        throw error;
      }
    };
  const { patch, addSponsor, removeSponsor } = door;
  const writes = { patch: watched(patch), addSponsor: watched(addSponsor), removeSponsor: watched(removeSponsor) };
  return { door: { ...door, ...writes }, hasWritten: () => written };
}

/** Follows next links, also past a page that is empty. */
async function readPages(read: (path: string) => Promise<unknown>, path: string): Promise<unknown[]> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  for (let next: unknown = path; typeof next === "string"; ) {
    if (seen.has(next)) throw new GraphFailure("unreadable", "Graph's pages lead in a circle.");
    seen.add(next);
    const page = asRecord(await read(next));
    if (!Array.isArray(page["value"])) throw new GraphFailure("unreadable", "Graph's answer is not a list.");
    for (const item of page["value"]) items.push(item);
    next = page["@odata.nextLink"];
  }
  return items;
}

/** One segment of a path: nothing, "." and ".." would name another place, and every other text is encoded. */
function segment(id: string): string {
  // Half of a surrogate pair has no encoding.
  if (/^\.{0,2}$|\p{Cs}/u.test(id))
    throw new GraphFailure("unreadable", `${JSON.stringify(oneLine(id))} is not an id.`);
  return encodeURIComponent(id);
}

function expression(filter: Filter): string {
  if ("displayName" in filter) return `displayName eq ${quote(filter.displayName)}`;
  const [type, property, value] =
    "tenantId" in filter
      ? ["azureActiveDirectoryTenant", "tenantId", filter.tenantId]
      : ["domainIdentitySource", "domainName", filter.domainName];
  return `identitySources/any(is:is/microsoft.graph.${type}/${property} eq ${quote(value)})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
