// What every page has: the head, the way to the other pages, and the message about what was just done.
import { html } from "hono/html";
import { pageRoot } from "./paths";

export type Html = ReturnType<typeof html>;

const pages = [
  ["/", "Organizations"],
  [`${pageRoot}/directory`, "Tenants and directory"],
  [`${pageRoot}/policies`, "Policies"],
  [`${pageRoot}/behaviour`, "Behaviour"],
  [`${pageRoot}/requests`, "Requests"],
] as const;

export interface Page {
  readonly path: string;
  readonly title: string;
  readonly content: Html;
  /** What the last form did. */
  readonly notice?: string | undefined;
  readonly failure?: string | undefined;
}

const link = (path: string, [target, name]: readonly [string, string]) =>
  html`<li><a href="${target}"${target === path ? html` aria-current="page"` : ""}>${name}</a></li>`;

export function renderPage({ path, title, content, notice, failure }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · connected organizations (emulator)</title>
<link rel="stylesheet" href="${pageRoot}/style.css">
<script src="${pageRoot}/live.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<p class="brand">Connected organizations <span>emulated portal: nothing here is real</span></p>
<nav aria-label="Pages"><ul>${pages.map((page) => link(path, page))}</ul></nav>
</header>
<main id="content" tabindex="-1">
<h1>${title}</h1>
${notice === undefined ? "" : html`<p class="notice" role="status">${notice}</p>`}
${failure === undefined ? "" : html`<p class="failure" role="alert">${failure}</p>`}
${content}
</main>
<p id="news" class="hidden" role="status"></p>
</body>
</html>`;
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly unknown[])[];
  readonly empty: string;
}

export function renderTable({ caption, columns, rows, empty }: Table): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  const row = ([heading, ...cells]: readonly unknown[]) =>
    html`<tr><th scope="row">${heading}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption class="hidden">${caption}</caption>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody>
</table></div>`;
}

export const renderTime = (time: string): Html =>
  html`<time datetime="${time}">${time.slice(0, 19).replace("T", " ")}</time>`;

/** A region that the script reads again while the page is open; without it, the page is as of when it was read. */
export const renderLive = (name: string, content: Html): Html =>
  html`<div data-live="${pageRoot}/live/${name}">${content}</div>`;
