// Names for Pulumi resources, files and variables, made from display names: plain, short, unique and stable.

export interface Named {
  readonly id: string;
  readonly displayName: string;
}

const longest = 40;
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
};

/** Latin letters in lower case and digits, joined by hyphens; empty if the text has none. */
function slug(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}'’]+/gu, "")
    .replace(/[ßæœøłđðþ]/g, (letter) => letters[letter] ?? "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replace(/^-+|-+$/g, "");
}

/** Windows keeps these for devices, with any extension. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * Names by id. A name that several share, or that has no Latin letter or digit, ends with the first part of the id.
 *
 * @param elsewhere names that other resources of the program have
 */
export function chooseNames(
  organizations: readonly Named[],
  elsewhere: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, string> {
  const wishes = organizations.map(({ id, displayName }) => ({ id, wish: slug(displayName) }));
  const counts = new Map<string, number>();
  for (const { wish } of wishes) counts.set(wish, (counts.get(wish) ?? 0) + 1);
  const isClear = (wish: string) => wish !== "" && !device.test(wish) && counts.get(wish) === 1 && !elsewhere.has(wish);
  const names = new Map(wishes.filter(({ wish }) => isClear(wish)).map(({ id, wish }) => [id, wish]));
  const taken = new Set([...names.values(), ...elsewhere]);
  const others = wishes.filter(({ wish }) => !isClear(wish)).sort((left, right) => (left.id < right.id ? -1 : 1));
  for (const { id, wish } of others) {
    const name = firstFree(`${wish || "organization"}-${slug(id).slice(0, 8)}`, taken);
    names.set(id, name);
    taken.add(name);
  }
  return names;
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
}

/** Words that a variable of a module cannot or, for linters, should not have. */
const reserved = new Set(
  `arguments await break case catch class const continue debugger decodeURI decodeURIComponent default delete do else
  encodeURI encodeURIComponent enum escape eval export exports extends false finally for function globalThis if
  implements import in instanceof interface isFinite isNaN let module new null package parseFloat parseInt private
  protected public require return static super switch this throw true try typeof undefined unescape var void while with
  yield`.split(/\s+/),
);

export function identifierOf(name: string): string {
  const word = name.replace(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
  return /^\d/.test(word) || reserved.has(word) ? `_${word}` : word;
}
