// What DELETE answers, how long the deleted organization stays visible, and how long it blocks a new one.

import type { Chapter } from "./chapter";
import { at, describe, isSuccess, looks, make, makeVisible, post, type Survey, see } from "./survey";

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
  async ask(survey) {
    await observeAtOnce(survey);
    const { id } = await makeVisible(survey, "deleted", [survey.domain("deleted")]);
    const answer = await survey.send("DELETE", at(id));
    survey.findings.settle("deleteAnswer", answer.status, describe("DELETE", answer));
    if (!isSuccess(answer) && answer.status !== 404) throw new Error(describe("DELETE", answer));
    const gone = await readsUntilGone(survey, id);
    if (gone === undefined) throw new Error(`the organization was still there after ${looks} reads`);
    const { reads, status } = gone;
    survey.findings.settle("deletedVisibleReads", reads, `the read after ${reads} others was answered ${status}`);
    survey.findings.settle("goneAnswer", status, `a read of the deleted organization was answered ${status}`);
    const again = await survey.send("DELETE", at(id));
    survey.findings.settle("deleteMissing", again.status, describe("a second DELETE", again));
    await observeBusy(survey);
  },
};

/** Whether DELETE finds an organization that GET does not show yet. */
async function observeAtOnce(survey: Survey): Promise<void> {
  const { findings } = survey;
  if (!findings.value("createdHiddenReads"))
    return findings.settle("createdHiddenFromDelete", "no", "a new organization is visible at once");
  const id = await make(survey, "deleted at once", [survey.domain("at-once")]);
  const answer = await survey.send("DELETE", at(id));
  const seen = describe("a DELETE at once", answer);
  const sight = isSuccess(answer) || answer.status === 400 ? undefined : await see(survey, id, () => true);
  // The service has answered 404 to a DELETE that took effect, and reads may show what is deleted for a while.
  const isHidden = sight !== undefined && (await readsUntilGone(survey, id)) === undefined;
  if (!sight && answer.status !== 400) survey.made.delete(id);
  findings.settle(
    "createdHiddenFromDelete",
    isHidden ? "yes" : "no",
    `${seen}${isHidden ? "; later GETs showed it" : ""}`,
  );
}

/** What it takes to remove an organization and confirm that it is gone. */
export type Cleaner = Pick<Survey, "send" | "pause" | "made">;

export async function readsUntilGone(survey: Cleaner, id: string) {
  for (let reads = 0; reads < looks; reads += 1) {
    if (reads > 0) await survey.pause();
    const { status } = await survey.send("GET", at(id));
    // For callers with few permissions, the service has answered 403 for what is gone.
    if (status !== 404 && status !== 403) continue;
    survey.made.delete(id);
    return { reads, status };
  }
  return undefined;
}

async function observeBusy(survey: Survey): Promise<void> {
  for (let refusals = 0; refusals < looks; refusals += 1) {
    if (refusals > 0) await survey.pause();
    const answer = await post(survey, "made again", [survey.domain("deleted")]);
    if (!isSuccess(answer)) continue;
    const seen = `the create after ${refusals} refused ones passed`;
    return survey.findings.settle("deletedBusyCreates", refusals, seen);
  }
  throw new Error(`a create of the same source was refused ${looks} times`);
}
