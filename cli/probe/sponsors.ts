// References to users and groups. Every question needs a user or group of the tenant.
import { randomUUID } from "node:crypto";
import type { Chapter } from "./chapter";
import { readPages } from "./pages";
import { at, describe, isSuccess, looks, post, type Survey, see } from "./survey";
import type { Answer, Json } from "./tenant";

export const sponsors: Chapter = {
  about: "sponsors",
  switches: [
    "sponsorReferencePath",
    "sponsorsStaleReads",
    "sponsorItem",
    "sponsorPresent",
    "sponsorReferenceList",
    "sponsorReferenceHost",
    "sponsorUnknown",
    "sponsorAbsent",
    "inlineSponsors",
  ],
  async ask(survey, first) {
    const { sponsor } = survey.inputs;
    if (!sponsor) throw new Error("give --sponsor");
    const list = `${at(first)}/internalSponsors`;
    const collection = await addFirst(survey, list, sponsor);
    await observeList(survey, list, sponsor);
    const { findings } = survey;
    const add = async (reference: string) => await survey.send("POST", `${list}/$ref`, { "@odata.id": reference });
    const again = await add(`${survey.tenant.root}/${collection}/${sponsor}`);
    findings.settle("sponsorPresent", again.status, describe("a second POST", again));
    const nobody = await add(`${survey.tenant.root}/${collection}/${randomUUID()}`);
    findings.settle("sponsorUnknown", nobody.status, describe("POST of an id that nobody has", nobody));
    await observeHost(survey, first, `${collection}/${sponsor}`);
    await observeRemoval(survey, list, sponsor);
    await observeInline(survey, `${survey.tenant.root}/${collection}/${sponsor}`, sponsor);
  },
};

/** @returns the collection whose references are accepted */
async function addFirst(survey: Survey, list: string, sponsor: string): Promise<string> {
  const refused: Answer[] = [];
  for (const collection of ["directoryObjects", "users", "groups"]) {
    const reference = { "@odata.id": `${survey.tenant.root}/${collection}/${sponsor}` };
    const answer = await survey.send("POST", `${list}/$ref`, reference);
    if (!isSuccess(answer)) {
      refused.push(answer);
      continue;
    }
    const path = collection === "directoryObjects" ? "all" : "typed";
    survey.findings.settle("sponsorReferencePath", path, `a reference by /${collection} passed`);
    return collection;
  }
  throw new Error(`the sponsor was refused by every path: ${refused.map(({ status }) => status).join(", ")}`);
}

async function members(survey: Survey, list: string): Promise<readonly Json[]> {
  return (await readPages(survey.send, list)).items;
}

function isOf(sponsor: string): (item: Json) => boolean {
  return ({ id }) => String(id).toLowerCase() === sponsor.toLowerCase();
}

/** Counts the reads of the list before one that fits. */
async function readsUntil(survey: Survey, list: string, fits: (items: readonly Json[]) => boolean, most = looks) {
  for (let reads = 0; reads < most; reads += 1) {
    if (reads > 0) await survey.pause();
    const items = await members(survey, list);
    if (fits(items)) return { reads, items };
  }
  return undefined;
}

async function observeList(survey: Survey, list: string, sponsor: string): Promise<void> {
  const { findings } = survey;
  const found = await readsUntil(survey, list, (items) => items.some(isOf(sponsor)));
  if (!found) throw new Error(`the added sponsor was not listed in ${looks} reads`);
  findings.settle("sponsorsStaleReads", found.reads, `the list after ${found.reads} others showed the new sponsor`);
  const type = found.items.find(isOf(sponsor))?.["@odata.type"];
  const form = type === undefined ? "untyped" : /directoryObject$/i.test(String(type)) ? "generic" : "concrete";
  findings.settle("sponsorItem", form, `an item's type reads ${String(type ?? "nothing")}`);
  const references = await survey.send("GET", `${list}/$ref`);
  const verdict = isSuccess(references) ? "supported" : "refused";
  findings.settle("sponsorReferenceList", verdict, describe("GET of the references", references));
}

/** A foreign host and another cloud's are only named in the body: no request goes there. */
async function observeHost(survey: Survey, first: string, object: string): Promise<void> {
  const graphs = ["https://graph.microsoft.com", "https://graph.microsoft.us"];
  const hosts = ["https://graph.example", graphs.find((host) => !survey.tenant.root.startsWith(host))];
  for (const [index, position] of (["any", "ownOrGraph"] as const).entries()) {
    const reference = { "@odata.id": `${hosts[index]}/v1.0/${object}` };
    const answer = await survey.send("POST", `${at(first)}/externalSponsors/$ref`, reference);
    const seen = describe(`a reference with the host of ${hosts[index]}`, answer);
    survey.findings.settle("sponsorReferenceHost", isSuccess(answer) ? position : "own", seen);
    if (isSuccess(answer)) return;
  }
}

async function observeRemoval(survey: Survey, list: string, sponsor: string): Promise<void> {
  const path = `${list}/${encodeURIComponent(sponsor)}/$ref`;
  const removed = await survey.send("DELETE", path);
  if (!isSuccess(removed)) return survey.findings.leave(["sponsorAbsent"], describe("the first DELETE", removed));
  await readsUntil(survey, list, (items) => !items.some(isOf(sponsor)));
  const again = await survey.send("DELETE", path);
  survey.findings.settle("sponsorAbsent", again.status, describe("a second DELETE", again));
}

async function observeInline(survey: Survey, reference: string, sponsor: string): Promise<void> {
  const bound = { "internalSponsors@odata.bind": [reference] };
  const answer = await post(survey, "inline sponsor", [survey.domain("inline")], bound);
  const seen = describe("POST with internalSponsors@odata.bind", answer);
  if (!isSuccess(answer)) return survey.findings.settle("inlineSponsors", "refused", seen);
  const id = String(answer.body["id"]);
  await see(survey, id);
  const stale = survey.findings.value("sponsorsStaleReads") ?? 0;
  const found = await readsUntil(survey, `${at(id)}/internalSponsors`, (items) => items.some(isOf(sponsor)), stale + 2);
  survey.findings.settle(
    "inlineSponsors",
    found ? "accepted" : "ignored",
    `${seen}; the sponsor is ${found ? "" : "not "}listed`,
  );
}
