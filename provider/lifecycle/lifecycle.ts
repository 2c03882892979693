/**
 * Create, read and update, each read top to bottom: observe, act, verify by reading back.
 *
 * @see https://learn.microsoft.com/graph/api/resources/connectedorganization
 */

import { PartialFailure, UserError } from "../errors";
import { watchWrites } from "../graph/door";
import { type GraphFailure, isNotFound } from "../graph/failure";
import { withoutDefaults } from "../organization/check";
import type { Declared, Organization } from "../organization/organization";
import {
  attemptedOf,
  declaredOf,
  inputsOf,
  outputsOf,
  type Recorded,
  recordedOf,
  type Seen,
  unfinished,
  unreadOutputs,
  type Values,
} from "../organization/recorded";
import { guid, refusal } from "../organization/text-rule";
import { bringTo } from "./bring-to";
import { createOnce, findToAdopt } from "./create-once";
import { getUnlessGone } from "./observe";
import { otherTenant, refuseOtherTenant, refuseStranger } from "./ours";
import type { Reach } from "./reach";
import { see, seeAdopted, seeBeforeUpdate, seeCreated } from "./see";
import { getRecentSponsors } from "./sponsors";

/** @throws PartialFailure when the organization exists but is not finished: from the POST on, no failure loses the id */
export async function create(reach: Reach, inputs: Values): Promise<{ id: string; outputs: Values }> {
  const declared = declaredOf(inputs);
  try {
    return await makeOrAdopt(reach, declared);
  } catch (error) {
    if (!(error instanceof PartialFailure)) reach.owners.failed(declared);
    throw error;
  }
}

async function makeOrAdopt(reach: Reach, declared: Declared): Promise<{ id: string; outputs: Values }> {
  const spared = reach.owners.takeSpared(declared);
  if (spared) return { id: spared.id, outputs: await change(reach, { ...spared, isNew: true }, declared) };
  const adopted = declared.adoptExisting ? await findToAdopt(reach, declared) : undefined;
  const { id, isOurs } = adopted ?? (await createOnce(reach, declared));
  reach.owners.take(id, declared, isOurs);
  const outputs = unreadOutputs(declared, reach.door.connection.tenantId());
  // Until the adopted one is known to be what is declared, nothing is changed and nothing is recorded.
  const seen = isOurs ? undefined : await seeAdopted(reach, id, declared, recordedOf(outputs));
  const start: Start = async (watched, recorded) => seen ?? (await seeCreated(watched, id, declared, recorded));
  return { id, outputs: await change(reach, { id, outputs, isNew: true }, declared, start) };
}

/** @returns nothing when the organization is certainly gone */
export async function read(
  reach: Reach,
  id: string,
  outputs: Values,
): Promise<{ outputs: Values; inputs: Values } | undefined> {
  const recorded = recordedOf(outputs);
  const live = await getUnlessGone(reach.door, id, !recorded.wasNeverRead, recorded.sponsors);
  refuseOtherTenant(reach.door, recorded);
  return live && (await readLive(reach, { ...live, id }, recorded));
}

/**
 * Read without a state: an organization that was made elsewhere, as a person would declare it. What has its default stays
 * out, and sponsors are not managed.
 *
 * @returns nothing when there is no such organization
 */
export async function readForImport(
  reach: Reach,
  id: string,
): Promise<{ id: string; outputs: Values; inputs: Values } | undefined> {
  const known = guid.normalize(id);
  if (known === undefined) throw new UserError(`id ${refusal(id, guid)}`);
  const live = await getUnlessGone(reach.door, known, true);
  if (!live) return undefined;
  const { inputs } = await readLive(reach, live, recordedOf({}));
  // As declared already, so that the next refresh records nothing more.
  const { outputs } = await readLive(reach, live, recordedOf({ identitySources: inputs["identitySources"] }));
  return { id: known, outputs, inputs: withoutDefaults(inputs) };
}

/** What read says of an organization that is in hand already. */
export async function readLive(
  reach: Reach,
  live: Organization,
  recorded: Recorded,
): Promise<{ outputs: Values; inputs: Values }> {
  await refuseStranger(reach, recorded, live);
  const seen = await see(reach, live, recorded, await getRecentSponsors(reach.door, live.id, recorded.sponsors));
  return { outputs: outputsOf(seen), inputs: inputsOf(seen) };
}

/**
 * @returns the complete outputs; what an earlier operation left unfinished is finished first
 * @throws PartialFailure when something was written, so that the next update starts from what the service says
 */
export async function update(reach: Reach, id: string, outputs: Values, inputs: Values): Promise<Values> {
  return await change(reach, { id, outputs, isNew: false }, declaredOf(inputs));
}

/** What the state holds, or would hold if nothing else became known. */
interface Known {
  readonly id: string;
  readonly outputs: Values;
  /** Whether the state does not hold it yet: then every failure must bring it there. */
  readonly isNew: boolean;
}

/** The first look, through a door that remembers writes. */
type Start = (watched: Reach, recorded: Recorded) => Promise<Seen | undefined>;

/** Brings what is known to what is declared, and leaves behind what is known when that fails. */
async function change(
  reach: Reach,
  { id, outputs, isNew }: Known,
  declared: Declared,
  start: Start = async (watched, recorded) => await seeBeforeUpdate(watched, { id, outputs }, declared, recorded),
): Promise<Values> {
  const recorded = recordedOf(outputs);
  const { door, hasWritten } = watchWrites(reach.door);
  let seen: Seen | undefined;
  try {
    seen = await start({ ...reach, door }, recorded);
    return await bringTo({ ...reach, door }, id, declared, recorded, seen);
  } catch (error) {
    const reason = otherTenant(door, recorded) ?? (isNotFound(error) ? vanished(error) : error);
    if (!isNew && !hasWritten()) throw reason;
    const known = seen ? { ...recorded.sponsors, ...outputsOf(seen) } : outputs;
    const { attempted } = recorded;
    const sent = hasWritten() ? attemptedOf(declared, { ...recordedOf(known), attempted }) : attempted;
    throw new PartialFailure(id, unfinished(known, sent), reason);
  }
}

function vanished(failure: GraphFailure): UserError {
  const remedy = "Run refresh: what no longer exists leaves the state, and up creates it again.";
  return new UserError(failure.fact, remedy, failure);
}
