// Targets beside what a run measured. Printed, never asserted: time depends on the machine.
import { DELAY_MS } from "./emulator-process";
import type { Operation, Pairs, Results, Sample, Subject } from "./result";
import { median, plainSamples, ratios, ratiosOfPairs, type Selection, select, stateBytesOf } from "./statistics";

export interface Target {
  readonly what: string;
  readonly unit: string;
  readonly most: number;
  /** undefined: this run did not measure it. */
  readonly measured: number | undefined;
  /** The same through the plugin. */
  readonly plugin?: number | undefined;
  /** The same over the bare no-op. */
  readonly overBare?: number | undefined;
  /** What the time goes to, for a row that is missed. */
  readonly why?: string | undefined;
}

export const BIG_TENANT = { size: 5, others: 4995 };

const doors = ["ours", "plugin"] as const;
/** As many organizations as a tenant may hold by default, in one stack and in each of five. */
export const ESTATE = [
  { size: 2500, others: 0, rounds: 1, only: ["create", "unchanged", "refresh"], who: doors },
  { size: 500, others: 2000, rounds: 5, only: ["create", "unchanged", "refresh", "destroy"], who: doors },
] as const;

export function targetsOf(results: Results): Target[] {
  const samples = plainSamples(results);
  return [...requestTargets(samples), ...timeTargets(samples), ...otherTargets(results, samples)];
}

function requestTargets(samples: readonly Sample[]): Target[] {
  const sent = (subject: Subject, wanted: Selection) =>
    largest(select(samples, subject, wanted).map(({ requests }) => requests));
  const most = (what: string, wanted: Selection, limit: number): Target => ({
    what,
    unit: "requests",
    most: limit,
    measured: sent("ours", wanted),
    plugin: sent("plugin", wanted),
  });
  return [
    most("unchanged `up`, N = 1000", at("unchanged", 1000), 0),
    most("refresh, N = 1000", at("refresh", 1000), 30),
    most("refresh, N = 100", at("refresh", 100), 12),
    most("refresh, N = 5 in a tenant of 5,000", { operation: "refresh", ...BIG_TENANT }, 8),
    most("refresh, two sponsor lists, N = 1000", at("refreshSponsored", 1000), 136),
    most("refresh, two sponsor lists, N = 100", at("refreshSponsored", 100), 15),
    most("create, N = 100", at("create", 100), 2 * 100 + 5),
    most("create, two sponsor lists, N = 100", at("createSponsored", 100), 3 * 100 + 5),
  ];
}

const loading = "the host loads this package and its Graph client, 0.2 s of a processor; the plugin starts sooner";
const reading = "each organization read takes half a millisecond of a processor, and the first answers are waited for";
const lists =
  "an organization and its lists take about a millisecond of a processor, and lists are waited for where the state has another order than the tenant's";
const waiting = "each create waits for two answers, and the engine makes eight at once on two processors";
const slowly = "the same, 5 ms per member";

function timeTargets(samples: readonly Sample[]): Target[] {
  const most = (what: string, wanted: Selection, limit: number, why?: string, answers = 0): Target => {
    const less = (answers * DELAY_MS) / 1000;
    return {
      what,
      unit: "× no-op",
      most: limit,
      measured: middle(ratios(samples, "ours", "no-op", wanted, less)),
      plugin: middle(ratios(samples, "plugin", "no-op", wanted, less)),
      overBare: middle(ratios(samples, "ours", "bare", wanted, less)),
      why,
    };
  };
  return [
    most("unchanged `up`, N = 1000", at("unchanged", 1000), 1.05),
    most("refresh, N = 1000", at("refresh", 1000), 1.2, reading),
    most("refresh, N = 100, less one answer's delay", at("refresh", 100), 1.15, loading, 1),
    most("refresh, two sponsor lists, N = 1000", at("refreshSponsored", 1000), 1.6, lists),
    most("refresh, two sponsor lists, N = 100", at("refreshSponsored", 100), 1.5, loading),
    most(`${slowly}, N = 1000`, { ...at("refreshSponsored", 1000), memberDelay: 5 }, 1.6, lists),
    most(`${slowly}, N = 100`, { ...at("refreshSponsored", 100), memberDelay: 5 }, 1.5, loading),
    most("create, N = 100", at("create", 100), 1.15, waiting),
  ];
}

function otherTargets({ start }: Results, samples: readonly Sample[]): Target[] {
  const ratioOf = (pairs: Pairs | undefined) => pairs && middle(ratiosOfPairs(pairs));
  const { hostStart, portStart, heapBytes, typeCheck } = start?.measured ?? {};
  const growth = growthPerOrganization(samples, "ours");
  const floorGrowth = growthPerOrganization(samples, "bare");
  const overFloor = growth === undefined || floorGrowth === undefined ? undefined : growth - floorGrowth;
  return [
    {
      what: "plugin's start to its port",
      unit: "× dynamic",
      most: 0.33,
      measured: ratioOf(portStart),
    },
    { what: "host start to the first check", unit: "× no-op", most: 1.3, measured: ratioOf(hostStart) },
    { what: "state of one resource", unit: "bytes", most: 2048, measured: stateBytesOf(samples, "ours") },
    { what: "host's heap after a refresh, per organization", unit: "bytes", most: 5120, measured: heapBytes?.ours },
    {
      what: "host's peak in a refresh over the bare no-op's, per organization",
      unit: "bytes",
      most: 5120,
      measured: overFloor,
      why: "a peak depends on when garbage is collected; what stays in the heap is the row above",
    },
    {
      what: "type check of a program",
      unit: "× only Pulumi",
      most: 1.05,
      measured: ratioOf(typeCheck?.seconds),
      why: "the program compared with makes no resource",
    },
  ];
}

/** The bytes that each organization between 100 and 1000 adds to the peak of a refresh. */
export function growthPerOrganization(samples: readonly Sample[], subject: Subject): number | undefined {
  const peak = (size: number) =>
    middle(select(samples, subject, at("refresh", size)).flatMap(({ hostKilobytes }) => hostKilobytes ?? []));
  const [small, large] = [peak(100), peak(1000)];
  return small === undefined || large === undefined ? undefined : ((large - small) * 1024) / 900;
}

export function verdict(most: number, measured: number | undefined): "ok" | "missed" | "not measured" {
  if (measured === undefined) return "not measured";
  return measured <= most ? "ok" : "missed";
}

function at(operation: Operation, size: number): Selection {
  return { operation, size };
}

function largest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function middle(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : median(values);
}
