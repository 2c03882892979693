// One way to define a command. Its usage, its values, its refusals and its exit codes come from the definition.
import { type Exclusive, type Options, readValues, UsageError, type Values } from "./arguments";
import type { Terminal } from "./terminal";
import { type Described, usageOf } from "./usage";

/** Done, failed, wrongly called, something found that a person should see, interrupted. */
export type ExitCode = 0 | 1 | 2 | 7 | 130;

export interface Definition<All extends Options> extends Described {
  readonly options: All;
  readonly exclusive?: readonly Exclusive[];
  readonly exits?: Readonly<Partial<Record<ExitCode, string>>>;
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
      const usage = usageOf(definition);
      let values: Values<All> | undefined;
      try {
        values = readValues(args, definition.options, definition.exclusive);
      } catch (error) {
        return refuse(usage, messageOf(error), terminal);
      }
      if (!values) {
        terminal.out(usage);
        return 0;
      }
      try {
        return await definition.run(values, terminal);
      } catch (error) {
        terminal.err(messageOf(error), "problem");
        return error instanceof UsageError ? 2 : 1;
      }
    },
  };
}

/** The message comes last: where a person looks. */
export function refuse(usage: string, message: string, terminal: Terminal): 2 {
  terminal.err(`${usage}\n`);
  terminal.err(message, "problem");
  return 2;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
