/** Whether reads that could share a batch wait for others to join them, or are sent. */

import { mostMembers } from "./batch";

/** The most moments that reads wait while other reads are about to follow. */
const patience = 40;

export interface Gathering {
  /** How many reads wait. */
  readonly reads: number;
  /** Of how many operations they are. */
  readonly operations: number;
  /** Whether a read came during the last moment. */
  readonly isGrowing: boolean;
  /** Whether a batch is under way or was answered just now: its callers ask again at once. */
  readonly isFollowed: boolean;
  /** The most operations that ever shared what was under way. */
  readonly mostAtOnce: number;
  /** How many moments were waited so far. */
  readonly moments: number;
}

/**
 * Without the wait for followers a refresh splits into two half-empty batches that alternate. They are waited for only
 * until as many operations ask as ever did at once: more are not to be expected.
 */
export function waitOrSend({
  reads,
  operations,
  isGrowing,
  isFollowed,
  mostAtOnce,
  moments,
}: Gathering): "wait" | "send" {
  if (reads >= mostMembers) return "send";
  if (isGrowing) return "wait";
  return isFollowed && operations < mostAtOnce && moments < patience ? "wait" : "send";
}
