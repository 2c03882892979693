// The help of a command, from its definition.
import type { Option, Options } from "./arguments";
import { columns, wrap } from "./layout";

export interface Described {
  /** As it is typed. */
  readonly name: string;
  /** What it does, as a phrase that begins with a verb. */
  readonly summary: string;
  /** Stands between the summary and the options. */
  readonly intro?: string;
  readonly options: Options;
  /** Below the options. */
  readonly outro?: string;
  /** What each exit code means; 2 is always wrong usage. */
  readonly exits?: Readonly<Record<number, string>>;
}

const help = ["-h, --help", "show this help"] as const;

export function usageOf({ name, summary, intro, options, outro, exits }: Described): string {
  const rows = Object.entries(options).map(([option, one]) => ({ ...one, shown: show(option, one) }));
  const required = rows.filter(({ isRequired }) => isRequired).map(({ shown }) => shown);
  const call = [name, ...required, ...(required.length < rows.length ? ["[options]"] : [])].join(" ");
  const codes = Object.entries({ 0: "done", 1: "failed", ...exits, 2: "wrong usage" });
  return [
    `Usage: ${call}`,
    wrap(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`),
    intro && wrap(intro),
    `Options:\n${columns([...rows.map(({ shown, about }) => [shown, about] as const), help])}`,
    outro && wrap(outro),
    `Exit codes:\n${columns(codes)}`,
  ]
    .filter(Boolean)
    .join("\n\n");
}

function show(name: string, { value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

interface Contents {
  readonly commands: readonly (readonly [name: string, summary: string])[];
  readonly topics: readonly (readonly [name: string, summary: string])[];
}

/** The help of the whole. */
export function overview({ commands, topics }: Contents): string {
  return `Usage: connectedorgs <command> [options]

Commands:
${columns(commands)}

Topics:
${columns(topics)}

Options:
${columns([help, ["-V, --version", "show the version"]])}

"connectedorgs help <command or topic>" says more.`;
}
