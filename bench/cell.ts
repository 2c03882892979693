// What the tables of the report show of samples: their rows, and texts for cells.
import type { Peaks } from "./memory";
import { type Operation, operations, type Sample, type Subject } from "./result";
import { type Selection, select, withSpread } from "./statistics";

/** Every operation at every size and tenant, the smallest first. */
export function cases(samples: readonly Sample[]): Selection[] {
  const first = samples
    .filter(({ subject, round }) => subject === "ours" && round === 0)
    .toSorted((one, other) => one.others - other.others || one.size - other.size);
  const order = Object.keys(operations) as Operation[];
  return order.flatMap((operation) =>
    first
      .filter((sample) => sample.operation === operation)
      .map(({ size, others, memberDelay = 0 }) => ({ operation, size, others, memberDelay })),
  );
}

export function nameOf({ size, others = 0, memberDelay = 0 }: Selection): string {
  const among = others === 0 ? "" : `, tenant of ${size + others}`;
  return `${size}${among}${memberDelay === 0 ? "" : `, ${memberDelay} ms per member`}`;
}

export function secondsOf(samples: readonly Sample[], subject: Subject, wanted: Selection): string {
  return withSpread(
    select(samples, subject, wanted).map(({ seconds }) => seconds),
    1,
  );
}

export function megabytes(samples: readonly Sample[], measure: keyof Peaks): number[] {
  return samples.flatMap(({ [measure]: kilobytes }) => (kilobytes === undefined ? [] : [kilobytes / 1024]));
}

/** `200`, or `198–200` when the rounds differ. */
export function span(values: readonly number[]): string {
  if (values.length === 0) return "–";
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(most) : `${least}–${most}`;
}
