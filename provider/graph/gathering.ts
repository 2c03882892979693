/** Decides whether reads wait for others to share a batch with. */

import { mostMembers } from "./batch";

/** How many moments reads wait for callers of the last batch. */
const patience = 40;

export interface Gathering {
  /** How many reads wait. */
  readonly reads: number;
  /** How many operations they belong to. */
  readonly operations: number;
  /** Whether a read came during the last moment. */
  readonly isGrowing: boolean;
  /** Whether a batch is under way or was just answered. */
  readonly isFollowed: boolean;
  /** The most operations that ever had reads in batches at the same time. */
  readonly mostAtOnce: number;
  /** How many moments they have waited. */
  readonly moments: number;
}

/**
 * An answered batch makes its callers ask again at once. Wait for them, or a refresh splits into two half-empty batches
 * that alternate. Once as many operations ask as ever did, no more are to be expected.
 */
export function waitOrSend({
  reads,
  operations,
  isGrowing,
  isFollowed,
  mostAtOnce,
  moments,
}: Gathering): "wait" | "send" {
  if (operations >= mostMembers) return "send";
  // Eight organizations with two lists each fill more than a batch: the last of them would be left waiting.
  if (isGrowing) return "wait";
  if (reads >= mostMembers) return "send";
  return isFollowed && operations < mostAtOnce && moments < patience ? "wait" : "send";
}
