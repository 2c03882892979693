// The demo's steps. Each does what a user would do, shows it, and fails if the output is not as expected.
import { stripVTControlCharacters } from "node:util";
import type { RunResult } from "../../harness/run-process";
import { describe, findStored, readDeclared } from "./organizations";
import { printNote, table } from "./print";
import { summarize } from "./requests";
import type { Stage } from "./stage";

export interface Step {
  readonly name: string;
  readonly why: string;
  run(stage: Stage): Promise<void>;
}

const unattended = ["--yes", "--skip-preview", "--suppress-outputs"];
const edited = "Wingtip Toys";
const typed = { description: "typed in the portal", state: "proposed" } as const;

/** All steps but the removal. */
export const life: readonly Step[] = [
  {
    name: "Create",
    why: "Three partners in the program: two by a domain, one by its tenant id.",
    run: create,
  },
  {
    name: "Run again",
    why: "Nothing changed, but Graph stores one domain as a tenant. A tool that compares what it declared with what it reads would now show a difference on every run, or delete the organization and create it again under a new id. Here there must be nothing to do.",
    run: runAgain,
  },
  {
    name: "Edit in the portal",
    why: "Somebody edits an organization by hand, and the partner renames its tenant.",
    run: editInPortal,
  },
  {
    name: "Find the drift",
    why: "What a nightly job runs: it changes nothing, shows each property and exits with code 7. The renamed tenant is not in the list, because that name belongs to the service.",
    run: findDrift,
  },
  { name: "Repair", why: "The program is authoritative: up restores what it declares.", run: repair },
];

export const removal: Step = { name: "Destroy", why: "Everything that the stack created is deleted.", run: destroy };

async function create(stage: Stage): Promise<void> {
  succeeded(await stage.show(["up", ...unattended]));
  const declared = await readDeclared(stage);
  const rows = declared.map(({ displayName, id, identitySources }) => {
    const [wanted, stored] = [describe(identitySources[0]), describe(findStored(stage, id).identitySources[0])];
    return [displayName, wanted, stored, wanted === stored ? "" : "<- swapped"];
  });
  console.log(table([["organization", "declared", "stored", ""], ...rows]));
  must(rows.length === 3, `Three organizations should exist, but there are ${rows.length}.`);
  const swapped = rows.filter(([, wanted, stored]) => wanted?.startsWith("domain") && stored?.startsWith("tenant"));
  must(swapped.length === 1, `One domain should be stored as its tenant, but ${swapped.length} are.`);
  for (const { displayName, id, resolvedIdentitySources } of declared) {
    const [recorded, stored] = [
      describe(resolvedIdentitySources[0]),
      describe(findStored(stage, id).identitySources[0]),
    ];
    must(recorded === stored, `The state of ${displayName} says ${recorded}, but the service stores ${stored}.`);
  }
}

async function runAgain(stage: Stage): Promise<void> {
  succeeded(await stage.show(["up", ...unattended, "--expect-no-changes"]));
  const { requests } = stage.emulator;
  must(requests.length === 0, `An unchanged up should send no request to Graph, but sent ${summarize(requests)}.`);
  printNote("No change, and not a single request to Graph.");
}

async function editInPortal(stage: Stage): Promise<void> {
  const organization = await findEdited(stage);
  stage.emulator.portal.patch(organization.id, typed);
  const [source] = organization.identitySources;
  stage.emulator.portal.renameTenant(String(source?.["tenantId"]), "Wingtip Toys International");
  console.log(
    table([
      [edited, "before", "after"],
      ["description", organization.description ?? "", typed.description],
      ["state", organization.state, typed.state],
      ["name of its tenant", String(source?.["displayName"]), "Wingtip Toys International"],
    ]),
  );
}

async function findDrift(stage: Stage): Promise<void> {
  const result = await stage.show(["refresh", "--preview-only", "--diff", "--expect-no-changes"]);
  must(result.exitCode === 7, `The job should exit with code 7, but exited with ${result.exitCode}.`);
  const shown = stripVTControlCharacters(result.output);
  for (const [name, value] of Object.entries(typed)) {
    const line = new RegExp(`~ ${name} *: "[^"]+" => "${value}"`);
    must(line.test(shown), `The drift of ${name} should be shown, but is not.`);
  }
  must(/~ 1 to update/.test(shown), "One organization should have drifted, and only one.");
  printNote("Two properties differ, and the exit code says so.");
}

async function repair(stage: Stage): Promise<void> {
  const before = await findEdited(stage);
  succeeded(await stage.show(["up", ...unattended, "--refresh", "--diff"]));
  const after = findStored(stage, before.id);
  must(after.state === "configured", `The state should be configured again, but is ${after.state}.`);
  must(after.description === "Toy supplier", `The description should be repaired, but is ${after.description}.`);
  printNote(`${edited} is ${after.state} again, with the description "${after.description}" and the same id.`);
}

async function destroy(stage: Stage): Promise<void> {
  succeeded(await stage.show(["destroy", "--yes", "--skip-preview"]));
  const left = stage.emulator.portal.list().length;
  must(left === 0, `No organization should be left, but ${left} are.`);
  printNote("Nothing is left.");
}

async function findEdited(stage: Stage) {
  const declared = (await readDeclared(stage)).find(({ displayName }) => displayName === edited);
  if (declared === undefined) throw new Error(`The state should hold ${edited}, but does not.`);
  return findStored(stage, declared.id);
}

function succeeded({ exitCode }: RunResult): void {
  must(exitCode === 0, `The command above should succeed, but exited with code ${exitCode}.`);
}

function must(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence);
}
