// `connectedorgs drift-report`: what a nightly refresh found, as Markdown.
import { readFileSync } from "node:fs";
import { type Options, readOptions, type Terminal, UsageError } from "../usage";
import { readDrift } from "./drift";
import { toMarkdown } from "./markdown";

const options: Options = { file: { type: "string" }, help: { type: "boolean", short: "h" } };

const usage = `Usage: connectedorgs drift-report --file <file>

  --file <file>  what \`pulumi refresh --preview-only --json\` printed
  --help

Prints Markdown: organization, property, declared, found. A secret is never shown.`;

export async function runDriftReport(args: readonly string[], terminal: Terminal): Promise<number> {
  const values = readOptions(args, options);
  if (values.has("help")) {
    terminal.out(usage);
    return 0;
  }
  const file = values.get("file")?.at(-1);
  if (file === undefined) throw new UsageError(`Option --file is missing.\n\n${usage}`);
  terminal.out(toMarkdown(readDrift(readFileSync(file, "utf8"))).trimEnd());
  return 0;
}
