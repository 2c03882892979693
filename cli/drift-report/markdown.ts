/**
 * The drift report as Markdown, for the summary pages of GitHub Actions and Azure Pipelines. Names and descriptions are
 * foreign text, so nothing in them may act as Markdown, HTML or a pipeline command.
 */
import type { Difference, Drift } from "./drift";
import type { Failure } from "./failure";
import { compareLists } from "./list-difference";
import { advice, count, headline, mostFailures, mostTasks } from "./wording";

/** GitHub refuses a summary of more than 1 MiB: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const largest = 500_000;
const longestValue = 300;

export function toMarkdown(drift: Drift): string {
  const { looked, differences, failures } = drift;
  const blocks = [`## ${headline(drift, inert)}`];
  if (failures.length > 0) blocks.push(list(failures));
  if (differences.length > 0) blocks.push(table(differences));
  if (failures.length === 0)
    blocks.push(
      differences.length > 0 ? advice((command) => `\`${command}\``) : `${count(looked, "resource")} checked.`,
    );
  return `${blocks.join("\n\n")}\n`;
}

function list(failures: readonly Failure[]): string {
  const lines = failures
    .slice(0, mostFailures)
    .flatMap(({ cause, tasks }) => [
      `- ${inert(cause, 2000)}`,
      ...tasks.slice(0, mostTasks).map((task) => `  - ${inert(task)}`),
      ...(tasks.length > mostTasks ? [`  - *and ${tasks.length - mostTasks} more*`] : []),
    ]);
  const others = failures.length - mostFailures;
  return [...lines, ...(others > 0 ? [`- *and ${count(others, "more failure")}*`] : [])].join("\n");
}

function table(differences: readonly Difference[]): string {
  const lines = ["| organization | property | declared | found |", "| --- | --- | --- | --- |"];
  let length = 0;
  for (const [index, difference] of differences.entries()) {
    const line = row(difference);
    length += line.length;
    if (length > largest) {
      lines.push(`| *and ${count(differences.length - index, "more difference")}* | | | |`);
      break;
    }
    lines.push(line);
  }
  return lines.join("\n");
}

function row({ what, name, property, declared, found }: Difference): string {
  const first = `${inert(what)} (${inert(name)})`;
  const others = property === undefined ? ["", "*exists*", "*deleted*"] : [inert(property), ...sides(declared, found)];
  return `| ${[first, ...others].join(" | ")} |`;
}

/** Shows only what two lists do not share. */
function sides(declared: unknown, found: unknown): [string, string] {
  const lists = compareLists(declared, found);
  if (!lists) return [show(declared), show(found)];
  const lines = (list: readonly unknown[]) =>
    [...list.map(show), ...(lists.shared > 0 ? [`*${lists.shared} on both sides*`] : [])].join("<br>") || "*none*";
  return [lines(lists.declared), lines(lists.found)];
}

function show(value: unknown): string {
  if (value === undefined || value === null) return "*none*";
  if (value === "") return "*empty*";
  if (Array.isArray(value)) return value.map(show).join("<br>") || "*none*";
  if (typeof value !== "object") return inert(String(value));
  return Object.entries(value)
    .map(([key, member]) => `${inert(key)}: ${show(member)}`)
    .join(", ");
}

/** Characters lose their meaning as numeric references: https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references */
function inert(text: string, longest = longestValue): string {
  const characters = [...text];
  const cut = characters.length > longest ? [...characters.slice(0, longest), "…"] : characters;
  const visible = cut
    .join("")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (hidden) => `⟨U+${hex(hidden).padStart(4, "0")}⟩`);
  return unlinked(visible).replace(/[^\p{L}\p{M}\p{N} .,;:@/=+⟨⟩…-]/gu, (mark) => `&#x${hex(mark)};`);
}

/**
 * The services look for links in the rendered text, where a reference is its character again, so a space of no width
 * stands in what they look for: URLs and addresses (https://github.github.com/gfm/#autolinks-extension-), people,
 * issues and commits (https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls).
 */
function unlinked(text: string): string {
  return text
    .replace(/@|[#!](?=\d)|:(?=\/\/)|\bwww(?=\.)|\bGH-(?=\d)/gi, "$&\u200b")
    .replace(idOrHash, (word) => (word.includes("-") ? word : word.replace(/.{6}(?=.)/g, "$&\u200b")));
}

/** A GUID is no commit, and is copied from the report. */
const idOrHash = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\b[\da-f]{7,}\b/gi;

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}
