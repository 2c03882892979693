// Patterns for the path of a request, in which `*` stands for any text. No regular expression: those of several stars
// try every way to share the text among the stars.

/** Whether the parts follow each other in the text, the first at its start and the last at its end. */
function followEachOther(text: string, [first = "", ...others]: readonly string[]): boolean {
  const last = others.pop() ?? "";
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

/** A pattern is a part of path and query; with `*` it stands for the whole of it. Case does not matter. */
export function matchesPath(pattern: string | RegExp, path: string): boolean {
  if (pattern instanceof RegExp) return pattern.test(path);
  if (pattern.startsWith("regex:")) return new RegExp(pattern.slice("regex:".length), "i").test(path);
  const [text, parts] = [path.toLowerCase(), pattern.toLowerCase().split("*")];
  return parts.length === 1 ? text.includes(parts[0] ?? "") : followEachOther(text, parts);
}
