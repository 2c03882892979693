// Summarises the requests to the emulator.
import type { LoggedRequest } from "../../emulator";

/** For example `6 (3 POST, 3 GET)` or `0`. */
export function summarize(requests: readonly LoggedRequest[]): string {
  const counts = new Map<string, number>();
  for (const { method } of requests) counts.set(method, (counts.get(method) ?? 0) + 1);
  const parts = [...counts].map(([method, count]) => `${count} ${method}`);
  return requests.length === 0 ? "0" : `${requests.length} (${parts.join(", ")})`;
}
