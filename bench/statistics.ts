// Medians, spreads, and ratios of what was measured in the same round.
import type { Operation, Pairs, Results, Sample, Subject } from "./result";

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [below = Number.NaN, above = below] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (below + above) / 2;
}

/** Such as `1.08 (1.02–1.15)`; a single value has no range. */
export function withSpread(values: readonly number[], digits = 2): string {
  if (values.length === 0) return "–";
  const show = (value: number) => value.toFixed(digits);
  const spread = values.length === 1 ? "" : ` (${show(Math.min(...values))}–${show(Math.max(...values))})`;
  return show(median(values)) + spread;
}

export function ratiosOfPairs({ ours, floor }: Pairs): number[] {
  return ours.flatMap((value, index) => {
    const other = floor[index];
    return other === undefined || other === 0 ? [] : [value / other];
  });
}

/** With the engine's own `--parallel`. */
export function plainSamples({ sizes, tenant }: Results): Sample[] {
  return [...(sizes?.measured ?? []), ...(tenant?.measured ?? [])];
}

export function sizesIn(samples: readonly Sample[]): number[] {
  return [...new Set(samples.map(({ size }) => size))].toSorted((one, other) => one - other);
}

/** Of a resource in the stack that was measured last. */
export function stateBytesOf(samples: readonly Sample[], subject: Subject): number | undefined {
  const sizes = samples.flatMap((sample) => (sample.subject === subject ? (sample.stateBytes ?? []) : []));
  return sizes.at(-1);
}

export interface Selection {
  readonly operation: Operation;
  readonly size: number;
  readonly others?: number;
  readonly memberDelay?: number;
  readonly parallel?: number;
}

export function select(samples: readonly Sample[], subject: Subject, wanted: Selection): Sample[] {
  return samples.filter(
    (sample) =>
      sample.subject === subject &&
      sample.operation === wanted.operation &&
      sample.size === wanted.size &&
      sample.others === (wanted.others ?? 0) &&
      (sample.memberDelay ?? 0) === (wanted.memberDelay ?? 0) &&
      sample.parallel === wanted.parallel,
  );
}

/**
 * Seconds of one subject over those of another, round by round.
 * @param less seconds that the first one may take beyond the ratio
 */
export function ratios(
  samples: readonly Sample[],
  subject: Subject,
  other: Subject,
  wanted: Selection,
  less = 0,
): number[] {
  const others = select(samples, other, wanted);
  return select(samples, subject, wanted).flatMap(({ round, seconds }) => {
    const same = others.find((sample) => sample.round === round);
    return same === undefined ? [] : [(seconds - less) / same.seconds];
  });
}
