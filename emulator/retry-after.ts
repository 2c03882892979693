// Retry-After in each form a client may meet.

export type RetryAfter = number | string | { readonly dateInSeconds: number };

export function renderRetryAfter(value: RetryAfter, now: number): string {
  if (typeof value === "number" || typeof value === "string") return String(value);
  return new Date(now + value.dateInSeconds * 1000).toUTCString();
}
