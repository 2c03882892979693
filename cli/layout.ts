// Text in lines that fit every terminal.

const width = 80;
/** A longer term has a line of its own. */
const longestTerm = 26;

/** Breaks at spaces, for a text that begins at column `indent`, as do its other lines. A longer word stays whole. */
export function wrap(text: string, indent = 0): string {
  const line = new RegExp(`(?! )(?:.{1,${width - indent}}(?= |$)|\\S+)`, "g");
  const lines = text.split("\n").flatMap((paragraph) => paragraph.match(line) ?? [""]);
  return lines.join(`\n${" ".repeat(indent)}`);
}

/** Terms with their texts beside them. */
export function columns(rows: readonly (readonly [term: string, text: string])[]): string {
  const isLong = (term: string) => term.length > longestTerm;
  const indent = Math.max(...rows.map(([term]) => (isLong(term) ? 0 : term.length))) + 4;
  const head = (term: string) => (isLong(term) ? `  ${term}\n${" ".repeat(indent)}` : `  ${term}`.padEnd(indent));
  return rows.map(([term, text]) => `${head(term)}${wrap(text, indent)}`.trimEnd()).join("\n");
}
