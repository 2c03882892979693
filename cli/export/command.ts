// `connectedorgs export`: what a tenant holds, as a Pulumi project that takes it over without a change.
import { quote, UserError } from "../../provider/errors";
import { guid } from "../../provider/organization/text-rule";
import { explain } from "../../provider/remedy";
import { openSession } from "../../provider/session";
import { readSettings } from "../../provider/settings/settings";
import { type Options, readOptions, suggest, type Terminal, UsageError } from "../usage";
import { type Estate, type LeftOut, readEstate, type Selection } from "./estate";
import { requireEmpty, writeFiles } from "./folder";
import { filePerOrganization, oneFile } from "./program";
import { importFile, json, projectFiles } from "./project";

const options: Options = {
  out: { type: "string" },
  force: { type: "boolean" },
  "file-per-organization": { type: "boolean" },
  sponsors: { type: "boolean" },
  filter: { type: "string" },
  state: { type: "string" },
  id: { type: "string", multiple: true },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
};

const usage = `Usage: connectedorgs export [options]

  --out <folder>            where to write the project (default connected-organizations)
  --force                   overwrite what is in that folder
  --file-per-organization   organizations/<name>.ts for each, instead of one index.ts
  --sponsors                declare the sponsors too, so that they are managed
  --filter <expression>     only what this OData filter of Graph's finds
  --state <state>           only configured, or only proposed ones
  --id <id>                 only this one; may be repeated
  --json                    print the import file with what was left out, and write nothing
  --help

The tenant and the credential come from the environment, as for the provider. See docs/import.md.`;

const what = "exporting connected organizations";
const states = ["configured", "proposed"];

export async function runExport(args: readonly string[], terminal: Terminal): Promise<number> {
  const values = readValues(args);
  if (values.has("help")) {
    terminal.out(usage);
    return 0;
  }
  const selection = readSelection(values);
  const folder = values.get("out")?.at(-1) ?? "connected-organizations";
  if (!values.has("json") && !values.has("force")) await requireEmpty(folder);
  const estate = await readTenant(selection, terminal);
  for (const { id, displayName, reason } of estate.leftOut) {
    terminal.err(`Left out: connected organization ${quote(displayName)} (${id}): ${reason}`);
  }
  if (values.has("json")) {
    terminal.out(json({ ...importFile(estate.exported), leftOut: estate.leftOut }).trimEnd());
    return 0;
  }
  requireSome(estate);
  const program = values.has("file-per-organization") ? filePerOrganization : oneFile;
  const files = { ...projectFiles(estate.exported), ...program(estate.exported, estate.leftOut) };
  await writeFiles(folder, files);
  terminal.out(nextSteps(estate, folder));
  return 0;
}

async function readTenant(selection: Selection, terminal: Terminal): Promise<Estate> {
  let signedInAs = "the configured identity";
  try {
    const session = openSession(readSettings({ environment: process.env, config: () => undefined }));
    signedInAs = session.connection.signedInAs;
    return await readEstate(session.reach(what), selection, (text) => terminal.progress?.(text));
  } catch (error) {
    throw explain(what, error, signedInAs);
  } finally {
    terminal.progress?.("");
  }
}

function requireSome({ exported, leftOut }: Estate): void {
  if (exported.length > 0) return;
  throw new UserError(
    `${what}: There is none to export${leftOut.length > 0 ? ` but ${count(leftOut)}, left out` : ""}.`,
    "Check the options, and that the settings name the right tenant.",
  );
}

function nextSteps({ exported, leftOut }: Estate, folder: string): string {
  const without = leftOut.length > 0 ? ` Left out: ${count(leftOut)}, listed in index.ts.` : "";
  return `Wrote ${count(exported)} to ${folder}.${without} To take them over without a change:

  cd ${folder}
  npm install
  pulumi stack init <stack>
  pulumi import --file import.json --generate-code=false
  pulumi preview --expect-no-changes

Before Pulumi 3.254.0, import cannot take the file: run pulumi stack export --file stack.json, add its entries to the
resources there as docs/import.md says, and run pulumi stack import --file stack.json; or set adoptExisting: true.`;
}

function count(organizations: readonly unknown[] | readonly LeftOut[]): string {
  return organizations.length === 1 ? "1 organization" : `${organizations.length} organizations`;
}

function readSelection(values: ReadonlyMap<string, readonly string[]>): Selection {
  const filter = values.get("filter")?.at(-1);
  const state = values.get("state")?.at(-1);
  const ids = (values.get("id") ?? []).map((text) => {
    const id = guid.normalize(text);
    if (id === undefined) throw new UsageError(`Invalid value for --id: ${text}. ${guid.expected}.\n\n${usage}`);
    return id;
  });
  if (filter !== undefined && ids.length > 0) refuse("Only one of --filter or --id can be provided.");
  if (values.has("json") && values.has("out")) refuse("Only one of --json or --out can be provided.");
  if (state !== undefined && !states.includes(state)) {
    refuse(`Invalid value for --state: ${state}. Allowed values are: ${states.join(", ")}.${suggest(state, states)}`);
  }
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(state === undefined ? {} : { state }),
    ids: [...new Set(ids)],
    withSponsors: values.has("sponsors"),
  };
}

function refuse(message: string): never {
  throw new UsageError(`${message}\n\n${usage}`);
}

function readValues(args: readonly string[]): ReadonlyMap<string, readonly string[]> {
  try {
    return readOptions(args, options);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message}\n\n${usage}`);
    throw error;
  }
}
