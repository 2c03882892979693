// Creating and changing organizations: what is stored, and what is refused.
import type { OrganizationBody } from "./body";
import { badRequest, GraphError } from "./errors";
import { identityKey, sameSources } from "./identity-source";
import type { IdentitySource, Organization } from "./model";
import { readInlineSponsors } from "./sponsor-reference";
import { changeOrganization, type Entry, findDuplicate, insertOrganization, liveEntries } from "./store";
import { countSources, storeSources } from "./swap";
import { hideNewEntry, readsBeforeSwap } from "./visibility";
import type { World } from "./world";

function duplicateError({ switches }: World, what: string): GraphError {
  return new GraphError(
    switches.duplicateStatus,
    switches.duplicateCode,
    `A connected organization with ${what} already exists.`,
  );
}

function countBusyCreate({ store }: World, key: string): boolean {
  const left = store.busyIdentities.get(key) ?? 0;
  store.busyIdentities.set(key, Math.max(0, left - 1));
  return left > 0;
}

function refuseDuplicate(world: World, candidate: Pick<Organization, "id" | "identitySources">): void {
  if (world.switches.duplicate === "allowed") return;
  const busy = candidate.identitySources.map(identityKey).filter((key) => countBusyCreate(world, key));
  if (busy.length > 0 || findDuplicate(world.store, candidate) !== undefined) {
    throw duplicateError(world, "the same identity source");
  }
}

function refuseDisplayName(world: World, displayName: string | null, ownId?: string): void {
  if (world.switches.duplicateDisplayName === "allowed" || displayName === null) return;
  const taken = liveEntries(world.store).some(
    ({ organization }) =>
      organization.id !== ownId && organization.displayName?.toLowerCase() === displayName.toLowerCase(),
  );
  if (taken) throw duplicateError(world, "the same display name");
}

function checkDescription({ switches }: World, { description }: OrganizationBody): void {
  if (description === null && switches.clearedDescription === "refused") {
    throw badRequest("The property 'description' cannot be null.");
  }
}

function checkDisplayName({ switches }: World, { displayName = null }: OrganizationBody): void {
  if (displayName === null && switches.postDisplayName === "refused") {
    throw badRequest("The property 'displayName' is required.");
  }
}

function sourcesToCreate({ switches }: World, sources: readonly IdentitySource[]): readonly IdentitySource[] {
  if (sources.length === 0 && switches.zeroSources === "refused") {
    throw new GraphError(400, "InvalidModel", "The model is invalid. One identity source is needed.");
  }
  if (sources.length < 2 || switches.twoSources === "accepted") return sources;
  if (switches.twoSources === "ignored") return sources.slice(0, 1);
  throw new GraphError(400, "InvalidModel", "The model is invalid. Only one identity source can be given.");
}

/** Where a request came to, and who sent it. */
export interface Call {
  readonly origin: string;
  readonly caller: string | undefined;
}

export function createOrganization(world: World, body: OrganizationBody, { origin, caller }: Call): Organization {
  const { store } = world;
  checkDisplayName(world, body);
  checkDescription(world, body);
  const sponsors = readInlineSponsors(world, body.sponsors, origin);
  const sent = sourcesToCreate(world, body.identitySources ?? []);
  const identitySources = storeSources(world, sent, "create");
  const id = store.nextGuid();
  refuseDuplicate(world, { id, identitySources });
  refuseDisplayName(world, body.displayName ?? null);
  const now = store.nextTimestamp();
  const entry = insertOrganization(store, {
    id,
    displayName: body.displayName ?? null,
    description: body.description ?? null,
    state: body.state ?? "configured",
    identitySources,
    createdDateTime: now,
    modifiedDateTime: now,
    createdBy: caller,
    modifiedBy: caller,
    ...sponsors,
  });
  hideNewEntry(world, entry);
  return entry.organization;
}

/** Whether the sources sent equal the stored ones in type and identity. */
function isAsStored(world: World, sent: readonly IdentitySource[], stored: Organization): boolean {
  const typedKey = (source: IdentitySource) => `${source["@odata.type"]} ${identityKey(source)}`;
  const count = (sources: readonly IdentitySource[]) => countSources(world, sources, typedKey);
  return sameSources(count(sent), count(stored.identitySources), typedKey);
}

function patchedSources(
  world: World,
  stored: Organization,
  sent: readonly IdentitySource[] | null,
): readonly IdentitySource[] {
  const { switches } = world;
  const wanted = storeSources(world, sent ?? [], "patch");
  if (switches.patchIdentitySources === "ignored") return stored.identitySources;
  if (switches.patchIdentitySources === "refused") {
    if (sent !== null && isAsStored(world, sent, stored)) return stored.identitySources;
    throw new GraphError(400, "InvalidModel", "The model is invalid. identitySources cannot be changed.");
  }
  if (sent !== null && sameSources(wanted, stored.identitySources, identityKey)) return stored.identitySources;
  if (wanted.length === 0 && switches.zeroSources === "ignored") return stored.identitySources;
  if (wanted.length === 0 && switches.zeroSources === "refused") {
    throw new GraphError(400, "InvalidModel", "The model is invalid. One identity source is needed.");
  }
  refuseDuplicate(world, { id: stored.id, identitySources: wanted });
  return wanted;
}

/** Applies a PATCH; properties that the body omits stay as they are. */
export function patchOrganization(
  world: World,
  entry: Entry,
  body: OrganizationBody,
  caller: string | undefined,
): Partial<Organization> {
  const stored = entry.organization;
  checkDescription(world, body);
  if (Object.keys(body.sponsors).length > 0) throw new GraphError(400, "InvalidModel", "The model is invalid.");
  if (body.state === null) throw badRequest("The property 'state' cannot be null.");
  if (body.state === "proposed" && stored.state === "configured" && world.switches.backToProposed === "refused") {
    throw new GraphError(400, world.switches.ruleCode, "A configured organization cannot become proposed again.");
  }
  if (body.displayName !== undefined) refuseDisplayName(world, body.displayName, stored.id);
  const changes: Partial<Organization> = {
    ...(body.displayName === undefined ? {} : { displayName: body.displayName }),
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.state === undefined ? {} : { state: body.state }),
    ...(body.identitySources === undefined
      ? {}
      : { identitySources: patchedSources(world, stored, body.identitySources) }),
  };
  changeOrganization(world.store, entry, changes, caller);
  if (changes.identitySources !== undefined) entry.domainReads = readsBeforeSwap(world);
  entry.stale = { organization: stored, reads: world.switches.patchedStaleReads };
  return changes;
}
