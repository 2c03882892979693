/**
 * Create, read, update and delete, each read top to bottom: observe, act, verify by reading back.
 *
 * @see https://learn.microsoft.com/graph/api/resources/connectedorganization
 */
import { type Base, bringTo, type Reach, refuseAnother } from "./bring-to";
import { createOnce, findToAdopt } from "./create-once";
import { PartialFailure, UserError } from "./errors";
import { type Door, openDoor, watchWrites } from "./graph/door";
import { GraphFailure, isNotFound } from "./graph/failure";
import { describeSource } from "./identity-source";
import { consistencyLimit, getCreated, getUnlessGone, isGone } from "./observe";
import { poll } from "./operation";
import type { Declared, Organization } from "./organization";
import {
  declaredOf,
  inputsOf,
  outputsOf,
  type Recorded,
  recordedOf,
  unfinished,
  unreadOutputs,
  type Values,
  withoutMembers,
} from "./recorded";
import { explain } from "./remedy";
import { getSponsors } from "./sponsors";
import { type Match, matchLeftovers, recordResolutions, relationOf, settleSeen, settleSources } from "./swap";

/** @throws PartialFailure when the organization exists but is not finished: from the POST on, no failure loses the id */
export async function create(reach: Reach, inputs: Values): Promise<{ id: string; outputs: Values }> {
  const { door } = reach;
  const declared = declaredOf(inputs);
  const taken = declared.adoptExisting ? await findToAdopt(reach, declared) : undefined;
  const { id, isOurs } = taken ?? (await createOnce(reach, declared));
  // Until the adopted one is known to be what is declared nothing is changed, and nothing is recorded.
  let base = isOurs ? undefined : await observeAdopted(reach, id, declared);
  try {
    base ??= observeOwn(declared, await getCreated(door, id));
    return { id, outputs: await bringTo(reach, id, declared, base) };
  } catch (error) {
    const outputs = base ? unfinished(base.outputs) : unreadOutputs(declared);
    throw new PartialFailure(id, outputs, explain(door.operation.what, error, door.connection.signedInAs));
  }
}

type Observed = Base & { readonly match: Match; readonly outputs: Values };

/** The first look at an organization of our own: what is stored is what the posted source resolved to. */
function observeOwn(declared: Declared, live: Organization): Observed {
  const posted = declared.identitySources.slice(0, 1);
  const match = matchLeftovers(posted, live.identitySources, {});
  if (match.missing[0]) {
    const stored = live.identitySources.map(describeSource).join(", ");
    throw new UserError(
      `Graph was given ${describeSource(match.missing[0])}, but stored ${stored}.`,
      "Declare what it stores, or delete the organization.",
    );
  }
  const resolutions = recordResolutions(match, {});
  const sponsors = withoutMembers(declared.sponsors);
  const outputs = outputsOf({ ...declared, live, match, resolutions, sponsors });
  return { ...live, stored: live.identitySources, match, resolutions, sponsors, live, outputs };
}

/** An organization of unknown history: look-ups decide what its sources are to the declared ones. */
async function observeAdopted({ door, findTenant }: Reach, id: string, declared: Declared): Promise<Observed> {
  const live = await door.get(id);
  const settled = await settleSources(declared.identitySources, live.identitySources, {}, findTenant);
  const remedy = "Declare the existing organization's own source, or delete that organization.";
  refuseAnother(declared, live.identitySources, relationOf(settled), { different: remedy, undecided: remedy });
  const { match, resolutions } = settled;
  const sponsors = await getSponsors(door, id, declared.sponsors);
  const outputs = outputsOf({ ...declared, live, match, resolutions, sponsors });
  return { ...live, stored: live.identitySources, match, resolutions, sponsors, live, outputs };
}

/** @returns nothing when the organization is certainly gone */
export async function read(
  reach: Reach,
  id: string,
  outputs: Values,
): Promise<{ outputs: Values; inputs: Values } | undefined> {
  const live = await getUnlessGone(reach.door, id);
  return live && (await readLive(reach, { ...live, id }, outputs));
}

/** What read says of an organization that is in hand already. */
export async function readLive(
  reach: Reach,
  live: Organization,
  outputs: Values,
): Promise<{ outputs: Values; inputs: Values }> {
  const recorded = recordedOf(outputs);
  const sponsors = await getSponsors(reach.door, live.id, recorded.sponsors);
  const { identitySources: declared, resolutions } = recorded;
  const settled = recorded.wasNeverRead
    ? observeOwn(recorded, live)
    : await settleSeen(declared, live.identitySources, resolutions, reach.findTenant);
  const seen = { ...recorded, ...settled, live, sponsors };
  return { outputs: outputsOf(seen), inputs: inputsOf(seen) };
}

/**
 * @returns the complete outputs; what an earlier operation left unfinished is finished first
 * @throws PartialFailure when something was written, so that the next update starts from what the service says
 */
export async function update(reach: Reach, id: string, outputs: Values, inputs: Values): Promise<Values> {
  const declared = declaredOf(inputs);
  const recorded = recordedOf(outputs);
  const { door, hasWritten } = watchWrites(reach.door);
  try {
    const base = recorded.isUnfinished ? await observeUnfinished(reach, id, recorded) : recorded;
    return await bringTo({ ...reach, door }, id, declared, base);
  } catch (error) {
    const reason = isNotFound(error) ? vanished(error) : error;
    if (!hasWritten()) throw reason;
    const { operation, connection } = door;
    throw new PartialFailure(id, unfinished(outputs), explain(operation.what, reason, connection.signedInAs));
  }
}

async function observeUnfinished({ door, findTenant }: Reach, id: string, recorded: Recorded): Promise<Base> {
  const live = recorded.wasNeverRead ? await getCreated(door, id, consistencyLimit) : await door.get(id);
  const { resolutions } = recorded.wasNeverRead
    ? observeOwn(recorded, live)
    : await settleSeen(recorded.identitySources, live.identitySources, recorded.resolutions, findTenant);
  // The managed lists are of unknown content, so they are read whatever is declared.
  return { ...live, stored: live.identitySources, resolutions, sponsors: {}, live };
}

function vanished(failure: GraphFailure): UserError {
  const remedy = "Run refresh: what no longer exists leaves the state, and up creates it again.";
  return new UserError(failure.fact, remedy, failure);
}

/** How long a deleted organization may still show before the delete counts as done. */
const deletedLimit = 10_000;

/** A missing organization is a success; the wait keeps a replacement from meeting the one that goes. */
export async function remove({ door, deleted }: Reach, id: string): Promise<void> {
  await deleteOrMissing(door, id);
  deleted.add(id);
  const { operation, connection } = door;
  const deadline = Math.min(operation.deadline, operation.clock.now() + deletedLimit);
  const bounded = openDoor(connection, { ...operation, deadline });
  const look = () =>
    bounded.get(id).then(
      () => undefined,
      () => true,
    );
  await poll(bounded.operation, look);
}

async function deleteOrMissing(door: Door, id: string): Promise<void> {
  try {
    await door.delete(id);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    if (error.status === 400 || error.status === 409) {
      const remedy = "Remove what refers to the organization first, or keep it with the option retainOnDelete.";
      throw new UserError(error.fact, remedy, error);
    }
    if (error.status !== 404) throw error;
    if (!(await isGone(door, id, error))) await door.delete(id);
  }
}
