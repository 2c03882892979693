/**
 * The drift report as Markdown, for the summary pages of GitHub Actions and Azure Pipelines. Names and descriptions are
 * foreign text, so nothing in them may act as Markdown, HTML or a pipeline command.
 */
import type { Difference, Drift } from "./drift";

/** GitHub refuses a summary of more than 1 MiB: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const largest = 500_000;
const longestValue = 300;
const mostFailures = 10;

export function toMarkdown(drift: Drift): string {
  const { stack, looked, differences, failures } = drift;
  const where = stack === undefined ? "" : ` in stack ${inert(stack)}`;
  const heading = failures.length > 0 ? `Drift could not be determined${where}` : headline(differences, where);
  const blocks = [`## ${heading}`];
  if (failures.length > 0) blocks.push(list(failures));
  if (differences.length > 0) blocks.push(table(differences));
  if (failures.length === 0) blocks.push(differences.length > 0 ? advice : `${count(looked, "resource")} looked at.`);
  return `${blocks.join("\n\n")}\n`;
}

const advice =
  "`pulumi up --refresh` brings back what is declared. To keep what was found, change the program so that it declares it.";

function headline(differences: readonly Difference[], where: string): string {
  const drifted = new Set(differences.map(({ what, name }) => `${what} ${name}`)).size;
  if (drifted === 0) return `No drift${where}`;
  return `Drift${where}: ${count(drifted, "resource")} ${drifted === 1 ? "is" : "are"} not as declared`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

function list(failures: readonly string[]): string {
  const lines = failures.slice(0, mostFailures).map((failure) => `- ${inert(failure, 2000)}`);
  const others = failures.length - lines.length;
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
  if (!Array.isArray(declared) || !Array.isArray(found)) return [show(declared), show(found)];
  const missing = without(declared, found);
  const rest = declared.length - missing.length;
  const lines = (list: unknown[]) =>
    [...list.map(show), ...(rest > 0 ? [`*${rest} on both sides*`] : [])].join("<br>") || "*none*";
  return [lines(missing), lines(without(found, declared))];
}

function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const others = new Set(other.map(canonical));
  return list.filter((one) => !others.has(canonical(one)));
}

/** Equal for equal values of JSON. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
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
