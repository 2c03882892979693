/**
 * The conditions in the files of both services, by GitHub's own library, and what Azure Pipelines makes of a file before
 * it starts anything: of the `${{ if }}` entries of lists it keeps what holds.
 * https://learn.microsoft.com/azure/devops/pipelines/process/template-expressions
 */
import type { Environment } from "./checkout";

export type Evaluate = (expression: string) => string;

/** What Azure has as functions is operators at GitHub. */
const comparisons: Readonly<Record<string, (values: readonly string[]) => boolean>> = {
  eq: ([one, other]) => one === other,
  ne: ([one, other]) => one !== other,
  and: (values) => values.every((value) => value === "true"),
};

export async function evaluator(contexts: Readonly<Record<string, Environment>>): Promise<Evaluate> {
  const { data, Evaluator, Lexer, Parser } = await import("@actions/expressions");
  const dictionary = (values: Environment) =>
    new data.Dictionary(...Object.entries(values).map(([key, value]) => ({ key, value: new data.StringData(value) })));
  const context = new data.Dictionary(
    ...Object.entries(contexts).map(([key, values]) => ({ key, value: dictionary(values) })),
  );
  const functions = Object.entries(comparisons).map(([name, holds]) => ({
    ...{ name, minArgs: 2, maxArgs: 9 },
    call: (...values: { coerceString(): string }[]) =>
      new data.BooleanData(holds(values.map((value) => value.coerceString()))),
  }));
  const byName = new Map(functions.map((each) => [each.name, each]));
  return (expression) => {
    const { tokens } = new Lexer(expression).lex();
    const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
    return new Evaluator(tree, context, byName).evaluate().coerceString();
  };
}

export function expand(value: unknown, evaluate: Evaluate): unknown {
  if (Array.isArray(value)) return expandList(value, evaluate);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, expand(member, evaluate)]));
}

function expandList(list: readonly unknown[], evaluate: Evaluate): unknown[] {
  let taken = false;
  return list.flatMap((item) => {
    const [key, body] = Object.entries(item ?? {})[0] ?? [];
    const [, word, condition = ""] = /^\$\{\{ (if|elseif|else)\b *(.*) \}\}$/.exec(key ?? "") ?? [];
    if (word === undefined) return [expand(item, evaluate)];
    if (word === "if") taken = false;
    const holds = !taken && (word === "else" || evaluate(condition) === "true");
    taken ||= holds;
    return holds ? (expand(body, evaluate) as unknown[]) : [];
  });
}
