/**
 * The drift report as Markdown, for the summary pages of GitHub Actions and Azure Pipelines. Names and descriptions are
 * foreign text, so nothing in them may act as Markdown, HTML or a pipeline command.
 */

import { count } from "../count";
import { inert } from "../inert";
import { rowsWithin } from "../markdown-table";
import type { Difference, Drift } from "./drift";
import type { Failure } from "./failure";
import { compareLists } from "./list-difference";
import { conclusion, headline, mostFailures, mostTasks } from "./wording";

/** GitHub refuses a summary of more than 1 MiB: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const largest = 500_000;

export function toMarkdown(drift: Drift): string {
  const { differences, failures } = drift;
  const blocks = [`## ${headline(drift, inert)}`];
  if (failures.length > 0) blocks.push(list(failures));
  if (differences.length > 0) blocks.push(table(differences));
  if (failures.length === 0) blocks.push(conclusion(drift, (command) => `\`${command}\``));
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
  const heading = ["| organization | property | declared | found |", "| --- | --- | --- | --- |"];
  const othersRow = (others: number) => `| *and ${count(others, "more difference")}* | | | |`;
  return [...heading, ...rowsWithin(largest, differences, row, othersRow)].join("\n");
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
