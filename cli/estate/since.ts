// What is new in an estate since an earlier one, so that each finding is told once and not every night.

import { sourceKey } from "../../provider/organization/identity-source";
import { UsageError } from "../arguments";
import { readJsonFile } from "../file";
import { type Entry, type Estate, findingsOf } from "./estate";
import { isEstate } from "./estate-shape";

/** The findings that the earlier estate does not have, or has otherwise. */
export function newSince(estate: Estate, earlier: Estate): Estate {
  const known = new Map(findingsOf(earlier).map((entry) => [keyOf(entry), entry]));
  const ids = new Set(findingsOf(estate).map(({ id }) => id.toLowerCase()));
  return {
    ...estate,
    organizations: findingsOf(estate).filter((entry) => !isSame(entry, known.get(keyOf(entry)))),
    since: earlier.readDateTime,
    settled: findingsOf(earlier).filter(({ id }) => !ids.has(id.toLowerCase())).length,
  };
}

/** Without what changes by itself, as the age does, or is not always read. */
function keyOf({ id, standing, state, displayName, identitySources, resources }: Entry): string {
  const sources = identitySources.map(sourceKey).sort();
  const places = resources.map(({ stack, name }) => `${stack} ${name}`).sort();
  return JSON.stringify([id.toLowerCase(), standing, state, displayName, sources, places]);
}

function isSame({ policies }: Entry, earlier: Entry | undefined): boolean {
  if (!earlier || !policies || !earlier.policies) return earlier !== undefined;
  const ids = (of: typeof policies) =>
    of
      .map(({ id }) => id)
      .sort()
      .join(" ");
  return ids(policies) === ids(earlier.policies);
}

/** @throws UsageError unless the file holds a whole estate as `--json` prints it */
export function readEstateFile(path: string, option: string): Estate {
  const read = readJsonFile(path, option);
  if (!isEstate(read))
    throw new UsageError(
      `The file of --${option} is not the output of connectedorgs estate --json: ${path}. Use the file as that command wrote it.`,
    );
  if (read.since !== undefined)
    throw new UsageError(
      `The file of --${option} lists only what was new: ${path}. Pass a --json made without --since.`,
    );
  return read;
}
