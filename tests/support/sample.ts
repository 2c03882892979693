/** What is tried in part by `npm test`, another part each day, and as a whole by `npm run test:faults`. */

/** One of so many. */
const share = 4;
const day = Math.floor(Date.now() / 86_400_000);
const { FAULTS = String(day % share) } = process.env;
if (!["all", "0", "1", "2", "3"].includes(FAULTS)) throw new Error(`FAULTS is ${FAULTS}. Say all, 0, 1, 2 or 3.`);
const isWhole = FAULTS === "all";

/** For the report of a failure. */
export const sampleTitle = isWhole ? "all" : `a quarter: FAULTS=${FAULTS} tries the same again, FAULTS=all the whole`;

/** Diagonals, so that each row and each column is met. */
export function isSampled(row: number, column: number): boolean {
  return isWhole || (row + column) % share === Number(FAULTS);
}

/** @param all how often fast-check tries in the whole run */
export function runs(all: number): number {
  return isWhole ? all : Math.ceil(all / share);
}
