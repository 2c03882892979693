// Command-line options read strictly: one sentence for what is wrong, with the nearest option that exists.
import { type ParseArgsConfig, parseArgs } from "node:util";
import { closest, distance } from "fastest-levenshtein";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command needs of its surroundings, so that tests can run it in process. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Shows how far a command is in the place of what it showed before; only there when a person watches. */
  progress?(text: string): void;
  /** Resolves when the command shall end, as on Ctrl+C. */
  stopped(): Promise<void>;
  /** Asks a person for yes or no; not there when nobody can answer. */
  confirm?(question: string): Promise<boolean>;
}

/** A wrong command line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function suggest(word: string, words: readonly string[]): string {
  const nearest = words.length === 0 ? "" : closest(word, [...words]);
  return nearest !== "" && distance(word, nearest) <= 3 ? ` Did you mean ${nearest}?` : "";
}

/** The same with the command's own usage below what is wrong. */
export function readOptionsOr(
  usage: string,
  args: readonly string[],
  options: Options,
): ReturnType<typeof readOptions> {
  try {
    return readOptions(args, options);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${error.message}\n\n${usage}`);
    throw error;
  }
}

/** Values by option name; an option given several times keeps all its values. */
export function readOptions(args: readonly string[], options: Options): ReadonlyMap<string, readonly string[]> {
  const names = Object.keys(options).map((name) => `--${name}`);
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true, allowPositionals: true });
  const values = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") throw new UsageError(`Unexpected argument: ${token.value}.`);
    const option = options[token.name];
    if (option === undefined) {
      throw new UsageError(`Unknown option: ${token.rawName}.${suggest(token.rawName, names)}`);
    }
    if (option.type === "string" && token.value === undefined) {
      throw new UsageError(`Option ${token.rawName} needs a value.`);
    }
    if (option.type === "boolean" && token.value !== undefined) {
      throw new UsageError(`Option ${token.rawName} takes no value.`);
    }
    values.set(token.name, [...(values.get(token.name) ?? []), token.value ?? "true"]);
  }
  return values;
}
