/** Rows as long as they are within `most` characters together, and then one that counts the others. */
export function rowsWithin<Item>(
  most: number,
  items: readonly Item[],
  rowOf: (item: Item) => string,
  othersRow: (others: number) => string,
): string[] {
  const rows: string[] = [];
  let length = 0;
  for (const [index, item] of items.entries()) {
    const row = rowOf(item);
    length += row.length;
    if (length > most) return [...rows, othersRow(items.length - index)];
    rows.push(row);
  }
  return rows;
}

/** A Markdown table, padded as the formatter does it; the first row is the heading. */
export function markdownTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [heading = [], ...body] = rows;
  return [heading, widths.map((width) => "-".repeat(width)), ...body].map(line);
}
