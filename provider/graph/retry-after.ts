/** How long Graph asks to wait. @see https://learn.microsoft.com/graph/throttling */

/** Reads whole and decimal seconds and HTTP dates. @returns milliseconds; undefined if the header is missing or unreadable */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = /^[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(date)) return undefined;
  const answered = Date.parse(headers.get("date") ?? "");
  return Math.max(0, date - (Number.isNaN(answered) ? now : answered));
}
