// `connectedorgs drift-report`: what a nightly refresh found, for a summary page or a log.
import { oneOf } from "../../provider/organization/text-rule";
import { defineCommand } from "../command";
import { readTextFile } from "../file";
import { readDrift } from "./drift";
import { toMarkdown } from "./markdown";
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
    file: { value: "<file>", isRequired: true, about: "the output of pulumi refresh --preview-only --json" },
  },
  outro: "Secrets are never shown.",
  exits: { 0: "reported, whatever was found", 1: "failed" },
  async run({ file, format }, terminal) {
    const show = format === "text" ? toText : toMarkdown;
    terminal.out(show(readDrift(readTextFile(file, "file"))).trimEnd());
    return 0;
  },
});
