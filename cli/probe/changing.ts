// What PATCH answers, when reads show the new values, and how they are stored.

import type { Chapter } from "./chapter";
import { at, describe, isSuccess, looks, type Survey, see, sourcesOf } from "./survey";
import type { Answer, Json } from "./tenant";

export const changing: Chapter = {
  about: "changes",
  switches: ["patchAnswer", "patchedStaleReads", "clearedDescription", "patchIdentitySources"],
  async ask(survey, first) {
    const answer = await survey.send("PATCH", at(first), { description: "changed" });
    const seen = describe("PATCH of the description", answer);
    if (!isSuccess(answer)) throw new Error(seen);
    survey.findings.settle("patchAnswer", answer.status, seen);
    const sight = await see(survey, first, ({ description }) => description === "changed");
    if (!sight) throw new Error(`the new description was not read in ${looks} reads`);
    const { length } = sight.before;
    survey.findings.settle("patchedStaleReads", length, `the read after ${length} others showed the new value`);
    await observeCleared(survey, first);
    await observeSources(survey, first);
  },
};

async function observeCleared(survey: Survey, id: string): Promise<void> {
  const { findings } = survey;
  const onNull = await clear(survey, id, null);
  const onEmpty = await clear(survey, id, "");
  const seen = `null reads back as ${onNull}, "" as ${onEmpty}`;
  const forms: Readonly<Record<string, string>> = {
    "null null": "null",
    "emptyString emptyString": "emptyString",
    "absent absent": "absent",
    "null emptyString": "asSent",
  };
  if (onNull === "refused") findings.settle("clearedDescription", "refused", seen);
  else findings.settle("clearedDescription", forms[`${onNull} ${onEmpty}`] ?? "another way", seen);
}

/** Sets another text first, so that the old value differs from the new one. */
async function clear(survey: Survey, id: string, description: string | null): Promise<string> {
  const full = `before ${JSON.stringify(description)}`;
  await survey.send("PATCH", at(id), { description: full });
  await see(survey, id, (body) => body["description"] === full);
  const answer = await survey.send("PATCH", at(id), { description });
  if (!isSuccess(answer)) return "refused";
  const sight = await see(survey, id, (body) => body["description"] !== full);
  if (!sight) return "the old text";
  const read = sight.body["description"];
  return read === undefined ? "absent" : read === null ? "null" : read === "" ? "emptyString" : "another text";
}

async function observeSources(survey: Survey, id: string): Promise<void> {
  const sight = await see(survey, id);
  if (!sight) throw new Error("the organization was not read");
  const stored = sourcesOf(sight.body);
  const { answer, body } = await patchSources(survey, id, [...stored, survey.domain("added")]);
  const seen = describe("PATCH with one more source", answer);
  if (!isSuccess(answer)) return survey.findings.settle("patchIdentitySources", "refused", seen);
  const now = body ? sourcesOf(body).length : 0;
  const outcome = now === stored.length + 1 ? "replaces" : now === stored.length ? "ignored" : "another way";
  survey.findings.settle("patchIdentitySources", outcome, `${seen}; ${now} sources are read, before ${stored.length}`);
}

/** Changes the description as well: a read that shows it shows the PATCH's effect. */
export async function patchSources(
  survey: Survey,
  id: string,
  identitySources: readonly Json[],
): Promise<{ answer: Answer; body?: Json }> {
  const description = `${identitySources.length} sources`;
  const answer = await survey.send("PATCH", at(id), { description, identitySources });
  if (!isSuccess(answer)) return { answer };
  const sight = await see(survey, id, (body) => body["description"] === description);
  return { answer, ...(sight && { body: sight.body }) };
}
