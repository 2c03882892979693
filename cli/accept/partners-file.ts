/**
 * Changes in a file with one row per partner, which maps the name of each resource to what it declares. Only the values
 * themselves are written anew: comments, order, quotes and line ends of everything else stay as they are.
 */
import { isDeepStrictEqual } from "node:util";
import { oneLine, quote, UserError } from "../../provider/errors";
import { asRecord } from "../../provider/json";
import { isMap, parseDocument } from "../yaml";
import { type Change, properties } from "./change";
import { type Edit, type File, removeRow, writeList, writeText } from "./edit";
import type { Left } from "./lines";
import { isSame, mergeLists } from "./value";

/** A change that the file can have; without an edit where the row has the found value already. */
export interface Taken {
  readonly change: Change;
  readonly edit?: Edit;
  /** The property afterwards. */
  readonly value?: unknown;
}

interface Rows extends File {
  readonly rows: Readonly<Record<string, unknown>>;
}

const unsafe = "This command cannot change a row that is written in this way.";

/** @throws UserError if the file has no rows */
export function readRows(text: string, path: string): Rows {
  const { errors, ...file } = parse(/(^|\n)$/.test(text) ? text : `${text}\n`);
  const [error] = errors;
  if (error) throw new UserError(`The file of --data is not valid YAML: ${path}: ${oneLine(error.message)}`);
  if (isMap(file.root)) return file;
  throw new UserError(
    `The file of --data has no rows: ${path}.`,
    "It must map the name of each resource to its properties.",
  );
}

export function sortChanges(
  file: Rows,
  changes: readonly Change[],
): { taken: readonly Taken[]; left: readonly Left[] } {
  const judged = judge(
    file,
    changes.map((change) => plan(file, change)),
  );
  return { taken: judged.filter(isTaken), left: judged.filter((one) => !isTaken(one)) };
}

/** Leaves what changes more than it should, alone or together with others. */
function judge(file: Rows, planned: readonly (Taken | Left)[]): readonly (Taken | Left)[] {
  const taken = planned.filter(isTaken);
  if (isAsMeant(file, taken)) return planned;
  const alone = taken.filter((one) => !isAsMeant(file, [one]));
  const left: readonly unknown[] = alone.length > 0 ? alone : taken;
  const rest = planned.map((one) => (left.includes(one) ? { change: one.change, reason: unsafe } : one));
  return judge(file, rest);
}

/** Never touches a value that is neither the applied nor the found one: somebody changed it for a reason. */
function plan(file: Rows, change: Change): Taken | Left {
  const { name, property, declared, found } = change;
  if (!Object.hasOwn(file.rows, name)) return { change, reason: `The file has no row ${quote(name)}.` };
  if (property === undefined) return planned(change, removeRow(file, name));
  const value = asRecord(file.rows[name])[property];
  if (value !== undefined && isSame(property, value, found)) return { change, value };
  if (!isSame(property, value, declared))
    return { change, reason: "The row does not have the value that the last up applied." };
  if (Array.isArray(value) && Array.isArray(found)) {
    const { stays, added } = mergeLists(property, value, found);
    const after = [...value.filter((_, index) => stays[index]), ...added];
    return planned(change, writeList(file, name, property, stays, added), after);
  }
  const before = properties.slice(0, properties.indexOf(property));
  return planned(change, writeText(file, name, property, before, String(found)), found);
}

function planned(change: Change, edit: Edit | undefined, value?: unknown): Taken | Left {
  return edit ? { change, edit, value } : { change, reason: unsafe };
}

function isTaken(one: Taken | Left): one is Taken {
  return !("reason" in one);
}

/** What an edit should not have done shows when its result is read, such as a change of what another row refers to. */
function isAsMeant(file: Rows, taken: readonly Taken[]): boolean {
  const expected = new Map(Object.entries(file.rows));
  for (const { change, value } of taken) {
    const { name, property } = change;
    if (property === undefined) expected.delete(name);
    else expected.set(name, { ...asRecord(expected.get(name)), [property]: value });
  }
  const { errors, rows } = parse(write(file, taken).text);
  return errors.length === 0 && isDeepStrictEqual(rows, Object.fromEntries(expected));
}

/** The file afterwards, and each change in its lines. */
export function write({ text }: File, taken: readonly Taken[]) {
  let after = text;
  const shown: { change: Change; before: string; after: string }[] = [];
  const edits = taken.flatMap(({ change, edit }) => (edit ? [{ change, edit }] : []));
  // From the end, so that the places before stay where they are; what is taken away before what comes there.
  const ordered = edits
    .toReversed()
    .sort((one, other) => other.edit.from - one.edit.from || other.edit.to - one.edit.to);
  for (const { change, edit } of ordered) {
    const before = after;
    after = before.slice(0, edit.from) + edit.by + before.slice(edit.to);
    shown.unshift({ change, before, after });
  }
  return { text: /\n\s*\n$/.test(text) ? after : after.replace(/(^|\n)\s*\n$/, "$1"), shown };
}

function parse(text: string) {
  const document = parseDocument(text);
  const { errors, contents: root } = document;
  try {
    return { text, errors, root, rows: asRecord(document.toJS()) };
  } catch (error) {
    // That an alias has no anchor shows only here.
    return { text, errors: [...errors, error as Error], root, rows: {} };
  }
}
