// The drift of several stacks as one document, which `--json` prints, and what is new in it since an earlier one.
import { asRecord } from "../../provider/json";
import { UsageError } from "../arguments";
import { readJsonFile } from "../file";
import type { Drift } from "./drift";
import { canonical } from "./list-difference";

export interface Report {
  readonly version: 1;
  readonly stacks: readonly Drift[];
}

/** Without the differences that the same stack had then, in the same values. */
export function newSince({ stacks, ...report }: Report, earlier: Report): Report {
  const known = new Set(
    earlier.stacks.flatMap(({ stack, differences }) => differences.map((one) => keyOf(stack, one))),
  );
  return {
    ...report,
    stacks: stacks.map((drift) => {
      const differences = drift.differences.filter((one) => !known.has(keyOf(drift.stack, one)));
      return { ...drift, differences, known: drift.differences.length - differences.length };
    }),
  };
}

function keyOf(stack: string | undefined, difference: Drift["differences"][number]): string {
  // As it would be read from a file, where undefined is nothing.
  return canonical(JSON.parse(JSON.stringify([stack, difference])));
}

/** @throws UsageError unless the file holds a whole report as `--json` prints it */
export function readReport(path: string): Report {
  const { version, stacks } = asRecord(readJsonFile(path, "since"));
  const isList = Array.isArray(stacks) && stacks.every((one) => Array.isArray(asRecord(one)["differences"]));
  if (version !== 1 || !isList)
    throw new UsageError(`The file of --since is not the output of connectedorgs drift-report --json: ${path}.`);
  if (stacks.some((one) => asRecord(one)["known"] !== undefined))
    throw new UsageError(`The file of --since lists only what was new: ${path}. Pass a --json made without --since.`);
  return { version, stacks: stacks as Drift[] };
}
