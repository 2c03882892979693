// What becomes of a partner's domain and tenant. These organizations are `proposed`, so that no policy for configured ones
// lets anybody in, and each is deleted before the next one, which may be the same partner.
import {
  at,
  type Bench,
  describe,
  domainSource,
  isSuccess,
  looks,
  makeVisible,
  post,
  see,
  sourcesOf,
  tenantSource,
} from "./bench";
import { patchSources } from "./changing";
import type { Chapter } from "./chapter";
import { readsUntilGone } from "./deleting";
import type { Answer, Json } from "./line";

export const partners: Chapter = {
  about: "partners",
  switches: ["swap", "swapAfterReads", "swapOnPatch", "tenantDisplayName", "storedDomain"],
  async ask(bench) {
    await observeSpelling(bench);
    const { domainWithTenant, tenantId } = bench.inputs;
    if (domainWithTenant) {
      await observeSwap(bench, domainWithTenant);
      await observeSwapOnPatch(bench, domainWithTenant);
    } else bench.findings.leave(["swap", "swapAfterReads", "swapOnPatch"], "give --domain-with-tenant");
    if (tenantId) await observeTenantName(bench, tenantId);
    else bench.findings.leave(["tenantDisplayName"], "give --tenant-id");
  },
};

async function observeSpelling(bench: Bench): Promise<void> {
  const sent = String(bench.domain("BÜcher")["domainName"]);
  const answer = await post(bench, "spelling", [domainSource(sent)]);
  const sight = isSuccess(answer) ? await see(bench, String(answer.body["id"])) : undefined;
  const stored = sight ? sourcesOf(sight.body)[0]?.["domainName"] : undefined;
  if (typeof stored !== "string") return bench.findings.leave(["storedDomain"], describe("POST", answer));
  const form =
    stored === sent
      ? "asSent"
      : stored === sent.toLowerCase()
        ? "lowerCase"
        : stored.includes("xn--")
          ? "punycode"
          : "another way";
  bench.findings.settle("storedDomain", form, `a domain in capitals with an umlaut is stored ${form}`);
}

async function observeSwap(bench: Bench, domain: string): Promise<void> {
  const { findings } = bench;
  const id = await makePartner(bench, "partner's domain", domainSource(domain));
  const swapped = await see(bench, id, (body) => sourcesOf(body).some(isTenant));
  await remove(bench, id);
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

async function observeSwapOnPatch(bench: Bench, domain: string): Promise<void> {
  const { findings } = bench;
  const swap = findings.value("swap");
  if (swap !== "tenant" && swap !== "crossCloud")
    return findings.leave(["swapOnPatch"], "a POST does not swap at once");
  if (findings.value("patchIdentitySources") !== "replaces")
    return findings.leave(["swapOnPatch"], "a PATCH does not change sources");
  const { id, body } = await makeVisible(bench, "swap on PATCH", [bench.domain("swap")], { state: "proposed" });
  const patched = await whileBusy(bench, async () => {
    const outcome = await patchSources(bench, id, [...sourcesOf(body), domainSource(domain)]);
    return { ...outcome.answer, read: outcome.body };
  });
  await remove(bench, id);
  if (!patched.read) return findings.leave(["swapOnPatch"], describe("PATCH", patched));
  const isSwapped = sourcesOf(patched.read).some(isTenant);
  findings.settle(
    "swapOnPatch",
    isSwapped ? "swapped" : "kept",
    `a tenant is ${isSwapped ? "" : "not "}among the sources`,
  );
}

async function observeTenantName(bench: Bench, tenantId: string): Promise<void> {
  const sent = bench.name("source");
  const id = await makePartner(bench, "partner's tenant", tenantSource(tenantId, sent));
  const sight = await see(bench, id);
  await remove(bench, id);
  if (!sight) throw new Error(`the organization of the tenant was not visible after ${looks} reads`);
  const stored = sourcesOf(sight.body)[0]?.["displayName"];
  const outcome = stored === sent ? "kept" : "overwritten";
  bench.findings.settle("tenantDisplayName", outcome, `the source's name is ${outcome}`);
}

async function makePartner(bench: Bench, what: string, source: Json): Promise<string> {
  const answer = await whileBusy(bench, async () => await post(bench, what, [source], { state: "proposed" }));
  const { id } = answer.body;
  if (isSuccess(answer) && typeof id === "string") return id;
  throw new Error(`the partner could not be added, perhaps because it is there already: ${describe("POST", answer)}`);
}

/** The partner may be refused for a while after it was deleted. */
async function whileBusy<T extends Answer>(bench: Bench, request: () => Promise<T>): Promise<T> {
  const tries = (bench.findings.value("deletedBusyCreates") ?? 0) + 1;
  for (let tried = 1; ; tried += 1) {
    const answer = await request();
    if (isSuccess(answer) || tried >= tries) return answer;
    await bench.pause();
  }
}

async function remove(bench: Bench, id: string): Promise<void> {
  await bench.send("DELETE", at(id));
  await readsUntilGone(bench, id);
}
