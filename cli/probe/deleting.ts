// What DELETE answers, and how long the deleted one is seen and in the way.
import { at, type Bench, describe, isSuccess, looks, make, makeVisible, post, see } from "./bench";
import type { Chapter } from "./chapter";

export const deleting: Chapter = {
  about: "deletes",
  switches: [
    "createdHiddenFromDelete",
    "deleteAnswer",
    "deletedVisibleReads",
    "goneAnswer",
    "deleteMissing",
    "deletedBusyCreates",
  ],
  async ask(bench) {
    await observeAtOnce(bench);
    const { id } = await makeVisible(bench, "deleted", [bench.domain("deleted")]);
    const answer = await bench.send("DELETE", at(id));
    bench.findings.settle("deleteAnswer", answer.status, describe("DELETE", answer));
    if (!isSuccess(answer) && answer.status !== 404) throw new Error(describe("DELETE", answer));
    const gone = await readsUntilGone(bench, id);
    if (gone === undefined) throw new Error(`the organization was still there after ${looks} reads`);
    const { reads, status } = gone;
    bench.findings.settle("deletedVisibleReads", reads, `the read after ${reads} others was answered ${status}`);
    bench.findings.settle("goneAnswer", status, `a read of the deleted organization was answered ${status}`);
    const again = await bench.send("DELETE", at(id));
    bench.findings.settle("deleteMissing", again.status, describe("a second DELETE", again));
    await observeBusy(bench);
  },
};

/** Whether a DELETE sees an organization that a GET does not see yet. */
async function observeAtOnce(bench: Bench): Promise<void> {
  const { findings } = bench;
  if (!findings.value("createdHiddenReads"))
    return findings.settle("createdHiddenFromDelete", "no", "a new organization is visible at once");
  const id = await make(bench, "deleted at once", [bench.domain("at-once")]);
  const answer = await bench.send("DELETE", at(id));
  const seen = describe("a DELETE at once", answer);
  const sight = isSuccess(answer) || answer.status === 400 ? undefined : await see(bench, id, () => true);
  if (!sight && answer.status !== 400) bench.made.delete(id);
  findings.settle("createdHiddenFromDelete", sight ? "yes" : "no", `${seen}${sight ? "; a later GET showed it" : ""}`);
}

export async function readsUntilGone(bench: Pick<Bench, "send" | "pause" | "made">, id: string) {
  for (let reads = 0; reads < looks; reads += 1) {
    if (reads > 0) await bench.pause();
    const { status } = await bench.send("GET", at(id));
    // To callers with narrow rights the service has said 403 of what is gone.
    if (status !== 404 && status !== 403) continue;
    bench.made.delete(id);
    return { reads, status };
  }
  return undefined;
}

async function observeBusy(bench: Bench): Promise<void> {
  for (let refusals = 0; refusals < looks; refusals += 1) {
    if (refusals > 0) await bench.pause();
    const answer = await post(bench, "made again", [bench.domain("deleted")]);
    if (!isSuccess(answer)) continue;
    const seen = `the create after ${refusals} refused ones passed`;
    return bench.findings.settle("deletedBusyCreates", refusals, seen);
  }
  throw new Error(`a create of the same source was refused ${looks} times`);
}
