// `connectedorgs probe`: asks a tenant what the documentation leaves open, and writes the answers for the emulator.
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { systemClock } from "../../provider/clock";
import { oneLine } from "../../provider/errors";
import { guid } from "../../provider/organization/text-rule";
import { explain } from "../../provider/remedy";
import { collectSettings, merge } from "../../provider/settings/setting-value";
import { UsageError, type Values } from "../arguments";
import { defineCommand, type ExitCode } from "../command";
import { wrap } from "../layout";
import { settingsWith } from "../stack";
import type { Terminal } from "../terminal";
import { type Cleaned, clean, findMarked } from "./cleaning";
import { refuseConnected } from "./connected";
import { describeFinding, summarize } from "./findings";
import { options } from "./options";
import { type Probed, probeTenant } from "./run";
import { type Inputs, mark, mostOrganizations } from "./survey";
import { type Budget, openTenant, Stopped, type Tenant } from "./tenant";

type Wanted = Values<typeof options>;

interface Call {
  readonly tenant: Tenant;
  readonly wanted: Wanted;
  readonly terminal: Terminal;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
}

export const command = defineCommand({
  name: "connectedorgs probe",
  summary: "find out how a test tenant behaves, as an emulator profile",
  intro:
    "It creates a few connected organizations, observes how Graph behaves where Microsoft's documentation is silent, and deletes them. Use a test tenant. The settings come from the environment, or from a stack (see connectedorgs help settings).",
  options,
  outro: "Questions whose option is missing stay open.",
  exits: {
    0: "done, nothing left behind",
    1: "failed, ended early, or something is left behind",
    130: "interrupted, nothing left behind",
  },
  async run(wanted, terminal) {
    if (!wanted.yes && !terminal.confirm)
      throw new UsageError("There is nobody to confirm: provide --yes to agree in advance.");
    const settings = await settingsWith(wanted.stack);
    const tenant = openTenant(settings, { clock: systemClock, say: (line) => terminal.err(`probe: ${line}`) });
    const stop = new AbortController();
    void terminal.stopped().then(() => stop.abort());
    const call = { tenant, wanted, terminal, signal: stop.signal };
    return wanted.clean ? await removeLeftovers(call) : await probe(call);
  },
});

function budgetOf(requests: number, seconds: number, signal = new AbortController().signal): Budget {
  return { requests, deadline: systemClock.now() + seconds * 1000, signal };
}

/** The signal that ends the questions does not end the cleaning; a second one ends the process. */
const cleaning = () => budgetOf(500, 600);

async function agreed({ wanted, terminal }: Call, question: string): Promise<boolean> {
  return wanted.yes || ((await terminal.confirm?.(question)) ?? false);
}

async function findLeftovers({ tenant, signal }: Call) {
  try {
    return await findMarked(tenant.within(budgetOf(200, 300, signal)).send);
  } catch (error) {
    throw error instanceof Stopped ? error : explain("listing connected organizations", error, tenant.signedInAs);
  }
}

async function removeLeftovers(call: Call): Promise<ExitCode> {
  const { tenant, terminal } = call;
  const { found, isWhole } = await findLeftovers(call);
  if (!isWhole) terminal.err("The list of organizations is too long to be read to its end.");
  if (found.length === 0) terminal.out(`No organization's name begins with ${mark}.`);
  if (found.length === 0) return isWhole ? 0 : 1;
  for (const { id, name } of found) terminal.out(`${id} ${oneLine(name)}`);
  if (!(await agreed(call, `Remove these ${found.length} from the tenant?`))) return 1;
  const made = new Map(found.map(({ id, name }) => [id, { name, isSeen: true }]));
  const cleaned = await clean({ asking: tenant.within(cleaning()), prefix: mark, made });
  return report(cleaned, terminal) && isWhole ? 0 : 1;
}

async function probe(call: Call): Promise<ExitCode> {
  const { tenant, wanted, terminal, signal } = call;
  const { found, items } = await findLeftovers(call);
  if (found.length > 0)
    terminal.err(
      wrap(`Earlier runs left ${found.length} organizations behind; remove them with connectedorgs probe --clean.`),
    );
  const own = tenant.id() ?? guid.normalize(configuredTenant());
  const inputs = inputsOf(wanted, own);
  await refuseConnected(items, inputs, tenant.findTenant);
  terminal.out(describePlan(call, own));
  if (!(await agreed(call, "Continue?"))) return 1;
  const outcome = await probeTenant({
    tenant,
    budget: budgetOf(wanted["max-requests"], wanted.timeout, signal),
    cleaning,
    id: randomBytes(4).toString("hex"),
    inputs,
    progress: (what) => terminal.err(`probe: ${what}`),
  });
  for (const finding of outcome.findings.list()) terminal.out(describeFinding(finding));
  return conclude(call, outcome);
}

function inputsOf(wanted: Wanted, ownTenant: string | undefined): Inputs {
  return {
    tenantId: wanted["tenant-id"],
    domainWithTenant: wanted["domain-with-tenant"],
    domainWithoutTenant: wanted["domain-without-tenant"],
    sponsor: wanted.sponsor,
    ownTenant,
  };
}

function configuredTenant(): string {
  return merge(collectSettings({ environment: process.env, config: () => undefined })).tenantId ?? "";
}

function describePlan({ tenant, wanted }: Call, own: string | undefined): string {
  const where = `at ${tenant.root}${own ? `, tenant ${own}` : ""}`;
  return wrap(
    `This creates up to ${mostOrganizations} connected organizations ${where}, with ${tenant.signedInAs}, and deletes them. Their names begin with ${mark}. It sends at most ${wanted["max-requests"]} requests within ${wanted.timeout} s, not counting those that clean up.`,
  );
}

function conclude({ wanted, terminal, signal }: Call, { findings, stopped, ...cleaned }: Probed): ExitCode {
  if (stopped !== undefined) terminal.err(`The probe ended early: ${stopped}.`);
  terminal.out(`\n${summarize(findings)}`);
  const isClean = report(cleaned, terminal);
  if (signal.aborted) return isClean ? 130 : 1;
  if (wanted.out !== undefined) {
    writeFileSync(wanted.out, `${JSON.stringify(findings.profile(), undefined, 2)}\n`);
    terminal.out(`Use the answers with connectedorgs emulator --profile ${wanted.out}`);
  }
  return isClean && stopped === undefined ? 0 : 1;
}

/** Returns whether nothing is left. */
function report({ left, failure }: Cleaned, terminal: Terminal): boolean {
  for (const { id, name } of left) terminal.err(`Left behind: ${id} ${oneLine(name)}`);
  if (failure !== undefined) terminal.err(`Cleaning up failed: ${failure}.`);
  if (left.length === 0 && failure === undefined) {
    terminal.out("Nothing is left behind.");
    return true;
  }
  terminal.err("Remove what is left with connectedorgs probe --clean, or in the portal.");
  return false;
}
