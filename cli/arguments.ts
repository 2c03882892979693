// Reads a command line by the options of its command, strictly: one sentence for the first thing that is wrong.
import { parseArgs } from "node:util";
import { didYouMean, nearest } from "../provider/organization/text-rule";

/** A rule for a value, such as any of the provider's rules for texts. */
export interface Rule<Value> {
  /** The value, or undefined if the text breaks the rule. */
  normalize(text: string): Value | undefined;
  /** What the value must be, after the words "must be". */
  readonly expected: string;
  suggest?(text: string): string | undefined;
}

export interface Option {
  readonly about: string;
  /** What the usage calls the value, such as `<file>`. An option without it is a switch. */
  readonly value?: string;
  /** @default any text */
  readonly rule?: Rule<unknown>;
  readonly isRequired?: true;
  readonly default?: unknown;
  /** Otherwise the last of several values counts. */
  readonly isRepeatable?: true;
}

export type Options = Readonly<Record<string, Option>>;
type ValueOf<One> = One extends { value: string } ? (One extends { rule: Rule<infer Value> } ? Value : string) : true;

export type Values<All> = {
  readonly [Name in keyof All]: All[Name] extends { isRepeatable: true }
    ? readonly ValueOf<All[Name]>[]
    : ValueOf<All[Name]> | (All[Name] extends { isRequired: true } | { default: unknown } ? never : undefined);
};

/** Two options of which only one can be provided. */
export type Exclusive = readonly [one: string, other: string];

/** A wrong command line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function wholeNumber(least: number, most: number): Rule<number> {
  const isWithin = (number: number) => number >= least && number <= most;
  return {
    normalize: (text) => (/^\d+$/.test(text) && isWithin(Number(text)) ? Number(text) : undefined),
    expected: `a whole number between ${least} and ${most}`,
  };
}

/** Returns undefined if only help is asked for. @throws UsageError */
export function readValues<All extends Options>(
  args: readonly string[],
  options: All,
  exclusive: readonly Exclusive[] = [],
): Values<All> | undefined {
  const given = readTexts(args, options);
  if (given.has("help")) return undefined;
  for (const [one, other] of exclusive)
    if (given.has(one) && given.has(other)) throw new UsageError(`Only one of --${one} or --${other} can be provided.`);
  const entries = Object.entries(options).map(([name, option]) => [
    name,
    readOption(name, option, given.get(name) ?? []),
  ]);
  return Object.fromEntries(entries) as Values<All>;
}

function readOption(name: string, option: Option, texts: readonly string[]): unknown {
  const { value, rule, isRequired, isRepeatable } = option;
  if (isRequired && texts.length === 0) throw new UsageError(`Option --${name} must be provided.`);
  const values = value === undefined ? texts.map(() => true) : texts.map((text) => applyRule(name, text, rule));
  return isRepeatable ? values : (values.at(-1) ?? option.default);
}

function applyRule(name: string, text: string, rule: Rule<unknown> | undefined): unknown {
  const value = rule ? rule.normalize(text) : text;
  if (value !== undefined) return value;
  throw new UsageError(`--${name} must be ${rule?.expected}, not ${text}.${didYouMean(rule?.suggest?.(text))}`);
}

/** What was typed for each option, with an empty text for a switch. */
function readTexts(args: readonly string[], options: Options): ReadonlyMap<string, readonly string[]> {
  const known: Options = { ...options, help: { about: "" } };
  const config = Object.entries(known).map(([name, { value }]) => {
    const type: "string" | "boolean" = value === undefined ? "boolean" : "string";
    return [name, { type, ...(name === "help" && { short: "h" }) }] as const;
  });
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(config),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const texts = new Map<string, readonly string[]>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") throw new UsageError(`Unexpected argument: ${token.value}.`);
    const { name, rawName, value } = token;
    const option = Object.hasOwn(known, name) ? known[name] : undefined;
    if (option === undefined) {
      const names = Object.keys(known).map((one) => `--${one}`);
      throw new UsageError(`Unknown option: ${rawName}.${didYouMean(nearest(rawName, names))}`);
    }
    if (option.value !== undefined && value === undefined) throw new UsageError(`Option ${rawName} needs a value.`);
    if (option.value === undefined && value !== undefined) throw new UsageError(`Option ${rawName} takes no value.`);
    texts.set(name, [...(texts.get(name) ?? []), value ?? ""]);
  }
  return texts;
}
