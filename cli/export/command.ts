// `connectedorgs export`: a tenant's organizations as a Pulumi project that takes them over unchanged.
import { quote, UserError } from "../../provider/errors";
import { describeSources } from "../../provider/organization/identity-source";
import { guid, oneOf } from "../../provider/organization/text-rule";
import { explain } from "../../provider/remedy";
import { openSession } from "../../provider/session";
import { UsageError } from "../arguments";
import { defineCommand } from "../command";
import { readJsonFile } from "../file";
import { wrap } from "../layout";
import { printedJson } from "../printed-json";
import { settingsWith, stackOption } from "../stack";
import { type Terminal, tellingWaits } from "../terminal";
import { type Estate, type LeftOut, readEstate, type Selection } from "./estate";
import { makeFolder, requireEmpty, writeFiles } from "./folder";
import { importFile, projectFiles, type Target } from "./project";
import { organizationsOfTerraform } from "./terraform-state";

const what = "exporting connected organizations";

export const command = defineCommand({
  name: "connectedorgs export",
  summary: "write a Pulumi project and an import file for a tenant's organizations",
  options: {
    out: {
      value: "<folder>",
      default: "connected-organizations",
      about: "folder of the new project (default connected-organizations)",
    },
    force: { about: "overwrite files in that folder" },
    language: {
      value: "<language>",
      rule: oneOf(["typescript", "yaml"]),
      default: "typescript",
      about: "typescript (default), or yaml, which uses the plugin",
    },
    plugin: { about: "use the plugin for TypeScript too; the import file then holds ids only" },
    "file-per-organization": { about: "write organizations/<name>.ts for each instead of one index.ts" },
    sponsors: { about: "declare sponsors too, so that Pulumi manages them" },
    filter: { value: "<expression>", about: "only organizations that match this OData filter" },
    state: {
      value: "<state>",
      rule: oneOf(["configured", "proposed"]),
      about: "only configured or only proposed organizations",
    },
    id: { value: "<id>", rule: guid, isRepeatable: true, about: "only this organization; may be repeated" },
    "terraform-state": {
      value: "<file>",
      about: "only the organizations in this Terraform state, with the domains that it declares",
    },
    stack: stackOption,
    json: { about: "print the import file and what was left out; write nothing" },
  },
  exclusive: [
    ["filter", "id"],
    ["terraform-state", "id"],
    ["json", "out"],
  ],
  outro:
    "The tenant and the credential come from the environment, or from a stack (see connectedorgs help settings). What to do with the project: docs/import.md.",
  exits: { 0: "exported", 1: "failed, or nothing to export" },
  async run({ out: folder, force, json: onlyPrint, language, plugin = false, ...values }, terminal) {
    const target: Target =
      language === "yaml" ? { language, usesPlugin: true } : { language: "typescript", usesPlugin: plugin };
    const isSplit = values["file-per-organization"] ?? false;
    if (isSplit && language === "yaml")
      throw new UsageError("A YAML program is one file: leave --file-per-organization out.");
    if (!onlyPrint && !force) await requireEmpty(folder);
    const { filter, state, id, stack, sponsors = false } = values;
    const file = values["terraform-state"];
    const terraform = file === undefined ? undefined : organizationsOfTerraform(readJsonFile(file, "terraform-state"));
    const selection = { filter, state, ids: [...new Set(id)], withSponsors: sponsors, terraform };
    const estate = await readTenant(selection, stack, terminal);
    for (const { id, displayName, reason } of estate.leftOut) {
      terminal.err(`Left out: connected organization ${quote(displayName)} (${id}): ${reason}`);
    }
    for (const { id, inputs, unconfirmed } of estate.exported) {
      if (!unconfirmed) continue;
      const about = `connected organization ${quote(inputs["displayName"])} (${id})`;
      terminal.err(
        `As stored: ${about}: could not confirm that it is ${describeSources(unconfirmed)}, as Terraform says.`,
      );
    }
    if (onlyPrint) {
      terminal.out(printedJson({ ...importFile(estate.exported, target), leftOut: estate.leftOut }));
      return 0;
    }
    requireSome(estate);
    const path = await makeFolder(folder);
    await writeFiles(path, projectFiles(estate, path, target, isSplit));
    terminal.out(nextSteps(estate, folder, target));
    return 0;
  },
});

async function readTenant(selection: Selection, stack: string | undefined, terminal: Terminal): Promise<Estate> {
  let signedInAs = "the configured identity";
  try {
    const session = openSession(await settingsWith(stack));
    signedInAs = session.connection.signedInAs;
    return await readEstate(session.reach(undefined, tellingWaits(terminal)), selection, (text) =>
      terminal.progress?.(text),
    );
  } catch (error) {
    throw explain(what, error, signedInAs);
  } finally {
    terminal.progress?.("");
  }
}

function requireSome({ exported, leftOut }: Estate): void {
  if (exported.length > 0) return;
  throw new UserError(
    `${what}: No organization can be exported${leftOut.length > 0 ? ` (${count(leftOut)} left out)` : ""}.`,
    "Check the options, and make sure the settings name the right tenant.",
  );
}

function nextSteps({ exported, leftOut }: Estate, folder: string, { language, usesPlugin }: Target): string {
  const program = language === "yaml" ? "Pulumi.yaml" : "index.ts";
  const without = leftOut.length > 0 ? ` Left out: ${count(leftOut)}, listed in ${program}.` : "";
  return `${wrap(`Wrote ${count(exported)} to ${folder}.${without} To take them over without a change:`)}

  cd ${folder}
  npm install
  pulumi stack init <stack>
  pulumi import --file import.json --generate-code=false
  pulumi preview --expect-no-changes${usesPlugin ? "" : olderEngines}`;
}

const olderEngines = `

${wrap(
  "Before Pulumi 3.254.0, import cannot take the file: run pulumi stack export --file stack.json, add its entries to the resources there as docs/import.md says, and run pulumi stack import --file stack.json; or set adoptExisting: true.",
)}`;

function count(organizations: readonly unknown[] | readonly LeftOut[]): string {
  return organizations.length === 1 ? "1 organization" : `${organizations.length} organizations`;
}
