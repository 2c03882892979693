/** Delete: looks first, and leaves what is another partner's or another resource's. */

import { UserError } from "../errors";
import type { Door } from "../graph/door";
import { GraphFailure, isNotFound } from "../graph/failure";
import { poll } from "../operation";
import { recordedOf, type Values } from "../organization/recorded";
import { waits } from "../waits";
import { protect } from "./in-use";
import { getUnlessGone } from "./observe";
import { isCertainlyAnother, isNotOurs, refuseOtherTenant } from "./ours";
import type { Reach } from "./reach";

/** A missing organization is a success, and one that another resource has or is about to adopt stays. */
export async function remove(reach: Reach, id: string, outputs: Values): Promise<void> {
  const { door, owners } = reach;
  if (owners.isLeaving(id)) await owners.quiet(door.operation);
  if (owners.isDeleted(id) || owners.keeps(id, outputs)) return;
  const recorded = recordedOf(outputs);
  door.connection.collection.forgetOlder(id, waits.lookBeforeDelete);
  const live = await getUnlessGone(door, id, !recorded.wasNeverRead);
  refuseOtherTenant(door, recorded);
  if (live && (await isCertainlyAnother(reach, recorded, live))) {
    const remedy =
      "It was not deleted: run refresh to record what is stored, or remove the resource from the state with pulumi state delete.";
    throw isNotOurs(recorded, live, remedy);
  }
  if (live) await protect(reach, id);
  if (owners.keeps(id, outputs)) return;
  await owners.deleting(id, async () => {
    if (live) await deleteOrMissing(door, id);
  });
}

async function deleteOrMissing(door: Door, id: string): Promise<void> {
  try {
    await door.delete(id);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    if (error.isConflict) {
      if (error.followsLoss && !(await door.isListed(id))) return;
      const remedy = "Remove what refers to the organization first, or keep it with the option retainOnDelete.";
      throw new UserError(error.fact, remedy, error);
    }
    if (!error.isMissing && !error.isForbidden) throw error;
    // After our own delete, whose answer was lost, Graph may say 404 or, to callers with narrow rights, 403.
    if (isNotFound(error) && error.followsLoss) return;
    if (error.isForbidden && !error.followsLoss) throw error;
    const gone = async () => ((await door.isListed(id)) ? undefined : true);
    if (!(await poll(door.operation, "Graph to stop listing the deleted organization", gone, waits.consistency)))
      await door.delete(id);
  }
}
