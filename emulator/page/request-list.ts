// The request log, the newest first.
import { html } from "hono/html";
import { decodePart } from "../path";
import type { LoggedRequest } from "../request-log";
import type { World } from "../world";
import { renderButton } from "./field";
import { type Html, renderLive, renderTable } from "./layout";
import { pageRoot } from "./paths";

const mostShown = 300;

const statusOf = ({ status }: LoggedRequest): string => (status === undefined ? "running" : String(status));

const isBad = ({ status }: LoggedRequest): boolean => typeof status === "string" || (status ?? 0) >= 400;

/** What a batch asks: its one path says nothing. */
function renderMembers(body: unknown): Html {
  const { requests } = (body ?? {}) as { readonly requests?: unknown };
  if (!Array.isArray(requests)) return html``;
  const member = (each: { readonly method?: unknown; readonly url?: unknown } | null) =>
    html`<li>${String(each?.method)} <code>${decodePart(String(each?.url))}</code></li>`;
  return html`<ol>${requests.map(member)}</ol>`;
}

function row(request: LoggedRequest): unknown[] {
  const { time, method, path, body } = request;
  return [
    html`<time>${time.slice(11, 23)}</time>`,
    method,
    html`<code>${decodePart(path)}</code>${renderMembers(body)}${
      body === undefined
        ? ""
        : html`<details><summary>Body</summary><pre>${typeof body === "string" ? body : JSON.stringify(body, null, 2)}</pre></details>`
    }`,
    html`<span class="${isBad(request) ? "loud" : "calm"}">${statusOf(request)}</span>`,
  ];
}

export function renderRequests({ log }: World, most = mostShown): Html {
  const { requests } = log;
  const last = requests.at(-1);
  const news = last === undefined ? "" : `, the last: ${last.method} ${decodePart(last.path)}, ${statusOf(last)}`;
  return html`<p data-news>${requests.length} ${requests.length === 1 ? "request" : "requests"}${news}</p>
${renderTable({
  caption: "Requests, the newest first",
  columns: ["Time (UTC)", "Method", "Path", "Answer"],
  rows: requests.slice(-most).reverse().map(row),
  empty: "There are no requests yet.",
})}`;
}

export function renderRequestPage(world: World): Html {
  return html`${renderLive("requests", renderRequests(world))}
${renderButton({ action: `${pageRoot}/requests/clear`, text: "Clear the log" })}`;
}
