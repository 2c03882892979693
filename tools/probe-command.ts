import type { Terminal } from "./usage";
export async function runProbe(_args: readonly string[], _terminal: Terminal): Promise<number> {
  return 0;
}
