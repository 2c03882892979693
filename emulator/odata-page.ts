// Query options and pages.
import { badRequest } from "./errors";
import type { Switches } from "./switches";

export interface QueryOptions {
  readonly filter?: string;
  readonly select?: readonly string[];
  readonly expand?: string;
  readonly top?: number;
  readonly skipToken?: string;
}

function readTop(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1) throw badRequest(`Invalid value '${text}' for $top query option found.`);
  return Number(text);
}

/** Reads the options that an endpoint supports and refuses the others; the `$` is optional. */
export function readQuery(url: URL, known: readonly string[]): QueryOptions {
  const found: Record<string, string> = {};
  const system = ["filter", "select", "top", "skiptoken", "expand", "orderby", "search", "skip", "count", "apply"];
  for (const [key, value] of url.searchParams) {
    const name = key.replace(/^\$/, "").toLowerCase();
    if (!key.startsWith("$") && !system.includes(name)) continue;
    if (!known.includes(name)) throw badRequest(`The query option '$${name}' is not supported for this request.`);
    if (name in found) throw badRequest(`Query option '$${name}' was specified more than once.`);
    found[name] = value;
  }
  const { filter, select, expand, top, skiptoken } = found;
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(select === undefined ? {} : { select: select.split(",").map((name) => name.trim()) }),
    ...(expand === undefined ? {} : { expand }),
    ...(top === undefined ? {} : { top: readTop(top) }),
    ...(skiptoken === undefined ? {} : { skipToken: skiptoken }),
  };
}

interface Position {
  readonly offset: number;
  readonly empty?: "first" | "last";
}

function readPosition(skipToken: string): Position {
  const [, empty, offset] = /^(f|l|n)(\d+)$/.exec(Buffer.from(skipToken, "base64url").toString()) ?? [];
  if (offset === undefined) throw badRequest("The skiptoken is not valid.");
  return { offset: Number(offset), ...(empty === "l" ? { empty: "last" } : {}) };
}

function writeToken({ offset, empty }: Position): string {
  return Buffer.from(`${empty === "last" ? "l" : "n"}${offset}`).toString("base64url");
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextLink?: string;
}

function linkTo(url: URL, position: Position): string {
  const query = new URLSearchParams([...url.searchParams].filter(([key]) => !/^\$?skiptoken$/i.test(key)));
  const rest = query.toString().replaceAll("%24", "$").replaceAll("+", "%20");
  return `${url.origin}${url.pathname}?${rest === "" ? "" : `${rest}&`}$skiptoken=${writeToken(position)}`;
}

export function cutPage<Item>(
  all: readonly Item[],
  url: URL,
  { top, skipToken }: QueryOptions,
  { pageSize, emptyPage }: Pick<Switches, "pageSize" | "emptyPage">,
): Page<Item> {
  const position = skipToken === undefined ? undefined : readPosition(skipToken);
  if (position?.empty === "last") return { items: [] };
  if (position === undefined && emptyPage === "first") return { items: [], nextLink: linkTo(url, { offset: 0 }) };
  const offset = position?.offset ?? 0;
  const size = Math.min(top ?? Number.POSITIVE_INFINITY, Math.max(1, pageSize));
  const items = all.slice(offset, offset + size);
  const end = offset + items.length;
  if (end < all.length) return { items, nextLink: linkTo(url, { offset: end }) };
  return emptyPage === "last" ? { items, nextLink: linkTo(url, { offset: end, empty: "last" }) } : { items };
}
