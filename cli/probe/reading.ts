// Answers that change nothing: errors, look-ups, batches, pages.
import { randomUUID } from "node:crypto";
import type { Chapter } from "./chapter";
import { readPages } from "./pages";
import { at, codeOf, describe, isSuccess, type Survey } from "./survey";
import type { Answer, Json } from "./tenant";

export const errors: Chapter = {
  about: "errors and look-ups",
  switches: ["errorStyle", "unknownDomainLookup", "licence", "forbiddenReason"],
  async ask(survey) {
    const { findings } = survey;
    const missing = await survey.send("GET", at(randomUUID()));
    findings.settle("errorStyle", styleOf(missing), describe("GET of an id that nobody has", missing));
    findings.settle("licence", "present", "Graph lists the organizations");
    findings.leave(["forbiddenReason"], "the caller has the permission, so nothing was refused with 403");
    const domain = String(survey.domain("nobody")["domainName"]);
    const find = "/tenantRelationships/findTenantInformationByDomainName";
    const lookup = await survey.send("GET", `${find}(domainName='${encodeURIComponent(domain)}')`);
    const seen = describe("the look-up of a domain that nobody has", lookup);
    if (lookup.status !== 403) findings.settle("unknownDomainLookup", lookup.status, seen);
    else findings.leave(["unknownDomainLookup"], `${seen}; it needs CrossTenantInformation.ReadBasic.All`);
  },
};

function styleOf({ text, body, status, ...rest }: Answer): string {
  if (text === "") return "empty";
  const error = (body["error"] ?? {}) as Json;
  const code = codeOf({ text, body, status, ...rest });
  if (code === "") return /^\s*</.test(text) ? "html" : "another way";
  if (code === code.toLowerCase()) return "lowercaseCode";
  return "innererror" in error ? "innererror" : "documented";
}

const members = 8;

export const batches: Chapter = {
  about: "batches",
  switches: ["batch", "batchOrder"],
  async ask(survey, first) {
    const ids = Array.from({ length: members }, (_, index) => String(index + 1));
    const requests = ids.map((id) => ({ id, method: "GET", url: at(first) }));
    const answer = await survey.send("POST", "/$batch", { requests });
    const seen = describe("POST of a batch", answer);
    survey.findings.settle("batch", isSuccess(answer) ? "supported" : answer.status, seen);
    if (!isSuccess(answer)) throw new Error(seen);
    const { responses } = answer.body;
    const order = Array.isArray(responses) ? responses.map(({ id }: Json) => id).join(" ") : "";
    const isReversed = order === ids.toReversed().join(" ");
    const form = order === ids.join(" ") ? "asSent" : isReversed ? "reversed" : "shuffled";
    survey.findings.settle("batchOrder", form, `${members} answers came in the order ${order}`);
  },
};

export const paging: Chapter = {
  about: "pages",
  switches: ["emptyPage", "pageSize"],
  ask: async (survey) => observePages(survey, await readPages(survey.send)),
};

function observePages({ findings }: Survey, { sizes, items, isWhole }: Awaited<ReturnType<typeof readPages>>): void {
  const seen = `the pages held ${sizes.slice(0, 10).join(", ")} organizations`;
  if (sizes[0] === 0) findings.settle("emptyPage", "first", seen);
  else if (isWhole) findings.settle("emptyPage", sizes.at(-1) === 0 ? "last" : "none", seen);
  const [size, more] = sizes.filter((length) => length > 0);
  if (size !== undefined && more !== undefined) findings.settle("pageSize", size, seen);
  else findings.leave(["pageSize"], `all ${items.length} organizations fit on one page`);
}
