/** Everything the provider asks of Graph, in terms of connected organizations. Nobody else sees paths or bodies. */

import { UserError } from "../errors";
import { asRecord } from "../json";
import type { Operation } from "../operation";
import {
  type Organization,
  organizationFromGraph,
  type SponsorKind,
  type Sponsors,
} from "../organization/organization";
import type { TenantResult } from "../organization/shape";
import { guid } from "../organization/text-rule";
import { collection, pathTo } from "./collection";
import type { Connection, Reading } from "./connection";
import type { GraphRequest } from "./exchange";
import { GraphFailure } from "./failure";
import { expressionOf, type Filter } from "./filter";
import type { Outcome } from "./outcome";
import { type Read, readPages } from "./pages";
import { segment } from "./segment";

export interface SponsorChange {
  readonly kind: SponsorKind;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface ChangedSponsors {
  /** The lists that were read completely afterwards. */
  readonly shown: Sponsors;
  readonly mayHaveWritten: boolean;
}

export interface Door {
  readonly operation: Operation;
  readonly connection: Connection;
  /** @returns the new organization's id. Read it afterwards: the answer lacks the identity sources. */
  create(body: { readonly displayName?: unknown }): Promise<string>;
  get(id: string): Promise<Organization>;
  /**
   * The same, but possibly from a page of the collection that this process read a short time ago.
   *
   * @param managed the lists of sponsors that will be asked for next
   */
  getRecent(id: string, managed?: readonly SponsorKind[]): Promise<Organization>;
  patch(id: string, body: object): Promise<void>;
  delete(id: string): Promise<void>;
  /** @param seen called after each page with the number of organizations so far */
  list(filter?: Filter, seen?: (count: number) => void): Promise<Organization[]>;
  /** Whether the collection holds the organization. */
  isListed(id: string): Promise<boolean>;
  /** Object ids, in lower case. */
  listSponsors(id: string, kind: SponsorKind): Promise<string[]>;
  /** The same for all managed lists, but possibly from a batch that this process read a short time ago. */
  listRecentSponsors(id: string, managed: readonly SponsorKind[]): Promise<string[][]>;
  /** `root` is one of the connection's reference roots. */
  addSponsor(id: string, kind: SponsorKind, member: string, root: string): Promise<void>;
  removeSponsor(id: string, kind: SponsorKind, member: string): Promise<void>;
  /** Tries everything once, in one batch: adds, then removes, then reads each list. */
  changeSponsors(id: string, changes: readonly SponsorChange[]): Promise<ChangedSponsors>;
  /** The tenant that has verified the domain, according to Graph. Needs a permission of its own. */
  findTenant(domainName: string): Promise<TenantResult>;
}

export function openDoor(connection: Connection, operation: Operation): Door {
  const send = (request: GraphRequest) => connection.send(operation, request);
  const read: Read = (path, reading) => connection.read(operation, path, reading);
  const readTogether: Read = (path, reading) => connection.readTogether(operation, path, reading);
  const readRecent: Read = (path, reading) =>
    connection.readTogether(operation, path, reading, () => connection.listsAhead.take(path));
  /** Everyone who asks while a list is being read shares the next one. */
  const readAll = (seen?: (count: number) => void) =>
    connection.collection.whole.share(operation, () => readPages(read, collection, seen));
  return {
    operation,
    connection,
    async create(body) {
      const answer = asRecord(await send({ method: "post", path: collection, body, repeatable: "untouched" }));
      const { id, displayName } = answer;
      if (typeof id !== "string" || !segment(id))
        throw new GraphFailure("unreadable", "Graph created the organization, but its answer contains no id.");
      if (typeof displayName !== "string" || foldName(displayName) === foldName(body.displayName)) return id;
      throw new GraphFailure("unreadable", "Graph's answer to the create is about another organization.");
    },
    get: (id) => aboutOne(read(pathTo(id), organizationAt(id))),
    async getRecent(id, managed = []) {
      const listed = await connection.collection.take(operation, id);
      if (listed) return listed;
      connection.listsAhead.accompany(operation, id, managed);
      return await aboutOne(readTogether(pathTo(id), organizationAt(id)));
    },
    async patch(id, body) {
      connection.forget(id);
      await aboutOne(send({ method: "patch", path: pathTo(id), body, repeatable: "anytime" }));
    },
    async delete(id) {
      connection.forget(id);
      await aboutOne(send({ method: "delete", path: pathTo(id), repeatable: "anytime" }));
    },
    async list(filter, seen) {
      const path = filter && `${collection}?$filter=${encodeURIComponent(expressionOf(filter))}`;
      const items = path ? await readPages(readTogether, path, seen) : await readAll(seen);
      return items.flatMap((item) => organizationFromGraph(item) ?? []);
    },
    async isListed(id) {
      // An item without an id may be any organization, so the list cannot tell.
      const ids = (await readAll()).map((item) => idOf(item, "Graph's list contains an item without an id."));
      return ids.includes(id.toLowerCase());
    },
    listSponsors: (id, kind) => listMembers(readTogether, id, kind),
    async listRecentSponsors(id, managed) {
      connection.listsAhead.expect(operation, id, managed);
      return await Promise.all(managed.map((kind) => listMembers(readRecent, id, kind)));
    },
    async addSponsor(id, kind, member, root) {
      connection.forget(id);
      await send(addition(pathTo(id), kind, member, root));
    },
    async removeSponsor(id, kind, member) {
      connection.forget(id);
      await send(removal(pathTo(id), kind, member));
    },
    async changeSponsors(id, changes) {
      connection.forget(id);
      const [root = ""] = connection.referenceRoots;
      const writes = [
        ...changes.flatMap(({ kind, added }) => added.map((member) => addition(pathTo(id), kind, member, root))),
        ...changes.flatMap(({ kind, removed }) => removed.map((member) => removal(pathTo(id), kind, member))),
      ];
      const looks = changes.map(({ kind }) => reading(`${pathTo(id)}/${kind}`));
      const outcomes = await connection.sendInOrder(operation, [...writes, ...looks]);
      const lists = changes.map(({ kind }, index) => [kind, wholeList(outcomes[writes.length + index])]);
      return { shown: Object.fromEntries(lists), mayHaveWritten: outcomes.some(mayHaveWorked) };
    },
    async findTenant(domainName) {
      const path = `/tenantRelationships/findTenantInformationByDomainName(domainName='${encodeURIComponent(domainName)}')`;
      return await read(path, (body) => {
        const { tenantId, displayName, defaultDomainName } = asRecord(body);
        const id = typeof tenantId === "string" ? guid.normalize(tenantId) : undefined;
        if (id !== undefined) {
          return {
            tenantId: id,
            ...(typeof displayName === "string" ? { displayName } : {}),
            ...(typeof defaultDomainName === "string" ? { defaultDomainName } : {}),
          };
        }
        throw new GraphFailure("unreadable", "Graph's answer contains no tenant id.");
      });
    },
  };
}

async function listMembers(read: Read, id: string, kind: SponsorKind): Promise<string[]> {
  const items = await aboutOne(readPages(read, `${pathTo(id)}/${kind}`));
  return items.map((item) => idOf(item, `Graph's list of ${kind} contains an item without an id.`));
}

async function aboutOne<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof GraphFailure) error.isAboutOne = true;
    throw error;
  }
}

/** What becomes of a name's spaces is not documented. */
function foldName(name: unknown): string {
  return String(name).replaceAll(/\s+/g, " ").trim().normalize().toLowerCase();
}

/** A batch or a gateway may return another request's answer. */
function organizationAt(id: string): Reading<Organization> {
  return (body) => {
    const organization = organizationFromGraph(body);
    if (organization?.id.toLowerCase() === id.toLowerCase()) return organization;
    const what = organization ? "a different connected organization" : "not a connected organization";
    throw new GraphFailure("unreadable", `Graph's answer is ${what}.`);
  };
}

function idOf(item: unknown, otherwise: string): string {
  const id = idIn(item);
  if (id !== undefined) return id;
  throw new GraphFailure("unreadable", otherwise);
}

/** In lower case. */
function idIn(item: unknown): string | undefined {
  const { id } = asRecord(item);
  return typeof id === "string" && id !== "" ? id.toLowerCase() : undefined;
}

function reading(path: string): GraphRequest {
  return { method: "get", path, repeatable: "anytime" };
}

function addition(at: string, kind: SponsorKind, member: string, root: string): GraphRequest {
  const body = { "@odata.id": `${root}/${member}` };
  return { method: "post", path: `${at}/${kind}/$ref`, body, repeatable: "untouched" };
}

function removal(at: string, kind: SponsorKind, member: string): GraphRequest {
  return { method: "delete", path: `${at}/${kind}/${segment(member)}/$ref`, repeatable: "anytime" };
}

/** @returns undefined for anything else: the list is read again by itself then, which says what is wrong with it */
function wholeList(outcome: Outcome<unknown> | undefined): string[] | undefined {
  const { value, "@odata.nextLink": next } = asRecord(outcome && "value" in outcome ? outcome.value : undefined);
  if (!Array.isArray(value) || next !== undefined) return undefined;
  const ids = value.map(idIn);
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

function mayHaveWorked(outcome: Outcome<unknown>): boolean {
  return "value" in outcome || outcome.failure.isAmbiguous;
}

function mayFollowWrite(error: unknown): boolean {
  if (error instanceof UserError) return error.followsLoss;
  return error instanceof GraphFailure && (error.isAmbiguous || error.followsLoss);
}

/** The same door; remembers whether a write through it took effect or may have. */
export function watchWrites(door: Door): { door: Door; hasWritten: () => boolean } {
  let written = false;
  const watched =
    <Args extends unknown[]>(write: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      try {
        await write(...args);
        written = true;
      } catch (error) {
        written ||= mayFollowWrite(error);
        throw error;
      }
    };
  const { patch, addSponsor, removeSponsor } = door;
  const changeSponsors: Door["changeSponsors"] = async (id, changes) => {
    const changed = await door.changeSponsors(id, changes);
    written ||= changed.mayHaveWritten;
    return changed;
  };
  const singles = { patch: watched(patch), addSponsor: watched(addSponsor), removeSponsor: watched(removeSponsor) };
  const writes = { ...singles, changeSponsors };
  return { door: { ...door, ...writes }, hasWritten: () => written };
}
