/**
 * A change in a file with one row per partner, which maps the name of each resource to what it declares. Only the value
 * itself is written anew: comments, order, quotes and line ends of everything else stay as they are.
 */
import { isDeepStrictEqual } from "node:util";
import { oneLine, quote, UserError } from "../../provider/errors";
import { asRecord } from "../../provider/json";
import { isMap, parseDocument } from "../yaml";
import { type Change, type Property, properties } from "./change";
import { type File, removeRow, writeList, writeText } from "./edit";
import { isSame, mergeLists } from "./value";

/** The file's text afterwards, or why the change must be made by hand. */
export type Accepted = { readonly text: string } | { readonly reason: string };

const unsafe = "The row is written in a way that this command does not change.";

/** @throws UserError if the file has no rows */
export function requireRows(text: string, path: string): void {
  const { errors, contents } = parseDocument(text);
  const [error] = errors;
  if (error) throw new UserError(`The file of --data is not valid YAML: ${path}: ${oneLine(error.message)}`);
  if (isMap(contents)) return;
  throw new UserError(
    `The file of --data has no rows: ${path}.`,
    "It must map the name of each resource to its properties.",
  );
}

/** Never touches a value that is neither the applied nor the found one: somebody changed it for a reason. */
export function acceptInto(before: string, change: Change): Accepted {
  const text = /(^|\n)$/.test(before) ? before : `${before}\n`;
  const { root, rows } = parse(text);
  const { name, property, declared, found } = change;
  const isThere = Object.hasOwn(rows, name);
  if (property === undefined) {
    const { [name]: _, ...others } = rows;
    return isThere ? verified(removeRow({ text, root }, name), others) : { text: before };
  }
  if (!isThere) return { reason: `The file has no row ${quote(name)}.` };
  const value = asRecord(rows[name])[property];
  if (isSame(property, value, found)) return { text: before };
  if (!isSame(property, value, declared)) return { reason: "The row has another value than the last up applied." };
  const { edited, after } = write({ text, root }, { ...change, property }, value);
  return verified(edited, { ...rows, [name]: { ...asRecord(rows[name]), [property]: after } });
}

function write(
  file: File,
  { name, property, found }: Change & { property: Property },
  value: unknown,
): { edited?: string | undefined; after?: unknown } {
  if (Array.isArray(value) && Array.isArray(found)) {
    const { stays, added } = mergeLists(property, value, found);
    const after = [...value.filter((_, index) => stays[index]), ...added];
    return { edited: writeList(file, name, property, stays, added), after };
  }
  if (typeof found !== "string") return {};
  const before = properties.slice(0, properties.indexOf(property));
  return { edited: writeText(file, name, property, before, found), after: found };
}

/** What an edit should not have done shows when its result is read, such as a change of what another row refers to. */
function verified(text: string | undefined, expected: object): Accepted {
  if (text === undefined) return { reason: unsafe };
  const { errors, rows } = parse(text);
  return errors.length === 0 && isDeepStrictEqual(rows, expected) ? { text } : { reason: unsafe };
}

function parse(text: string) {
  const document = parseDocument(text);
  return { errors: document.errors, root: document.contents, rows: asRecord(document.toJS()) };
}
