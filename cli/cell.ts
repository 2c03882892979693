// Text in columns of a terminal, where an emoji or a Chinese character takes two.

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
/** East Asian wide characters, roughly as https://www.unicode.org/reports/tr11/ has them, and emoji. */
const wide =
  /^[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** The text in exactly so many columns: cut, or with spaces after it. */
export function cell(text: string, columns: number): string {
  let shown = "";
  let used = 0;
  const all = Array.from(graphemes.segment(text), ({ segment }) => ({ segment, width: wide.test(segment) ? 2 : 1 }));
  const isLong = all.reduce((sum, { width }) => sum + width, 0) > columns;
  const most = isLong ? columns - 1 : columns;
  for (const { segment, width } of all) {
    if (used + width > most) break;
    shown += segment;
    used += width;
  }
  return `${shown}${isLong ? "…" : ""}`.padEnd(shown.length + columns - used);
}
