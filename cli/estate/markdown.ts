// The estate as Markdown, for the summary pages of pipelines, in which nothing foreign acts.
import { count } from "../count";
import { inert } from "../inert";
import { rowsWithin } from "../markdown-table";
import type { Entry, Estate } from "./estate";
import {
  ageText,
  countLine,
  detailsOf,
  groups,
  groupsIn,
  headline,
  notes,
  policyCounts,
  policyNotes,
  sponsorText,
} from "./wording";

/** GitHub refuses a summary of more than 1 MiB, and the drift report is in it, too. */
const largest = 400_000;
const show = (text: string) => inert(text, 120);

export function toMarkdown(estate: Estate, withManaged: boolean): string {
  const found = groupsIn(estate, withManaged);
  const blocks = found.flatMap(({ standing, entries }) => {
    const { title, advice } = groups[standing];
    const part = table(entries, estate, largest / found.length);
    return [
      `### ${title} (${entries.length})`,
      part,
      ...(advice ? [advice.replace(/--import|pulumi [a-z]+( [a-z]+)?( --[a-z]+)?/g, "`$&`")] : []),
    ];
  });
  const head = [
    `## ${headline(estate, show)}`,
    countLine(estate),
    ...notes(estate),
    ...policyNotes(estate, found, show),
  ];
  return `${[...head, ...blocks].join("\n\n")}\n`;
}

function table(entries: readonly Entry[], estate: Estate, most: number): string {
  const heading = [
    "| organization | state | age | policies | sponsors | details |",
    "| --- | --- | --- | --- | --- | --- |",
  ];
  const othersRow = (others: number) => `| *and ${count(others, "more organization")}* | | | | | |`;
  return [...heading, ...rowsWithin(most, entries, (entry) => row(entry, estate), othersRow)].join("\n");
}

function row(entry: Entry, estate: Estate): string {
  const { displayName, id, state } = entry;
  const cells = [
    displayName === null ? "*unknown*" : show(displayName),
    state === null ? "*gone*" : show(state),
    ageText(entry),
    policyCounts(entry, estate),
    sponsorText(entry),
    [show(id), ...detailsOf(entry, show)].join("<br>"),
  ];
  return `| ${cells.join(" | ")} |`;
}
