/** Rows of the matrix: one request of one operation with each fault, and the sums of all that was tried. */
import { isSampled } from "../support/sample";
import { type Ending, runCell } from "./cell";
import { type Span, spans } from "./fault";
import { arrange, type Operation } from "./operation";

/** The requests of an operation without trouble; of a request that is repeated, the first and the last one. */
export async function requestsOf(operation: Operation): Promise<string[]> {
  const stack = await arrange(operation);
  await operation.run(stack).catch(() => undefined);
  const { sent } = stack.line;
  return sent.flatMap((label, index) =>
    label === sent[index - 1] && label === sent[index + 1] ? [] : [`${index} ${label}`],
  );
}

export interface Row {
  /** The outcomes as the table writes them, with gaps where nothing was tried. */
  readonly outcomes: string;
  readonly broken: readonly string[];
}

const gap = "-";
let rows = 0;

export async function runRow(operation: Operation, request: string, isFirstOfItsKind: boolean): Promise<Row> {
  const row = rows++;
  let column = 0;
  const from = Number.parseInt(request, 10);
  const parts: string[] = [];
  const broken: string[] = [];
  for (const span of Object.keys(spans) as Span[]) {
    // From a later request of the same kind on, it is the same again.
    if (span === "lasting" && !isFirstOfItsKind) {
      parts.push("");
      continue;
    }
    const found: string[] = [];
    for (const group of spans[span]) {
      let outcomes = "";
      for (const fault of group) {
        if (!isSampled(row, column++)) {
          outcomes += gap;
          continue;
        }
        const cell = await runCell(operation, { from, fault, span });
        count(cell);
        outcomes += cell.outcome;
        broken.push(...cell.broken.map((text) => `${fault}, ${span}: ${text}`));
      }
      found.push(outcomes);
    }
    parts.push(found.join(" "));
  }
  return { outcomes: parts.join(" | "), broken };
}

/** What the table says, with the same gaps. */
export function withGaps(text: string, { outcomes }: Row): string {
  return text.replace(/./g, (outcome, index) => (outcomes[index] === gap ? gap : outcome));
}

export interface Sums {
  tried: number;
  recovered: number;
  errors: number;
  partial: number;
  named: number;
  lost: number;
  doubled: number;
}

export const sums: Sums = { tried: 0, recovered: 0, errors: 0, partial: 0, named: 0, lost: 0, doubled: 0 };

const columns = { ".": "recovered", E: "errors", P: "partial", N: "named" } as const satisfies Record<
  Ending,
  keyof Sums
>;

function count({ outcome, isLost, isDoubled }: { outcome: Ending; isLost: boolean; isDoubled: boolean }): void {
  sums.tried += 1;
  sums[columns[outcome]] += 1;
  if (isLost) sums.lost += 1;
  if (isDoubled) sums.doubled += 1;
}

export function summary({ tried, recovered, errors, partial, named, lost, doubled }: Sums): string {
  const rows: [string, number][] = [
    ["faults tried", tried],
    ["recovered", recovered],
    ["clear errors", errors],
    ["clear errors, the next up names what exists", named],
    ["partial failures", partial],
    ["lost", lost],
    ["doubled", doubled],
  ];
  return rows.map(([name, amount]) => `${name.padEnd(46)}${String(amount).padStart(6)}`).join("\n");
}
