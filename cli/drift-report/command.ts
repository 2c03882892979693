// `connectedorgs drift-report`: what a nightly refresh found, for a summary page or a log.
import { oneOf } from "../../provider/organization/text-rule";
import { defineCommand } from "../command";
import { readTextFile } from "../file";
import { printedJson } from "../printed-json";
import { readDrift } from "./drift";
import { toMarkdown } from "./markdown";
import { newSince, type Report, readReport } from "./report";
import { toText } from "./text";

export const command = defineCommand({
  name: "connectedorgs drift-report",
  summary: "turn a refresh preview into a drift report",
  options: {
    format: {
      value: "<format>",
      rule: oneOf(["markdown", "text"]),
      default: "markdown",
      about: "markdown for a summary page (default), text for a log",
    },
    json: { about: "machine-readable output" },
    file: {
      value: "<file>",
      isRequired: true,
      isRepeatable: true,
      about: "the output of pulumi refresh --preview-only --json; may be repeated, for several stacks",
    },
    since: { value: "<file>", about: "report only what is new since an earlier --json" },
  },
  exclusive: [["json", "format"]],
  outro: "Secrets are never shown.",
  exits: { 0: "no drift, or no new drift", 1: "failed, or drift could not be determined", 7: "drift" },
  async run({ file: files, format, json, since }, terminal) {
    const earlier = since === undefined ? undefined : readReport(since);
    const whole: Report = { version: 1, stacks: files.map((file) => readDrift(readTextFile(file, "file"))) };
    const report = earlier ? newSince(whole, earlier) : whole;
    const show = format === "text" ? toText : toMarkdown;
    terminal.out(json ? printedJson(report) : report.stacks.map(show).join("\n\n").trimEnd());
    if (report.stacks.some(({ failures }) => failures.length > 0)) return 1;
    return report.stacks.some(({ differences }) => differences.length > 0) ? 7 : 0;
  },
});
