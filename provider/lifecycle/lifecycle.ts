/**
 * Create, read and update, each read top to bottom: observe, act, verify by reading back.
 *
 * @see https://learn.microsoft.com/graph/api/resources/connectedorganization
 */

import { PartialFailure, UserError } from "../errors";
import { type Door, watchWrites } from "../graph/door";
import { type GraphFailure, isNotFound } from "../graph/failure";
import { isUntold } from "../organization/identity";
import { describeSources, isDomain, type Source, sourceKey } from "../organization/identity-source";
import type { Declared, Organization, Sponsors } from "../organization/organization";
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
} from "../organization/recorded";
import { recognize, settleSources } from "../organization/swap";
import { explain } from "../remedy";
import { waits } from "../waits";
import { type Base, bringTo, type Reach, refuseAnother } from "./bring-to";
import { createOnce, findToAdopt } from "./create-once";
import { getCreated, getUnlessGone } from "./observe";
import { refuseOtherTenant, refuseStranger } from "./ours";
import { getSponsors } from "./sponsors";

/** @throws PartialFailure when the organization exists but is not finished: from the POST on, no failure loses the id */
export async function create(reach: Reach, inputs: Values): Promise<{ id: string; outputs: Values }> {
  const { door } = reach;
  const declared = declaredOf(inputs);
  const spared = reach.owners.takeSpared(declared);
  if (spared) return { id: spared.id, outputs: await keep(reach, spared.id, spared.outputs, inputs) };
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
    throw partialFailure(door, id, outputs, error);
  }
}

function partialFailure({ operation, connection }: Door, id: string, outputs: Values, error: unknown): PartialFailure {
  return new PartialFailure(id, outputs, explain(operation.what, error, connection.signedInAs));
}

/** A replacement whose organization stays is an update of it, and no failure loses it. */
async function keep(reach: Reach, id: string, outputs: Values, inputs: Values): Promise<Values> {
  try {
    return await update(reach, id, outputs, inputs);
  } catch (error) {
    if (error instanceof PartialFailure) throw error;
    throw partialFailure(reach.door, id, unfinished(outputs), error);
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
  throw new UserError(
    `Graph was given ${describeSources(posted)}, but stored ${describeSources(live.identitySources)}.`,
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
  const stored = live.identitySources;
  return { ...live, stored, resolutions, sponsors, tenantId, live, seen, outputs: outputsOf(seen) };
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
    const { attempted } = recorded;
    const left = unfinished(known, attemptedOf(declared, { ...recordedOf(known), attempted }));
    throw partialFailure(door, id, left, reason);
  }
}

/** The record, unless it is of an operation that did not end, or sources are to be changed: those may have been read wrong. */
async function baseOf(
  reach: Reach,
  id: string,
  recorded: Recorded,
  declared: Declared,
): Promise<Base & { readonly outputs?: Values }> {
  const { door, findTenant } = reach;
  const settle = async (stored: readonly Source[]) =>
    await settleSources(declared.identitySources, stored, recorded.resolutions, findTenant);
  const { relation } = await settle(recorded.stored);
  const { relation: past } = await settle(onRecord(recorded));
  if ((relation === "same" || past === "different") && !recorded.isUnfinished) return recorded;
  const live = recorded.wasNeverRead ? await getCreated(door, id, waits.consistency) : await door.get(id);
  await refuseStranger(reach, recorded, live);
  const { attempted, stored: storedBefore } = recorded;
  // The managed lists are of unknown content, so they are read whatever is declared.
  const observed = await observe(reach, live, recorded, withoutMembers(recorded.sponsors));
  return {
    ...observed,
    attempted,
    past,
    storedBefore,
    sponsors: {},
    outputs: { ...observed.outputs, ...recorded.sponsors },
  };
}

function vanished(failure: GraphFailure): UserError {
  const remedy = "Run refresh: what no longer exists leaves the state, and up creates it again.";
  return new UserError(failure.fact, remedy, failure);
}
