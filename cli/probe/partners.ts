// How a partner's domain and tenant are stored. These organizations are `proposed`, so that no policy for configured
// ones lets anybody in, and each is deleted before the next, which may be the same partner.

import { patchSources } from "./changing";
import type { Chapter } from "./chapter";
import { readsUntilGone } from "./deleting";
import {
  at,
  describe,
  domainSource,
  isSuccess,
  looks,
  makeVisible,
  post,
  type Survey,
  see,
  sourcesOf,
  tenantSource,
} from "./survey";
import type { Answer, Json } from "./tenant";

export const partners: Chapter = {
  about: "partners",
  switches: ["swap", "swapAfterReads", "swapOnPatch", "tenantDisplayName", "storedDomain"],
  async ask(survey) {
    await observeSpelling(survey);
    const { domainWithTenant, tenantId } = survey.inputs;
    if (domainWithTenant) {
      await observeSwap(survey, domainWithTenant);
      await observeSwapOnPatch(survey, domainWithTenant);
    } else survey.findings.leave(["swap", "swapAfterReads", "swapOnPatch"], "give --domain-with-tenant");
    if (tenantId) await observeTenantName(survey, tenantId);
    else survey.findings.leave(["tenantDisplayName"], "give --tenant-id");
  },
};

async function observeSpelling(survey: Survey): Promise<void> {
  const sent = String(survey.domain("BÜcher")["domainName"]);
  const answer = await post(survey, "spelling", [domainSource(sent)]);
  const sight = isSuccess(answer) ? await see(survey, String(answer.body["id"])) : undefined;
  const stored = sight ? sourcesOf(sight.body)[0]?.["domainName"] : undefined;
  if (typeof stored !== "string") return survey.findings.leave(["storedDomain"], describe("POST", answer));
  const form =
    stored === sent
      ? "asSent"
      : stored === sent.toLowerCase()
        ? "lowerCase"
        : stored.includes("xn--")
          ? "punycode"
          : "another way";
  survey.findings.settle("storedDomain", form, `a domain in capitals with an umlaut is stored ${form}`);
}

async function observeSwap(survey: Survey, domain: string): Promise<void> {
  const { findings } = survey;
  const id = await makePartner(survey, "partner's domain", domainSource(domain));
  const swapped = await see(survey, id, (body) => sourcesOf(body).some(isTenant));
  await remove(survey, id);
  if (!swapped) {
    findings.settle("swap", "kept", `it is still a domain after ${looks} reads`);
    return findings.leave(["swapAfterReads"], "there is no swap");
  }
  const later = swapped.before.filter(isSuccess).filter(({ body }) => sourcesOf(body).length > 0).length;
  const type = String(sourcesOf(swapped.body)[0]?.["@odata.type"]);
  const kind = later > 0 ? "later" : /crossCloud/i.test(type) ? "crossCloud" : "tenant";
  findings.settle("swap", kind, `it reads ${type}${later > 0 ? ` after ${later} reads as a domain` : ""}`);
  if (later > 0) findings.settle("swapAfterReads", later, `${later} reads showed the domain`);
  else findings.leave(["swapAfterReads"], "the first read showed the tenant");
}

function isTenant(source: Json): boolean {
  return /tenant$/i.test(String(source["@odata.type"]));
}

async function observeSwapOnPatch(survey: Survey, domain: string): Promise<void> {
  const { findings } = survey;
  const swap = findings.value("swap");
  if (swap !== "tenant" && swap !== "crossCloud")
    return findings.leave(["swapOnPatch"], "a POST does not swap at once");
  if (findings.value("patchIdentitySources") !== "replaces")
    return findings.leave(["swapOnPatch"], "a PATCH does not change sources");
  const { id, body } = await makeVisible(survey, "swap on PATCH", [survey.domain("swap")], { state: "proposed" });
  const patched = await whileBusy(survey, async () => {
    const outcome = await patchSources(survey, id, [...sourcesOf(body), domainSource(domain)]);
    return { ...outcome.answer, read: outcome.body };
  });
  await remove(survey, id);
  if (!patched.read) return findings.leave(["swapOnPatch"], describe("PATCH", patched));
  const isSwapped = sourcesOf(patched.read).some(isTenant);
  findings.settle(
    "swapOnPatch",
    isSwapped ? "swapped" : "kept",
    `a tenant is ${isSwapped ? "" : "not "}among the sources`,
  );
}

async function observeTenantName(survey: Survey, tenantId: string): Promise<void> {
  const sent = survey.name("source");
  const id = await makePartner(survey, "partner's tenant", tenantSource(tenantId, sent));
  const sight = await see(survey, id);
  await remove(survey, id);
  if (!sight) throw new Error(`the organization of the tenant was not visible after ${looks} reads`);
  const stored = sourcesOf(sight.body)[0]?.["displayName"];
  const outcome = stored === sent ? "kept" : "overwritten";
  survey.findings.settle("tenantDisplayName", outcome, `the source's name is ${outcome}`);
}

async function makePartner(survey: Survey, what: string, source: Json): Promise<string> {
  const answer = await whileBusy(survey, async () => await post(survey, what, [source], { state: "proposed" }));
  const { id } = answer.body;
  if (isSuccess(answer) && typeof id === "string") return id;
  throw new Error(
    `the partner could not be added, perhaps because it is already connected: ${describe("POST", answer)}`,
  );
}

/** A partner may be refused for a while after its organization was deleted. */
async function whileBusy<T extends Answer>(survey: Survey, request: () => Promise<T>): Promise<T> {
  const tries = (survey.findings.value("deletedBusyCreates") ?? 0) + 1;
  for (let tried = 1; ; tried += 1) {
    const answer = await request();
    if (isSuccess(answer) || tried >= tries) return answer;
    await survey.pause();
  }
}

async function remove(survey: Survey, id: string): Promise<void> {
  await survey.send("DELETE", at(id));
  await readsUntilGone(survey, id);
}
