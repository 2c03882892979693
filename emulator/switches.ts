// The positions in which the switches stand, and how they are read.
import { switchTable } from "./switch-table";

type Table = typeof switchTable;

export type SwitchName = keyof Table;

export type Switches = {
  [Name in SwitchName]: Table[Name] extends { positions: readonly (infer Position)[] } ? Position : number;
};

export const switchNames = Object.keys(switchTable) as SwitchName[];

export function defaultSwitches(): Switches {
  return Object.fromEntries(switchNames.map((name) => [name, switchTable[name].default])) as Switches;
}

function isSwitchName(name: string): name is SwitchName {
  return Object.hasOwn(switchTable, name);
}

/** Validates one switch; numbers may be text, as on a command line. */
export function parseSwitch(name: string, value: unknown): Partial<Switches> {
  if (!isSwitchName(name)) {
    throw new Error(`Unknown switch: ${name}. Switches are: ${switchNames.join(", ")}.`);
  }
  const row = switchTable[name];
  if (!("positions" in row)) {
    const count = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof count !== "number" || !Number.isInteger(count) || count < 0) {
      throw new Error(`Invalid value for ${name}: ${String(value)}. Expected a whole number from 0.`);
    }
    return { [name]: count };
  }
  const position = row.positions.find((candidate) => String(candidate) === String(value));
  if (position === undefined) {
    throw new Error(`Invalid value for ${name}: ${String(value)}. Allowed values are: ${row.positions.join(", ")}.`);
  }
  return { [name]: position };
}

export function parseSwitches(values: Readonly<Record<string, unknown>>): Partial<Switches> {
  return Object.assign({}, ...Object.entries(values).map(([name, value]) => parseSwitch(name, value)));
}

export interface SwitchBoard extends Readonly<Switches> {
  /** Sets the named switches and leaves the others. */
  set(changes: Partial<Switches>): void;
  /** Resets every switch to its default. */
  reset(): void;
}

export function createSwitchBoard(initial: Partial<Switches>): SwitchBoard {
  const values: Switches = { ...defaultSwitches(), ...parseSwitches(initial) };
  const set = (changes: Partial<Switches>) => Object.assign(board, parseSwitches(changes));
  const reset = () => Object.assign(board, defaultSwitches());
  const board = Object.defineProperties(
    { ...values },
    {
      set: { value: set, enumerable: false },
      reset: { value: reset, enumerable: false },
    },
  ) as Switches & SwitchBoard;
  return board;
}
