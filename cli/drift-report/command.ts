// `connectedorgs drift-report`: what a nightly refresh found, as Markdown.
import { defineCommand } from "../command";
import { readTextFile } from "../file";
import { readDrift } from "./drift";
import { toMarkdown } from "./markdown";

export const command = defineCommand({
  name: "connectedorgs drift-report",
  summary: "turn a refresh preview into a drift report",
  options: {
    file: { value: "<file>", isRequired: true, about: "the output of pulumi refresh --preview-only --json" },
  },
  outro: "Secrets are never shown.",
  exits: { 0: "reported, whatever was found", 1: "failed" },
  async run({ file }, terminal) {
    terminal.out(toMarkdown(readDrift(readTextFile(file, "file"))).trimEnd());
    return 0;
  },
});
