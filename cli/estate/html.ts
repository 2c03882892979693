/**
 * The estate as one page that needs nothing else: no request leaves it, and no name in it acts. Its policy allows its own
 * style and script by their hashes and nothing besides: https://www.w3.org/TR/CSP3/#hash-usage
 */
import { createHash } from "node:crypto";
import { visible } from "../inert";
import type { Entry, Estate } from "./estate";
import { script } from "./page-script";
import { style } from "./page-style";
import { standings } from "./sort";
import {
  countLine,
  groups,
  headline,
  listPolicies,
  notes,
  policyCounts,
  policyNotes,
  sourceText,
  sponsorText,
} from "./wording";

export function toHtml(estate: Estate): string {
  const policy = `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  const title = escaped(headline(estate, (text) => text));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>Read at <time>${escaped(estate.readDateTime)}</time>. ${escaped(countLine(estate))}</p>
${[...notes(estate), ...policyNotes(estate, estate.organizations, String)]
  .map((note) => `<p>${escaped(note)}</p>`)
  .join("\n")}
<div class="counts" role="group" aria-label="Show only">
${standings.map((standing) => countButton(standing, estate)).join("\n")}
</div>
<div class="filter">
<label>Filter <input type="search" autocomplete="off" spellcheck="false"></label>
<p role="status">${estate.organizations.length} shown</p>
</div>
<div class="scroll" role="region" aria-label="Organizations" tabindex="0">
<table>
<thead><tr>${columns.map(({ title }) => `<th scope="col"><button type="button">${title}</button></th>`).join("")}</tr></thead>
<tbody>
${estate.organizations.map((entry) => row(entry, estate)).join("\n")}
</tbody>
</table>
</div>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function countButton(standing: (typeof standings)[number], { counts }: Estate): string {
  const kind = standing !== "managed" && counts[standing] > 0 ? ' class="finding"' : "";
  return `<button type="button" aria-pressed="false" data-standing="${standing}"${kind}><b>${counts[standing]}</b>${groups[standing].title}</button>`;
}

interface Column {
  readonly title: string;
  /** How its cells look. */
  readonly kind?: "wide" | "number";
  /** In HTML. */
  show(entry: Entry, estate: Estate): string;
  /** What it is sorted by, if not as it is shown. */
  value?(entry: Entry): number | string | null | undefined;
}

const columns: readonly Column[] = [
  {
    title: "Name",
    kind: "wide",
    show: ({ displayName, id }) => `${name(displayName)}<br><code>${escaped(id)}</code>`,
    value: ({ displayName }) => displayName,
  },
  { title: "Standing", show: ({ standing }) => groups[standing].title },
  { title: "State", show: ({ state }) => escaped(state ?? "gone") },
  {
    title: "Sources",
    kind: "wide",
    show: ({ identitySources }) => list(identitySources.map((source) => sourceText(source, String))),
  },
  { title: "In stacks", kind: "wide", show: ({ resources }) => list(resources.map(describeResource)) },
  {
    title: "Created",
    show: ({ createdDateTime, createdBy }) =>
      list([createdDateTime?.slice(0, 10), createdBy].filter((text) => typeof text === "string")),
    value: ({ createdDateTime }) => createdDateTime,
  },
  { title: "Age in days", kind: "number", show: ({ ageInDays }) => String(ageInDays ?? "") },
  {
    title: "Policies",
    kind: "number",
    show: (entry, estate) => policyCounts(entry, estate),
    value: ({ policies }) => policies?.length,
  },
  {
    title: "Named by",
    kind: "wide",
    show: ({ policies }) => list((policies ?? []).map((policy) => listPolicies([policy], String))),
  },
  {
    title: "Sponsors",
    show: (entry) => list([sponsorText(entry), ...(entry.sponsors?.lost ?? []).map((id) => `gone: ${id}`)]),
    value: ({ sponsors }) => sponsors && sponsors.internal + sponsors.external,
  },
];

function row(entry: Entry, estate: Estate): string {
  const cells = columns.map(({ title, kind, show, value }) => {
    const isFinding = title === "Standing" && entry.standing !== "managed";
    const look = isFinding ? "finding" : kind;
    const key = value && ` data-value="${escaped(String(value(entry) ?? ""))}"`;
    return `<td${look ? ` class="${look}"` : ""}${key ?? ""}>${show(entry, estate)}</td>`;
  });
  return `<tr data-standing="${entry.standing}">${cells.join("")}</tr>`;
}

function describeResource({ stack, name, isLeaving }: Entry["resources"][number]): string {
  return `${name} in ${stack}${isLeaving ? " (the next up deletes or replaces it)" : ""}`;
}

function name(displayName: string | null): string {
  return displayName === null ? "<em>unknown</em>" : `<bdi>${escaped(displayName)}</bdi>`;
}

function list(items: readonly string[]): string {
  const shown = items.filter((item) => item !== "");
  return shown.length === 0 ? "" : `<ul>${shown.map((item) => `<li><bdi>${escaped(item)}</bdi></li>`).join("")}</ul>`;
}

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (mark) => references[mark] ?? "");
}
