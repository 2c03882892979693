// `connectedorgs estate`: all organizations of the tenant beside what stacks manage.
import { writeFileSync } from "node:fs";
import type { Reach } from "../../provider/lifecycle/reach";
import { guid } from "../../provider/organization/text-rule";
import { explain } from "../../provider/remedy";
import { openSession } from "../../provider/session";
import { UsageError, type Values } from "../arguments";
import { defineCommand } from "../command";
import { readTextFile, writable } from "../file";
import { printedJson } from "../printed-json";
import { settingsWith, stateOf } from "../stack";
import { type Terminal, tellingWaits } from "../terminal";
import { readStack, type Stack } from "./claim";
import { type Estate, findingsOf } from "./estate";
import { toHtml } from "./html";
import { importUnmanaged } from "./import";
import { toMarkdown } from "./markdown";
import { newSince, readEstateFile } from "./since";
import { readEstate } from "./tenant";
import { toText } from "./text";

const options = {
  stack: {
    value: "<name>",
    isRepeatable: true,
    about:
      "compare with this stack of the Pulumi project in this folder; may be repeated; the configuration of the first is read too",
  },
  state: {
    value: "<file>",
    isRepeatable: true,
    about: "compare with this output of pulumi stack export, - for standard input; may be repeated",
  },
  sponsors: { about: "read the sponsors of managed organizations too; with --import, declare sponsors" },
  from: { value: "<file>", about: "show an earlier --json again; read neither the tenant nor stacks" },
  since: { value: "<file>", about: "show only what is new since an earlier --json" },
  all: { about: "show managed organizations too" },
  markdown: { about: "Markdown for a summary page" },
  json: { about: "machine-readable output, with the managed organizations" },
  html: { value: "<file>", rule: writable, about: "also write a page for a browser" },
  import: {
    value: "<folder>",
    about: "write an import file and a program for what is in no stack into this Pulumi project",
  },
  id: {
    value: "<id>",
    rule: guid,
    isRepeatable: true,
    about: "import only this organization, which may be proposed; may be repeated",
  },
  force: { about: "overwrite files of an earlier import" },
} as const;

export const command = defineCommand({
  name: "connectedorgs estate",
  summary: "compare a tenant's organizations with what stacks manage",
  options,
  exclusive: [
    ["markdown", "json"],
    ["json", "import"],
    ...(["stack", "state", "sponsors", "import"] as const).map((other) => ["from", other] as const),
  ],
  outro: "It writes nothing to the tenant. What it shows, and what to do about it: docs/estate.md.",
  exits: { 0: "every organization is managed exactly once, or nothing is new", 1: "failed", 7: "findings" },
  async run(values, terminal) {
    const { from, since, all = false, markdown, json, html } = values;
    refuseWithoutImport(values);
    const earlier = since === undefined ? undefined : readEstateFile(since, "since");
    const { estate: whole, imported } =
      from === undefined
        ? await readAnew(values, terminal)
        : { estate: readEstateFile(from, "from"), imported: undefined };
    const estate = earlier ? newSince(whole, earlier) : whole;
    const show = markdown ? toMarkdown : toText;
    terminal.out(json ? printedJson(estate) : show(estate, all).trimEnd());
    if (html !== undefined) writeFileSync(html, toHtml(estate));
    if (imported !== undefined) terminal.out(`\n${imported}`);
    return findingsOf(estate).length > 0 ? 7 : 0;
  },
});

type Given = Values<typeof options>;

/** Whoever names an organization would take what is shown for it. */
function refuseWithoutImport({ import: folder, id, force }: Given): void {
  if (folder !== undefined || (id.length === 0 && !force)) return;
  throw new UsageError(`Option --${force ? "force" : "id"} needs --import.`);
}

interface Anew {
  readonly estate: Estate;
  /** What to do with the files of an import. */
  readonly imported: string | undefined;
}

async function readAnew(given: Given, terminal: Terminal): Promise<Anew> {
  const { stack: names, state: files } = given;
  if (names.length + files.length === 0) throw new UsageError("Either --stack or --state must be provided.");
  const stacks = await readStacks(names, files);
  let signedInAs = "the configured identity";
  try {
    const session = openSession(await settingsWith(names[0]));
    signedInAs = session.connection.signedInAs;
    return await readWith(session.reach(undefined, tellingWaits(terminal)), stacks, given, terminal);
  } catch (error) {
    throw error instanceof UsageError ? error : explain("reading the estate", error, signedInAs);
  } finally {
    terminal.progress?.("");
  }
}

async function readStacks(names: readonly string[], files: readonly string[]): Promise<Stack[]> {
  const named = await Promise.all([...new Set(names)].map(async (name) => readStack(await stateOf(name), name)));
  return [...named, ...files.map((file) => readStack(readTextFile(file, "state"), file))];
}

async function readWith(reach: Reach, stacks: readonly Stack[], given: Given, terminal: Terminal): Promise<Anew> {
  const { sponsors: withSponsors = false, import: folder, id: ids, force: mayOverwrite = false } = given;
  const progress = (text: string) => terminal.progress?.(text);
  const say = tellingWaits(terminal);
  const { estate, unmanaged } = await readEstate(reach, { stacks, withAllSponsors: withSponsors, progress, say });
  if (folder === undefined) return { estate, imported: undefined };
  const day = estate.readDateTime.slice(0, 10);
  const how = { folder, mayOverwrite, ids, withSponsors, day };
  return { estate, imported: await importUnmanaged(reach, unmanaged, stacks, how) };
}
