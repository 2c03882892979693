// What to run: sizes, and how often.
import { type Options, readOptions, UsageError } from "../cli/usage";

const options: Options = {
  quick: { type: "boolean" },
  sizes: { type: "string" },
  repeat: { type: "string" },
  report: { type: "boolean" },
  help: { type: "boolean", short: "h" },
};

export const usage = `Usage: npm run bench [-- options]

  --quick            N = 1 and 100 only
  --sizes <n,n,…>    other numbers of organizations (default 1,100,1000)
  --repeat <n>       rounds at every size (default 3, and 1 from N = 500)
  --report           measure nothing, write the reports again from bench/results.json
  --help`;

export interface Plan {
  readonly sizes: readonly number[];
  rounds(size: number): number;
}

/** A plan, or what else is asked for. */
export function readPlan(args: readonly string[]): Plan | "help" | "report" {
  const values = readOptions(args, options);
  if (values.has("help")) return "help";
  if (values.has("report")) return "report";
  const given = values.get("sizes")?.at(-1);
  if (given !== undefined && values.has("quick")) {
    throw new UsageError("Only one of --quick and --sizes can be provided.");
  }
  const sizes = (given ?? (values.has("quick") ? "1,100" : "1,100,1000")).split(",");
  const repeat = values.get("repeat")?.at(-1);
  const rounds = repeat === undefined ? undefined : readCount("--repeat", repeat);
  return {
    sizes: sizes.map((size) => readCount("--sizes", size)),
    rounds: (size) => rounds ?? (size < 500 ? 3 : 1),
  };
}

function readCount(option: string, text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`Invalid value for ${option}: ${text}. Expected a number from 1 to 9999.`);
}
