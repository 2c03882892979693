// Which state a request sees: a write may become visible only after some reads.
import { forbidden, type GraphError, notFound } from "./errors";
import { type Organization, type SponsorKind, sponsorProperty } from "./model";
import { type Entry, removeEntry } from "./store";
import { swapStoredDomains } from "./swap";
import type { World } from "./world";

/** The answer to a request for an organization that does not exist. */
export function missing({ store, switches }: World, id: string): GraphError {
  const key = id.toLowerCase();
  const isGone = store.goneIds.has(key) || store.entries.get(key)?.deletedReads !== undefined;
  return isGone && switches.goneAnswer === 403 ? forbidden(switches) : notFound();
}

function findEntry(world: World, id: string): Entry {
  const entry = world.store.entries.get(id.toLowerCase());
  if (entry === undefined) throw missing(world, id);
  return entry;
}

function refuseWhileHidden(world: World, entry: Entry): void {
  if (entry.hiddenReads === 0) return;
  entry.hiddenReads -= 1;
  throw world.switches.createdHiddenAs === 403 ? forbidden(world.switches) : notFound();
}

function countDeletedRead(world: World, entry: Entry): void {
  if (entry.deletedReads === undefined) return;
  if (entry.deletedReads === 0) {
    removeEntry(world.store, entry);
    throw missing(world, entry.organization.id);
  }
  entry.deletedReads -= 1;
}

function currentView(world: World, entry: Entry): Organization {
  if (world.switches.swap === "later" && entry.domainReads === 0) swapStoredDomains(world, entry);
  if (entry.domainReads > 0) entry.domainReads -= 1;
  if (entry.stale !== undefined && entry.stale.reads > 0) {
    entry.stale.reads -= 1;
    return entry.stale.organization;
  }
  if (entry.emptySourceReads > 0) {
    entry.emptySourceReads -= 1;
    return { ...entry.organization, identitySources: [] };
  }
  return entry.organization;
}

export function readOrganization(world: World, id: string): Organization {
  const entry = findEntry(world, id);
  countDeletedRead(world, entry);
  refuseWhileHidden(world, entry);
  return currentView(world, entry);
}

export function listOrganizations(world: World): Organization[] {
  return [...world.store.entries.values()].flatMap((entry) => {
    if (entry.unlistedReads > 0) {
      entry.unlistedReads -= 1;
      return [];
    }
    if (entry.deletedReads === 0) return [];
    if (entry.deletedReads !== undefined) entry.deletedReads -= 1;
    return [currentView(world, entry)];
  });
}

/** The organization that a write applies to. */
export function findForWrite(world: World, id: string): Entry {
  const entry = findEntry(world, id);
  if (entry.deletedReads !== undefined) throw missing(world, id);
  refuseWhileHidden(world, entry);
  return entry;
}

export function findForDelete(world: World, id: string): Entry | undefined {
  const entry = world.store.entries.get(id.toLowerCase());
  if (entry === undefined || entry.deletedReads !== undefined) return undefined;
  if (world.switches.createdHiddenFromDelete === "yes") refuseWhileHidden(world, entry);
  return entry;
}

export function readSponsors(world: World, id: string, kind: SponsorKind): readonly string[] {
  const entry = findEntry(world, id);
  countDeletedRead(world, entry);
  refuseWhileHidden(world, entry);
  const stale = entry.staleSponsors[kind];
  if (stale === undefined || stale.reads === 0) return entry.organization[sponsorProperty[kind]];
  stale.reads -= 1;
  return stale.ids;
}

/** How many reads still see a domain before it becomes its tenant. */
export function readsBeforeSwap({ switches }: World): number {
  return switches.swap === "later" ? switches.swapAfterReads : 0;
}

export function hideNewEntry(world: World, entry: Entry): void {
  const { switches } = world;
  const onlyEmpty = switches.createdHiddenAs === "emptySources";
  entry.hiddenReads = onlyEmpty ? 0 : switches.createdHiddenReads;
  entry.emptySourceReads = onlyEmpty ? switches.createdHiddenReads : 0;
  entry.unlistedReads = switches.createdUnlistedReads;
  entry.domainReads = readsBeforeSwap(world);
}
