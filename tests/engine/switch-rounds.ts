/** Rounds in which every switch of the emulator stands in a position that is not its default, each position at least once. */
import { type Switches, type SwitchName, switchNames, switchTable } from "../../emulator";

/** Positions that are errors by intention, which the tests of failures use, or a drift where they come in mid-life. */
const errors: readonly (readonly [SwitchName, unknown])[] = [
  ["licence", "missing"],
  ["acceptedTokens", "issued"],
  ["acceptedTokens", "listed"],
  ["deleteAnswer", 400],
  ["sourceIdentity", "noTenantId"],
];

const counts: Readonly<Partial<Record<SwitchName, number>>> = {
  swapAfterReads: 2,
  pageSize: 1,
  createdHiddenReads: 2,
  createdUnlistedReads: 1,
  patchedStaleReads: 2,
  sponsorsStaleReads: 1,
  deletedVisibleReads: 2,
  deletedBusyCreates: 1,
  tokenLifetime: 10,
  throttleRequests: 6,
  throttleSeconds: 1,
};

function otherPositions(name: SwitchName): readonly unknown[] {
  const row = switchTable[name];
  const all: readonly unknown[] = "positions" in row ? row.positions : [counts[name] ?? row.default + 1];
  return all.filter((position) => {
    const isError = errors.some(([other, value]) => other === name && value === position);
    return position !== row.default && !isError;
  });
}

export const rounds: readonly Partial<Switches>[] = makeRounds();

function makeRounds(): Partial<Switches>[] {
  const table = switchNames.flatMap((name) => {
    const positions = otherPositions(name);
    return positions.length > 0 ? [{ name, positions }] : [];
  });
  const length = Math.max(...table.map(({ positions }) => positions.length));
  return Array.from({ length }, (_, round) =>
    Object.fromEntries(table.map(({ name, positions }) => [name, positions[round % positions.length]])),
  );
}
