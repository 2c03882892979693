// The estate for a terminal: lines of at most 80 columns, in which nothing foreign acts.
import { oneLine } from "../../provider/errors";
import { cell } from "../cell";
import { wrap } from "../layout";
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
  type Show,
  sponsorText,
} from "./wording";

const show: Show = (text) => oneLine(text, 120);

export function toText(estate: Estate, withManaged: boolean): string {
  const tables = groupsIn(estate, withManaged).flatMap(({ standing, entries }) => {
    const { title, advice } = groups[standing];
    const rows = entries.flatMap((entry) => rowOf(entry, estate));
    return [`${title} (${entries.length})\n\n${[heading, ...rows].join("\n")}`, ...(advice ? [wrap(advice)] : [])];
  });
  return [
    wrap(headline(estate, show)),
    wrap(countLine(estate)),
    ...[...notes(estate), ...policyNotes(estate, tables, show)].map((note) => wrap(note)),
    ...tables,
  ].join("\n\n");
}

const widths = [30, 10, 9, 8, 12];
const heading = line(["NAME", "STATE", "AGE", "POLICIES", "SPONSORS"]);

function line(cells: readonly string[]): string {
  return `  ${cells.map((text, column) => cell(text, widths[column] ?? 0)).join("  ")}`.trimEnd();
}

function rowOf(entry: Entry, estate: Estate): string[] {
  const { displayName, id, state } = entry;
  const name = displayName === null ? "(unknown)" : show(displayName);
  const cells = [name, show(state ?? "gone"), ageText(entry), policyCounts(entry, estate), sponsorText(entry)];
  const details = [show(id), ...detailsOf(entry, show)];
  return [line(cells), ...details.map((detail) => `    ${wrap(detail, 6)}`)];
}
