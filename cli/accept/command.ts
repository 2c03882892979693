// `connectedorgs accept`: what a refresh found becomes what the program declares.
import { oneLine, quote, UserError } from "../../provider/errors";
import { oneOf } from "../../provider/organization/text-rule";
import { UsageError } from "../arguments";
import { defineCommand } from "../command";
import { count } from "../count";
import { readDrift } from "../drift-report/drift";
import { readTextFile, replaceFile } from "../file";
import type { Terminal } from "../terminal";
import { changesIn } from "./change";
import { changedLines } from "./changed-lines";
import { type Left, showLeft } from "./lines";
import { readRows, sortChanges, write } from "./partners-file";
import { refusalOf } from "./value";

export const command = defineCommand({
  name: "connectedorgs accept",
  summary: "keep what a refresh found: write it into the program's data, or print the lines to change",
  options: {
    file: {
      value: "<file>",
      isRequired: true,
      about: "the output of pulumi refresh --preview-only --json; - for standard input",
    },
    data: { value: "<file>", about: "the YAML file with one row per partner that the program reads" },
    "dry-run": { about: "show what would change in that file; write nothing" },
    language: {
      value: "<language>",
      rule: oneOf(["typescript", "yaml"]),
      default: "typescript",
      about: "of the lines to change by hand: typescript (default) or yaml",
    },
  },
  outro: "Sends no request, and changes neither the tenant nor the state. More: docs/accept.md.",
  exits: {
    0: "the file declares what was found, or nothing was found",
    1: "failed; nothing was written",
    7: "lines are left to change by hand",
  },
  async run({ file, data, "dry-run": isDry = false, language }, terminal) {
    if (isDry && data === undefined) throw new UsageError("Option --dry-run needs --data.");
    const drift = readDrift(readTextFile(file, "file"));
    const [failure] = drift.failures;
    if (failure) throw new UserError(`The drift could not be determined: ${oneLine(failure.cause)}`);
    const found = changesIn(drift).map((change) => ({ change, reason: refusalOf(change) }));
    const left = data === undefined ? found : accept(found, data, isDry, terminal);
    if (found.length === 0) terminal.out("Nothing to accept: every organization is as declared.");
    if (left.length === 0) return 0;
    terminal.out(`To change by hand:\n\n${showLeft(left, language === "yaml" ? "yaml" : "typescript")}`);
    return 7;
  },
});

/** @returns what the file could not take */
function accept(found: readonly Left[], path: string, isDry: boolean, terminal: Terminal): Left[] {
  const file = readRows(readTextFile(path, "data"), path);
  const refused = found.filter(({ reason }) => reason !== undefined);
  const open = found.filter(({ reason }) => reason === undefined).map(({ change }) => change);
  const { taken, left } = sortChanges(file, open);
  const { text, shown } = write(file, taken);
  for (const { change, before, after } of shown) {
    const { first, lines } = changedLines(before, after);
    terminal.out([`${path}:${first} ${quote(change.name)}`, ...lines, ""].join("\n"));
  }
  if (!isDry && shown.length > 0) replaceFile(path, text);
  const amount = `${taken.length} of ${count(found.length, "change")}`;
  if (found.length > 0) terminal.out(isDry ? `${path} would declare ${amount}.` : `${path} now declares ${amount}.`);
  return [...refused, ...left];
}
