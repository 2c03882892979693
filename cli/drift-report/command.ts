// `connectedorgs drift-report`: what a nightly refresh found, as Markdown.
import { readFileSync } from "node:fs";
import { defineCommand } from "../command";
import { readDrift } from "./drift";
import { toMarkdown } from "./markdown";

export const command = defineCommand({
  name: "connectedorgs drift-report",
  summary: "what a nightly refresh found, as Markdown",
  options: {
    file: { value: "<file>", isRequired: true, about: "what `pulumi refresh --preview-only --json` printed" },
  },
  outro: "Prints Markdown: organization, property, declared, found. A secret is never shown.",
  async run({ file }, terminal) {
    terminal.out(toMarkdown(readDrift(readFileSync(file, "utf8"))).trimEnd());
    return 0;
  },
});
