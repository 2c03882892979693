/**
 * Create, read, update and delete, each read top to bottom: observe, act, verify by reading back.
 *
 * @see https://learn.microsoft.com/graph/api/resources/connectedorganization
 */

import { type Base, bringTo, type Reach, refuseAnother } from "./bring-to";
import { createOnce, findToAdopt } from "./create-once";
import { oneLine, PartialFailure, UserError } from "./errors";
import { type Door, watchWrites } from "./graph/door";
import { GraphFailure, isNotFound } from "./graph/failure";
import { isUntold } from "./identity";
import { describeSource, isDomain, type Source, sourceKey } from "./identity-source";
import { consistencyLimit, getCreated, getUnlessGone } from "./observe";
import { pause, poll } from "./operation";
import type { Declared, Organization, Sponsors } from "./organization";
import {
  attemptedOf,
  declaredOf,
  inputsOf,
  onRecord,
  outputsOf,
  type Recorded,
  recordedOf,
  type Seen,
  unfinished,
  unreadOutputs,
  type Values,
  withoutMembers,
} from "./recorded";
import { explain } from "./remedy";
import { getSponsors } from "./sponsors";
import { recognize, settleSources } from "./swap";

/** @throws PartialFailure when the organization exists but is not finished: from the POST on, no failure loses the id */
export async function create(reach: Reach, inputs: Values): Promise<{ id: string; outputs: Values }> {
  const { door } = reach;
  const declared = declaredOf(inputs);
  const taken = declared.adoptExisting ? await findToAdopt(reach, declared) : undefined;
  const { id, isOurs } = taken ?? (await createOnce(reach, declared));
  // Until the adopted one is known to be what is declared nothing is changed, and nothing is recorded.
  let base = isOurs ? undefined : await observeAdopted(reach, id, declared);
  const { door: watched, hasWritten } = watchWrites(door);
  try {
    base ??= await observeOwn(reach, declared, await getCreated(door, id));
    return { id, outputs: await bringTo({ ...reach, door: watched }, id, declared, base) };
  } catch (error) {
    const attempted = base && hasWritten() ? attemptedOf(declared, recordedOf(base.outputs)) : {};
    const outputs = base ? unfinished(base.outputs, attempted) : unreadOutputs(declared, door.connection.tenantId());
    throw new PartialFailure(id, outputs, explain(door.operation.what, error, door.connection.signedInAs));
  }
}

type Observed = Base & { readonly outputs: Values };

/** The first look at an organization of our own: what is stored is what the posted source resolved to. */
async function observeOwn(reach: Reach, declared: Declared, live: Organization): Promise<Observed> {
  const posted = declared.identitySources.slice(0, 1);
  const [only, ...others] = live.identitySources;
  const isAnswer = only && others.length === 0 && posted.every((source) => mayBeAnswer(source, only));
  const resolutions = isAnswer ? Object.fromEntries(posted.map((source) => [sourceKey(source), sourceKey(only)])) : {};
  const sponsors = withoutMembers(declared.sponsors);
  const observed = await observe(reach, live, { ...declared, identitySources: posted, resolutions }, sponsors);
  if (observed.seen.match.missing.length === 0) return observed;
  const names = (sources: readonly Source[]) => sources.map(describeSource).join(", ");
  throw new UserError(
    `Graph was given ${names(posted)}, but stored ${names(live.identitySources)}.`,
    "Declare what it stores, or delete the organization.",
  );
}

/** A domain becomes anything but another domain, and every source what the service does not tell. */
function mayBeAnswer(posted: Source, stored: Source): boolean {
  return isDomain(posted) ? !isDomain(stored) : isUntold(posted, stored);
}

/** An organization of unknown history: look-ups decide what its sources are to the declared ones. */
async function observeAdopted(reach: Reach, id: string, declared: Declared): Promise<Observed> {
  const { door, findTenant } = reach;
  const live = await door.get(id);
  const { relation } = await settleSources(declared.identitySources, live.identitySources, {}, findTenant);
  const remedy = "Declare the existing organization's own source, or delete that organization.";
  refuseAnother(declared.identitySources, live.identitySources, relation, { different: remedy, undecided: remedy });
  const sponsors = await getSponsors(door, id, declared.sponsors);
  return await observe(reach, live, { ...declared, resolutions: {} }, sponsors);
}

type Record = Pick<Recorded, "identitySources" | "adoptExisting" | "resolutions"> &
  Partial<Pick<Recorded, "formerSources" | "tenantId">>;

async function observe(
  { door, findTenant }: Reach,
  live: Organization,
  record: Record,
  sponsors: Sponsors,
): Promise<Observed & { readonly seen: Seen }> {
  const recognized = await recognize(record, live.identitySources, findTenant);
  const tenantId = door.connection.tenantId() ?? record.tenantId;
  const seen = { ...recognized, adoptExisting: record.adoptExisting, live, sponsors, tenantId };
  const { resolutions } = recognized;
  return { ...live, stored: live.identitySources, resolutions, sponsors, live, seen, outputs: outputsOf(seen) };
}

/** @returns nothing when the organization is certainly gone */
export async function read(
  reach: Reach,
  id: string,
  outputs: Values,
): Promise<{ outputs: Values; inputs: Values } | undefined> {
  const recorded = recordedOf(outputs);
  const live = await getUnlessGone(reach.door, id, !recorded.wasNeverRead);
  refuseOtherTenant(reach.door, recorded);
  return live && (await readLive(reach, { ...live, id }, outputs));
}

/** What read says of an organization that is in hand already. */
export async function readLive(
  reach: Reach,
  live: Organization,
  outputs: Values,
): Promise<{ outputs: Values; inputs: Values }> {
  const recorded = recordedOf(outputs);
  await refuseStranger(reach, recorded, live);
  const sponsors = await getSponsors(reach.door, live.id, recorded.sponsors);
  const { seen, outputs: now } = await observe(reach, live, recorded, sponsors);
  return { outputs: now, inputs: inputsOf(seen) };
}

/** Whatever is missing in one tenant says nothing about another. */
function refuseOtherTenant({ connection }: Door, { tenantId }: Recorded): void {
  const actual = connection.tenantId();
  if (tenantId === undefined || actual === undefined || tenantId === actual) return;
  throw new UserError(
    `The state was made in tenant ${tenantId}, but ${connection.signedInAs} belongs to tenant ${actual}.`,
    "Check the settings tenantId, clientId and those of the credential, or select the stack of this tenant.",
  );
}

/** An id that was mistyped in a state or import file leads to somebody else's organization, of another origin. */
async function refuseStranger(reach: Reach, recorded: Recorded, live: Organization): Promise<void> {
  const { createdDateTime } = recorded;
  const isOurs = recorded.wasNeverRead || instantOf(createdDateTime) === instantOf(live.stamps["createdDateTime"]);
  if (isOurs || !(await isCertainlyAnother(reach, recorded, live))) return;
  throw isNotOurs(recorded, live, "Correct the id in the state or the import file.");
}

/** Graph leaves out the zeros at the end of a fraction. */
function instantOf(stamp = ""): number | string {
  const instant = Date.parse(stamp);
  return Number.isNaN(instant) ? stamp : instant;
}

async function isCertainlyAnother({ findTenant }: Reach, recorded: Recorded, live: Organization): Promise<boolean> {
  const ours = [...recorded.stored, ...recorded.identitySources, ...recorded.formerSources];
  return (await settleSources(ours, live.identitySources, recorded.resolutions, findTenant)).relation === "different";
}

function isNotOurs({ stored, identitySources }: Recorded, live: Organization, remedy: string): UserError {
  const names = (sources: readonly Source[]) => sources.map(describeSource).join(", ");
  const recorded = names(stored.length > 0 ? stored : identitySources);
  return new UserError(
    `Graph stores ${names(live.identitySources)} for the organization ${oneLine(live.id)}, but the state records ${recorded}.`,
    remedy,
  );
}

/**
 * @returns the complete outputs; what an earlier operation left unfinished is finished first
 * @throws PartialFailure when something was written, so that the next update starts from what the service says
 */
export async function update(reach: Reach, id: string, outputs: Values, inputs: Values): Promise<Values> {
  const declared = declaredOf(inputs);
  const recorded = recordedOf(outputs);
  reach.owners.refuseShared(id, outputs);
  const { door, hasWritten } = watchWrites(reach.door);
  let known = outputs;
  try {
    refuseOtherTenant(door, recorded);
    const base = await baseOf({ ...reach, door }, id, recorded, declared);
    known = base.outputs ?? outputs;
    return await bringTo({ ...reach, door }, id, declared, base);
  } catch (error) {
    refuseOtherTenant(door, recorded);
    const reason = isNotFound(error) ? vanished(error) : error;
    if (!hasWritten()) throw reason;
    const { operation, connection } = door;
    const left = unfinished(known, attemptedOf(declared, recorded));
    throw new PartialFailure(id, left, explain(operation.what, reason, connection.signedInAs));
  }
}

/** The record, unless it is of an operation that did not end, or has nothing certain in common with the program. */
async function baseOf(
  reach: Reach,
  id: string,
  recorded: Recorded,
  declared: Declared,
): Promise<Base & { readonly outputs?: Values }> {
  const { door, findTenant } = reach;
  const settle = async (stored: readonly Source[]) =>
    await settleSources(declared.identitySources, stored, recorded.resolutions, findTenant);
  const { relation, match } = await settle(recorded.stored);
  const mayRepair = (await settle(onRecord(recorded))).relation !== "different";
  const isKnown = relation === "same" || match.pairs.length > 0 || !mayRepair;
  if (isKnown && relation !== "undecided" && !recorded.isUnfinished) return recorded;
  const live = recorded.wasNeverRead ? await getCreated(door, id, consistencyLimit) : await door.get(id);
  await refuseStranger(reach, recorded, live);
  const { attempted } = recorded;
  // The managed lists are of unknown content, so they are read whatever is declared.
  const observed = await observe(reach, live, recorded, withoutMembers(recorded.sponsors));
  return { ...observed, attempted, mayRepair, sponsors: {}, outputs: { ...observed.outputs, ...recorded.sponsors } };
}

function vanished(failure: GraphFailure): UserError {
  const remedy = "Run refresh: what no longer exists leaves the state, and up creates it again.";
  return new UserError(failure.fact, remedy, failure);
}

/** How long the program may take to declare the others, one of which may be what this organization is for now. */
const declarationTime = 1000;

/** A missing organization is a success, and one that another resource has or is about to adopt stays. */
export async function remove(reach: Reach, id: string, outputs: Values): Promise<void> {
  const { door, owners } = reach;
  if (owners.isDeleted(id) || owners.keeps(id, outputs)) return;
  if (owners.isLeaving(id)) await pause(door.operation, declarationTime);
  const recorded = recordedOf(outputs);
  const live = await getUnlessGone(door, id, !recorded.wasNeverRead);
  refuseOtherTenant(door, recorded);
  if (live && (await isCertainlyAnother(reach, recorded, live))) {
    const remedy =
      "It was not deleted: run refresh to record what is stored, or remove the resource from the state with pulumi state delete.";
    throw isNotOurs(recorded, live, remedy);
  }
  if (owners.keeps(id, outputs)) return;
  await owners.deleting(id, async () => {
    if (live) await deleteOrMissing(door, id);
  });
}

/** How long a deleted organization may still show. */
const deletedLimit = 10_000;

async function deleteOrMissing(door: Door, id: string): Promise<void> {
  try {
    await door.delete(id);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    if (error.status === 400 || error.status === 409) {
      const remedy = "Remove what refers to the organization first, or keep it with the option retainOnDelete.";
      throw new UserError(error.fact, remedy, error);
    }
    if (error.status !== 404 && error.status !== 403) throw error;
    // After our own delete, whose answer was lost, Graph may say 404 or, to callers with narrow rights, 403.
    if (isNotFound(error) && error.followsLoss) return;
    if (error.status === 403 && !error.followsLoss) throw error;
    const gone = async () => ((await door.isListed(id)) ? undefined : true);
    if (!(await poll(door.operation, gone, deletedLimit))) await door.delete(id);
  }
}
