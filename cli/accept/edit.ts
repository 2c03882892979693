/**
 * Edits of a file's text at the places that the parser of YAML names, because writing the whole document anew would
 * reformat it and move comments. Each returns undefined where it knows no place.
 */
import { holdsHidden, yamlText } from "../export/literal";
import { isMap, isPair, isScalar, isSeq, type Pair, stringify, type YAMLSeq } from "../yaml";

export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

export interface File {
  readonly text: string;
  /** Its root, as the parser read it. */
  readonly root: unknown;
}

/** @param before the properties after which a new one comes */
export function writeText(
  { text, root }: File,
  name: string,
  property: string,
  before: readonly string[],
  value: string,
): Edit | undefined {
  const row = pairIn(root, name)?.value;
  if (!isMap(row)) return undefined;
  const written = rangeOf(pairIn(row, property)?.value);
  if (written) {
    const isBlock = text.slice(written.from, written.to).endsWith("\n");
    const gap = /\s/.test(text.charAt(written.from - 1)) ? "" : " ";
    return { from: written.from, to: written.to, by: gap + scalar(value) + (isBlock ? lineEnd(text) : "") };
  }
  const former = row.items.findLast(({ key }) => before.includes(nameOf(key))) ?? row.items.at(-1);
  const [key, end] = [rangeOf(former?.key), rangeOf(former?.value)];
  if (!key || !end) return undefined;
  const line = `${property}: ${scalar(value)}`;
  if (row.flow) return { from: end.to, to: end.to, by: `, ${line}` };
  const place = endOfLines(text, former);
  return { from: place, to: place, by: indentAt(text, key.from) + line + lineEnd(text) };
}

/** Takes members of a list away, and puts others after the rest. */
export function writeList(
  { text, root }: File,
  name: string,
  property: string,
  stays: readonly boolean[],
  added: readonly unknown[],
): Edit | undefined {
  const list = pairIn(pairIn(root, name)?.value, property)?.value;
  if (!isSeq(list)) return undefined;
  return list.flow ? writeFlow(text, list, stays, added) : writeBlock(text, list, stays, added);
}

/** Takes a row away, with the comment right above it, those at its end, and one of two empty lines. */
export function removeRow({ text, root }: File, name: string): Edit | undefined {
  const row = pairIn(root, name);
  const key = rangeOf(row?.key);
  if (!isMap(root) || root.flow || !key) return undefined;
  const from = startOfComment(text, lineStart(text, key.from));
  const end = endOfLines(text, row);
  const isApart = /(^|\n)[ \t]*\r?\n$/.test(text.slice(0, from));
  const [rest = ""] = /^(?:[ \t]+#.*\r?\n)*/.exec(text.slice(end)) ?? [];
  const [empty = ""] = (isApart && /^[ \t]*\r?\n/.exec(text.slice(end + rest.length))) || [];
  return { from, to: end + rest.length + empty.length, by: "" };
}

/** A comment at the top is about the file. */
function startOfComment(text: string, start: number): number {
  let from = start;
  while (from > 0) {
    const above = lineStart(text, from - 1);
    if (!/^[ \t]*#/.test(text.slice(above, from))) return from;
    from = above;
  }
  return start;
}

function writeFlow(
  text: string,
  list: YAMLSeq,
  stays: readonly boolean[],
  added: readonly unknown[],
): Edit | undefined {
  const { from = 0, to = 0 } = rangeOf(list) ?? {};
  const written = text.slice(from, to);
  if (written.includes("\n")) return undefined;
  const kept = list.items
    .filter((_, index) => stays[index])
    .map((item) => {
      const place = rangeOf(item);
      return place ? text.slice(place.from, place.to) : "";
    });
  const members = [...kept, ...added.map((item) => inFlow(item))].join(", ");
  const gap = written.startsWith("[ ") && members !== "" ? " " : "";
  return { from, to, by: `[${gap}${members}${gap}]` };
}

/** A member goes with the comments above it. */
function writeBlock(
  text: string,
  list: YAMLSeq,
  stays: readonly boolean[],
  added: readonly unknown[],
): Edit | undefined {
  const place = rangeOf(list);
  if (!place) return undefined;
  const first = lineStart(text, place.from);
  const ends = list.items.map((item) => endOfLines(text, item));
  const chunks = ends.map((end, index) => text.slice(ends[index - 1] ?? first, end));
  const kept = chunks.filter((_, index) => stays[index]);
  const indent = indentAt(text, place.from);
  const lines = added.flatMap(inBlock).map((line) => indent + line + lineEnd(text));
  const to = ends.at(-1) ?? first;
  if (kept.length + lines.length > 0) return { from: first, to, by: [...kept, ...lines].join("") };
  return { from: text.slice(0, first).search(/[ \t]*\r?\n$/), to, by: ` []${lineEnd(text)}` };
}

function inFlow(item: unknown): string {
  if (typeof item !== "object" || item === null) return scalar(String(item));
  return `{ ${Object.entries(item)
    .map(([key, value]) => `${key}: ${scalar(String(value))}`)
    .join(", ")} }`;
}

function inBlock(item: unknown): string[] {
  if (typeof item !== "object" || item === null) return [`- ${scalar(String(item))}`];
  return Object.entries(item).map(
    ([key, value], index) => `${index === 0 ? "-" : " "} ${key}: ${scalar(String(value))}`,
  );
}

/** Without quotes where it means the same, in lists in brackets, too. */
function scalar(text: string): string {
  const plain = stringify(text, { lineWidth: 0 }).trimEnd();
  return plain === text && !holdsHidden(text) && !/[,[\]{}]/.test(text) ? text : yamlText(text);
}

function pairIn(map: unknown, name: string): Pair | undefined {
  return isMap(map) ? map.items.find(({ key }) => nameOf(key) === name) : undefined;
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : "";
}

interface Range {
  readonly from: number;
  readonly to: number;
  /** With a comment behind it. */
  readonly end: number;
}

function rangeOf(node: unknown): Range | undefined {
  const [from, to, end] = (node as { range?: readonly number[] | null } | null | undefined)?.range ?? [];
  return from === undefined || to === undefined || end === undefined ? undefined : { from, to, end };
}

/** Where the lines of a node end: the range of a list or map reaches into the comments that follow it. */
function endOfLines(text: string, node: unknown): number {
  const last = lastIn(node);
  if (last !== undefined) return endOfLines(text, last);
  const end = rangeOf(node)?.end ?? text.length;
  const next = text.indexOf("\n", end - 1);
  return next < 0 ? text.length : next + 1;
}

function lastIn(node: unknown): unknown {
  if (isPair(node)) return node.value ?? node.key;
  return (isMap(node) || isSeq(node)) && !node.flow ? node.items.at(-1) : undefined;
}

function lineStart(text: string, place: number): number {
  return text.lastIndexOf("\n", place - 1) + 1;
}

function indentAt(text: string, place: number): string {
  return text.slice(lineStart(text, place), place);
}

function lineEnd(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}
