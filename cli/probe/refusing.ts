// What the service refuses: duplicates, too few or too many sources, and broken rules.
import { randomUUID } from "node:crypto";
import { switchTable } from "../../emulator";
import { patchSources } from "./changing";
import type { Chapter } from "./chapter";
import {
  at,
  codeOf,
  describe,
  domainSource,
  isSuccess,
  makeVisible,
  post,
  type Survey,
  see,
  sourcesOf,
  tenantSource,
} from "./survey";
import type { Answer } from "./tenant";

export const duplicates: Chapter = {
  about: "duplicates",
  switches: ["duplicate", "duplicateCode", "duplicateStatus", "duplicateDisplayName"],
  async ask(survey) {
    const { findings } = survey;
    const named = await post(survey, "first", [survey.domain("same-name")]);
    const verdict = isSuccess(named) ? "allowed" : "refused";
    findings.settle("duplicateDisplayName", verdict, describe("POST with the same name", named));
    const answer = await post(survey, "duplicate", [survey.domain("first")]);
    const seen = describe("POST with the same source", answer);
    findings.settle("duplicate", isSuccess(answer) ? "allowed" : "refused", seen);
    if (isSuccess(answer)) return findings.leave(["duplicateCode", "duplicateStatus"], "a duplicate is not refused");
    findings.settle("duplicateStatus", answer.status, seen);
    findings.settle("duplicateCode", position(switchTable.duplicateCode.positions, answer), seen);
  },
};

export const numbers: Chapter = {
  about: "numbers of sources",
  switches: ["twoSources", "zeroSources"],
  async ask(survey) {
    const { findings } = survey;
    const two = await post(survey, "two sources", [survey.domain("two-a"), survey.domain("two-b")]);
    const seen = describe("POST with two sources", two);
    if (!isSuccess(two)) findings.settle("twoSources", "refused", seen);
    else {
      const sight = await see(survey, String(two.body["id"]));
      const stored = sight ? sourcesOf(sight.body).length : 0;
      const outcome = stored === 2 ? "accepted" : stored === 1 ? "ignored" : "another way";
      findings.settle("twoSources", outcome, `${seen}; ${stored} of them are read`);
    }
    await observeZero(survey);
  },
};

/** Only a PATCH tells accepted from ignored: a POST has no sources to keep. */
async function observeZero(survey: Survey): Promise<void> {
  const { findings } = survey;
  const none = await post(survey, "no source", []);
  const seen = describe("POST without a source", none);
  if (!isSuccess(none)) return findings.settle("zeroSources", "refused", seen);
  if (findings.value("patchIdentitySources") !== "replaces")
    return findings.leave(["zeroSources"], `${seen}, and a PATCH does not change sources`);
  const { id } = await makeVisible(survey, "emptied", [survey.domain("emptied")]);
  const { answer, body } = await patchSources(survey, id, []);
  if (!isSuccess(answer) || !body) return findings.leave(["zeroSources"], `${seen}, ${describe("PATCH", answer)}`);
  const left = sourcesOf(body).length;
  findings.settle("zeroSources", left === 0 ? "accepted" : "ignored", `${seen}; a PATCH with none leaves ${left}`);
}

export const rules: Chapter = {
  about: "rules",
  switches: ["ownTenant", "malformedDomain", "unknownTenant", "backToProposed", "ruleCode"],
  async ask(survey, first) {
    const { findings, inputs } = survey;
    const refusals: Answer[] = [];
    const judge = (name: "ownTenant" | "malformedDomain" | "unknownTenant", answer: Answer) => {
      findings.settle(name, isSuccess(answer) ? "accepted" : "refused", describe("POST", answer));
      if (!isSuccess(answer)) refusals.push(answer);
    };
    judge("malformedDomain", await post(survey, "malformed", [domainSource("no domain name")]));
    const nobody = randomUUID();
    judge("unknownTenant", await post(survey, "unknown tenant", [tenantSource(nobody, nobody)]));
    const { ownTenant } = inputs;
    if (ownTenant) judge("ownTenant", await post(survey, "own tenant", [tenantSource(ownTenant, "own tenant")]));
    else findings.leave(["ownTenant"], "neither the token nor the setting tenantId tells the tenant's id");
    const proposed = await survey.send("PATCH", at(first), { state: "proposed" });
    if (!isSuccess(proposed)) refusals.push(proposed);
    await observeProposed(survey, first, proposed);
    observeCode(survey, refusals);
  },
};

async function observeProposed(survey: Survey, id: string, answer: Answer): Promise<void> {
  const seen = describe("PATCH of the state", answer);
  if (!isSuccess(answer)) return survey.findings.settle("backToProposed", "refused", seen);
  const sight = await see(survey, id, ({ state }) => state === "proposed");
  if (sight) survey.findings.settle("backToProposed", "accepted", `${seen}, and the new state is read`);
  else survey.findings.leave(["backToProposed"], `${seen}, but the old state is read`);
}

function observeCode({ findings }: Survey, refusals: readonly Answer[]): void {
  const codes = [...new Set(refusals.map((answer) => position(switchTable.ruleCode.positions, answer)))];
  const [code] = codes;
  if (code === undefined) findings.leave(["ruleCode"], "nothing was refused by a rule");
  else if (codes.length === 1) findings.settle("ruleCode", code, `all refusals had the code ${code || "(none)"}`);
  else findings.leave(["ruleCode"], `refusals had different codes: ${codes.join(", ")}`);
}

/** Compares codes without case. */
function position(positions: readonly string[], answer: Answer): string {
  const code = codeOf(answer);
  return positions.find((one) => one.toLowerCase() === code.toLowerCase()) ?? code;
}
