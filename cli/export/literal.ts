// Foreign text in a program: as a literal with the same value, and as a comment that cannot end early.
import { oneLine } from "../../provider/errors";

/** Characters that are invisible or that editors and terminals obey, except the two joiners that scripts and emoji need. */
const hidden = /(?![ \u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zs}\p{Zl}\p{Zp}]/gu;
const short: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Uses the quotes that need fewer escapes, as formatters do. */
export function literal(text: string): string {
  const mark = text.split('"').length > text.split("'").length ? "'" : '"';
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll(mark, `\\${mark}`)
    // Linters and readers would take it for a placeholder.
    .replaceAll("${", "\\u{24}{")
    .replace(hidden, (character) => short[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`);
  return mark + escaped + mark;
}

/** For a program in Pulumi's YAML, with what the language would take for a placeholder as text. */
export function yamlLiteral(text: string): string {
  return yamlText(text.replaceAll("$", "$$$$"));
}

/** In YAML's double quotes. */
export function yamlText(text: string): string {
  const escaped = text.replace(/["\\]/g, "\\$&").replace(hidden, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return short[character] ?? (code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`);
  });
  return `"${escaped}"`;
}

export function holdsHidden(text: string): boolean {
  return text.search(hidden) >= 0;
}

/** The label keeps the text from being read as an instruction to a compiler or linter. */
export function comment(label: string, text: string, mark: "//" | "#"): string {
  return `${mark} ${label}: ${oneLine(text)}`;
}
