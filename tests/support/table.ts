/** The rows of a table written as text, one a line, its columns separated by `|`; the first line names the columns. */
import assert from "node:assert/strict";

export function table<Column extends string>(text: string): Record<Column, string>[] {
  const [names = [], ...rows] = text
    .trim()
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  return rows.map((cells) => {
    assert.equal(cells.length, names.length, `A row has other columns than the table: ${cells.join(" | ")}`);
    return Object.fromEntries(names.map((name, index) => [name, cells[index]])) as Record<Column, string>;
  });
}

/** The words of a cell; an empty one has none. */
export function words(text: string): string[] {
  return text.split(" ").filter((word) => word !== "");
}
