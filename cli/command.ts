// One way to define a command. Its usage, its values, its refusals and its exit codes come from the definition.
import { type Exclusive, type Option, type Options, readValues, UsageError, type Values } from "./arguments";
import type { Terminal } from "./terminal";

/** Done, failed, wrongly called, interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

export interface Definition<All extends Options> {
  /** As it is typed. */
  readonly name: string;
  readonly summary: string;
  /** The usage shows it above the options, and `outro` below them. */
  readonly intro?: string;
  readonly options: All;
  readonly exclusive?: readonly Exclusive[];
  readonly outro?: string;
  /** Completes the sentence on when it ends with 1. */
  readonly failsWhen?: string;
  run(values: Values<All>, terminal: Terminal): Promise<ExitCode>;
}

export interface Command {
  readonly summary: string;
  /** Never throws: what goes wrong is printed. */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

export function defineCommand<const All extends Options>(definition: Definition<All>): Command {
  return {
    summary: definition.summary,
    async run(args, terminal) {
      try {
        const values = readOrExplain(args, definition);
        if (values) return await definition.run(values, terminal);
        terminal.out(usageOf(definition));
        return 0;
      } catch (error) {
        terminal.err(messageOf(error));
        return error instanceof UsageError ? 2 : 1;
      }
    },
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readOrExplain<All extends Options>(args: readonly string[], definition: Definition<All>) {
  try {
    return readValues(args, definition.options, definition.exclusive);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}\n\n${usageOf(definition)}`);
  }
}

type Described = Pick<Definition<Options>, "name" | "intro" | "options" | "outro" | "failsWhen">;

function usageOf({ name, intro, options, outro, failsWhen }: Described): string {
  const rows = Object.entries(options).map(([option, one]) => ({ ...one, shown: show(option, one) }));
  const width = Math.max(...rows.map(({ shown }) => shown.length)) + 2;
  const lines = rows.map(({ shown, about }) => `  ${shown.padEnd(width)}${about}`);
  const required = rows.filter(({ isRequired }) => isRequired).map(({ shown }) => shown);
  const call = [name, ...required, ...(required.length < rows.length ? ["[options]"] : [])].join(" ");
  const exits = failsWhen && `Ends with 0, or with 1 when ${failsWhen}.`;
  const end = [outro, exits].filter(Boolean).join(" ");
  return [`Usage: ${call}`, intro, [...lines, "  --help"].join("\n"), end].filter(Boolean).join("\n\n");
}

function show(name: string, { value }: Option): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
