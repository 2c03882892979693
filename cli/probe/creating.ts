// The first organization, which the other questions need: what POST answers, and when reads show it.
import type { SwitchName } from "../../emulator";
import { collection } from "../../provider/graph/collection";
import { GraphFailure } from "../../provider/graph/failure";
import { readPages } from "./pages";
import { describe, isSuccess, looks, post, type Survey, see, sourcesOf } from "./survey";
import type { Answer, Json } from "./tenant";

export const creating: readonly SwitchName[] = [
  "postIdentitySources",
  "locationHeader",
  "createdHiddenReads",
  "createdHiddenAs",
  "odataType",
  "filters",
  "createdUnlistedReads",
];

/** @throws if it is refused or never visible, because then nothing else can be asked */
export async function makeFirst(survey: Survey): Promise<string> {
  const answer = await post(survey, "first", [survey.domain("first")]);
  const { id } = answer.body;
  if (!isSuccess(answer) || typeof id !== "string")
    throw new Error(
      `the first organization was refused: ${describe("POST", answer)}; --domain-without-tenant may help`,
    );
  observeAnswer(survey, answer);
  await observeVisibility(survey, id);
  await observeListing(survey, id);
  return id;
}

function observeAnswer({ findings }: Survey, { body, headers }: Answer): void {
  const { identitySources } = body;
  const form = identitySources === undefined ? "absent" : sourcesOf(body).length > 0 ? "filled" : "empty";
  findings.settle("postIdentitySources", form, `POST answered with identitySources ${form}`);
  const location = headers.has("location") ? "present" : "absent";
  findings.settle("locationHeader", location, `the answer to POST had ${location === "absent" ? "none" : "one"}`);
}

async function observeVisibility(survey: Survey, id: string): Promise<void> {
  const sight = await see(survey, id);
  if (!sight) throw new Error(`the first organization was not visible after ${looks} reads`);
  const { findings } = survey;
  const { before, body } = sight;
  findings.settle("createdHiddenReads", before.length, `the read after ${before.length} others showed it`);
  const [hidden] = before;
  if (hidden) {
    const as = isSuccess(hidden) ? "emptySources" : hidden.status;
    findings.settle("createdHiddenAs", as, `${describe("GET", hidden)} until then`);
  } else findings.leave(["createdHiddenAs"], "the first read showed the new organization");
  const spelling = sourcesOf(body)[0]?.["@odata.type"];
  if (typeof spelling === "string")
    findings.settle("odataType", spellingOf(spelling), `a source's type reads ${spelling}`);
}

function spellingOf(type: string): string {
  if (type === type.toLowerCase()) return "otherCase";
  return type.startsWith("#") ? "hash" : "bare";
}

async function observeListing(survey: Survey, id: string): Promise<void> {
  const { findings } = survey;
  const byName = `displayName eq '${survey.name("first")}'`;
  let isRefused = false;
  for (let missed = 0; missed < looks; missed += 1) {
    if (missed > 0) await survey.pause();
    const found = await search(survey, byName);
    isRefused = found === undefined;
    if (!holds(found ?? (await readPages(survey.send)).items, id)) continue;
    findings.settle("createdUnlistedReads", missed, `the list after ${missed} others showed it`);
    break;
  }
  if (isRefused) findings.settle("filters", "refused", "a filter by displayName was refused");
  else await observeFilters(survey, id);
}

async function observeFilters(survey: Survey, id: string): Promise<void> {
  const domain = String(survey.domain("first")["domainName"]);
  const undocumented = [
    `identitySources/any(is:is/microsoft.graph.domainIdentitySource/domainName eq '${domain}')`,
    `startsWith(displayName,'${survey.name("first")}')`,
  ];
  const outcomes: string[] = [];
  for (const filter of undocumented) {
    const found = await search(survey, filter);
    outcomes.push(found === undefined ? "was refused" : holds(found, id) ? "found it" : "missed it");
  }
  const [byDomain, byStart] = outcomes;
  const seen = `the filter by displayName passed, the one by domain ${byDomain}, the one by the name's start ${byStart}`;
  if (byDomain !== byStart || byDomain === "missed it") return survey.findings.leave(["filters"], seen);
  survey.findings.settle("filters", byDomain === "found it" ? "all" : "documented", seen);
}

/** Returns undefined if the filter is refused. */
async function search(survey: Survey, filter: string): Promise<readonly Json[] | undefined> {
  try {
    return (await readPages(survey.send, `${collection}?$filter=${encodeURIComponent(filter)}`)).items;
  } catch (error) {
    if (error instanceof GraphFailure && !error.isAmbiguous) return undefined;
    throw error;
  }
}

function holds(items: readonly Json[], id: string): boolean {
  return items.some((item) => item["id"] === id);
}
