// One run: the questions in order, then cleaning up, whatever happened.
import type { SwitchName } from "../../emulator";
import { messageOf } from "../command";
import { changing } from "./changing";
import type { Chapter } from "./chapter";
import { type Cleaned, clean } from "./cleaning";
import { creating, makeFirst } from "./creating";
import { deleting } from "./deleting";
import { Findings } from "./findings";
import { partners } from "./partners";
import { batches, errors, paging } from "./reading";
import { duplicates, numbers, rules } from "./refusing";
import { sponsors } from "./sponsors";
import { type Inputs, mark, openSurvey, type Survey } from "./survey";
import { type Budget, Stopped, type Tenant } from "./tenant";

/** Later chapters use what earlier ones found. Pages come last, when most organizations exist. */
const chapters: readonly Chapter[] = [
  errors,
  changing,
  deleting,
  duplicates,
  numbers,
  rules,
  sponsors,
  batches,
  partners,
  paging,
];

/** What is not asked, and why. */
const unasked: readonly (readonly [names: readonly SwitchName[], why: string])[] = [
  [["throttleRequests", "throttleSeconds", "throttleRetryAfter"], "a probe does not overload the service to see this"],
  [["acceptedTokens", "tokenLifetime"], "this concerns tests and not the service"],
  [
    ["deleteUsed", "policiesPermission", "expandAccessPackage", "policyTarget", "targetIdCase"],
    "a probe neither reads nor creates access packages",
  ],
  [["sponsorPending"], "a probe invites nobody"],
  [["sourceIdentity", "equalSources", "postDisplayName", "changedBy"], "a probe does not ask this yet"],
];

export interface Run {
  readonly tenant: Tenant;
  readonly budget: Budget;
  readonly cleaning: () => Budget;
  /** Part of every name this run uses. */
  readonly id: string;
  readonly inputs: Inputs;
  readonly progress: (what: string) => void;
}

export interface Probed extends Cleaned {
  readonly findings: Findings;
  /** Why the questions ended early. */
  readonly stopped?: string;
}

export async function probeTenant({ tenant, budget, cleaning, id, inputs, progress }: Run): Promise<Probed> {
  const findings = new Findings();
  const survey = openSurvey(tenant, tenant.within(budget), id, inputs, findings);
  let stopped: string | undefined;
  try {
    await askAll(survey, progress);
  } catch (error) {
    stopped = messageOf(error);
  }
  progress("cleaning up");
  const { made, hasLost } = survey;
  const cleaned = await clean({ asking: tenant.within(cleaning()), prefix: `${mark}${id} `, made, hasLost });
  for (const [names, why] of unasked) findings.leave(names, why);
  for (const { switches } of [{ switches: creating }, ...chapters])
    findings.leave(switches, `the questions ended early: ${stopped ?? ""}`);
  return { findings, ...cleaned, ...(stopped !== undefined && { stopped }) };
}

async function askAll(survey: Survey, progress: (what: string) => void): Promise<void> {
  progress("creates");
  const first = await makeFirst(survey);
  survey.findings.leave(creating, "no answer decided it");
  for (const { about, switches, ask } of chapters) {
    progress(about);
    let why = "no answer decided it";
    try {
      await ask(survey, first);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      why = messageOf(error);
    }
    survey.findings.leave(switches, why);
  }
}
