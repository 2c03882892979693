// What a run of the benchmark measures. `bench/results.json` keeps it, so that the reports can be rewritten.

/** What can be measured by itself, from the quick parts to the long ones. */
export const partNames = ["start", "sizes", "tenant", "parallel", "estate"] as const;
export type PartName = (typeof partNames)[number];

/** `ours` is the dynamic resource, `bare` a no-op built like it, without a serialised class. */
export const subjects = ["ours", "plugin", "no-op", "bare", "hand-written"] as const;
export type Subject = (typeof subjects)[number];

export const operations = {
  create: "create",
  unchanged: "unchanged up",
  refresh: "refresh",
  change: "change of 10 %",
  destroy: "destroy",
  addSponsors: "two sponsor lists added",
  createSponsored: "create, two sponsor lists",
  refreshSponsored: "refresh, two sponsor lists",
  destroySponsored: "destroy, two sponsor lists",
} as const;
export type Operation = keyof typeof operations;

/** One command of the engine. */
export interface Sample {
  readonly subject: Subject;
  readonly operation: Operation;
  readonly size: number;
  /** Samples of one round ran one after the other, so only these are compared. */
  readonly round: number;
  /** Organizations in the tenant that are not in the stack. */
  readonly others: number;
  /** Milliseconds that a batch takes longer for each of its members. @default 0 */
  readonly memberDelay?: number | undefined;
  /** The engine's `--parallel`; undefined is its default. */
  readonly parallel?: number | undefined;
  readonly seconds: number;
  readonly requests: number;
  /** Peak resident memory of the provider's process; undefined without /proc or without such a process. */
  readonly hostKilobytes?: number | undefined;
  /** The same of the engine's process. */
  readonly engineKilobytes?: number | undefined;
  /** The bytes that each resource's own properties take in the state. */
  readonly stateBytes?: number | undefined;
}

/** Measured for ours and for the floor in turns. */
export interface Pairs {
  readonly ours: readonly number[];
  readonly floor: readonly number[];
}

/** Of processes without an engine. */
export interface StartUp {
  /** Seconds from the start of the host's process to its first answered check. */
  readonly hostStart: Pairs;
  /** Seconds from the start of the plugin's process to its port; the floor is the dynamic provider's process. */
  readonly portStart: Pairs;
  /** Bytes that each organization read leaves in the host's heap. */
  readonly heapBytes: Readonly<Record<"ours" | "floor", number>>;
  readonly typeCheck: { readonly seconds: Pairs; readonly instantiations: Pairs };
}

export interface Made {
  readonly at: string;
  readonly machine: string;
  readonly versions: string;
  readonly command: string;
}

export interface Part<Measured> {
  readonly made: Made;
  readonly measured: Measured;
}

type MeasuredIn<Name extends PartName> = Name extends "start" ? StartUp : readonly Sample[];

/** Parts that were never measured are missing. */
export type Results = { readonly [Name in PartName]?: Part<MeasuredIn<Name>> };
