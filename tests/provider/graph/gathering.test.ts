import assert from "node:assert/strict";
import { type Gathering, waitOrSend } from "../../../provider/graph/gathering";

/** Two reads of two operations that nobody has joined for a moment, while nothing is under way. */
const quiet: Gathering = { reads: 2, operations: 2, isGrowing: false, isFollowed: false, mostAtOnce: 0, moments: 1 };
const followed = { isFollowed: true, mostAtOnce: 8 };

describe("reads that could share a batch", () => {
  const rows: [when: string, gathering: Partial<Gathering>, next: "wait" | "send"][] = [
    ["the first has just come", { reads: 1, operations: 1, isGrowing: true, moments: 0 }, "wait"],
    ["another came during the last moment", { isGrowing: true }, "wait"],
    ["others keep coming, however long", { isGrowing: true, moments: 1000 }, "wait"],
    ["nobody joined them for a moment", {}, "send"],
    ["they fill a batch", { reads: 20, operations: 8, ...followed }, "send"],
    ["they fill a batch, but more of them come", { reads: 21, operations: 7, isGrowing: true, ...followed }, "wait"],
    ["they are more than a batch takes", { reads: 45, operations: 45, isGrowing: true, ...followed }, "send"],
    ["fewer ask than ever at once and the others are about to", followed, "wait"],
    ["fewer ask than ever at once but nothing is under way or just answered", { mostAtOnce: 8 }, "send"],
    ["as many ask as ever at once", { ...followed, reads: 8, operations: 8 }, "send"],
    [
      "as many ask as ever at once and one asks more",
      { ...followed, reads: 9, operations: 8, isGrowing: true },
      "wait",
    ],
    ["few operations ask much", { ...followed, reads: 16, operations: 4 }, "wait"],
    ["nothing was ever shared", { isFollowed: true }, "send"],
    ["they have been patient", { ...followed, moments: 39 }, "wait"],
    ["their patience is over", { ...followed, moments: 40 }, "send"],
    ["their patience is over and another came", { ...followed, moments: 40, isGrowing: true }, "wait"],
  ];
  for (const [when, gathering, next] of rows) {
    it(`${next === "wait" ? "wait" : "are sent"} when ${when}`, () => {
      assert.equal(waitOrSend({ ...quiet, ...gathering }), next);
    });
  }
});
