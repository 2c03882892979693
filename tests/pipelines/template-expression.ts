/**
 * What Azure Pipelines makes of a file before it starts anything: the `${{ if }}` entries of lists, of which it keeps
 * what holds. https://learn.microsoft.com/azure/devops/pipelines/process/template-expressions
 */
import type { Environment } from "./checkout";

export function expand(value: unknown, variables: Environment): unknown {
  if (Array.isArray(value)) return expandList(value, variables);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, expand(member, variables)]));
}

function expandList(list: readonly unknown[], variables: Environment): unknown[] {
  let taken = false;
  return list.flatMap((item) => {
    const [key, body] = Object.entries(item ?? {})[0] ?? [];
    const [, word, condition] = /^\$\{\{ (if|elseif|else)\b *(.*) \}\}$/.exec(key ?? "") ?? [];
    if (word === undefined) return [expand(item, variables)];
    if (word === "if") taken = false;
    const holds = !taken && (word === "else" || evaluate(condition ?? "", variables) === true);
    taken ||= holds;
    return holds ? (expand(body, variables) as unknown[]) : [];
  });
}

type Value = string | boolean;

const functions: Readonly<Record<string, (values: readonly Value[]) => boolean>> = {
  eq: ([one, other]) => one === other,
  ne: ([one, other]) => one !== other,
  and: (values) => values.every((value) => value === true),
};

function evaluate(expression: string, variables: Environment): Value {
  const tokens = expression.match(/variables\['[^']*'\]|'[^']*'|\w+|[(),]|\S/g) ?? [];
  const next = (): Value => {
    const token = tokens.shift() ?? "";
    const [, variable, text] = /^variables\['(.*)'\]$|^'(.*)'$/.exec(token) ?? [];
    if (variable !== undefined) return variables[variable] ?? "";
    if (text !== undefined) return text;
    const call = functions[token];
    if (!call || tokens.shift() !== "(") throw new Error(`Unknown in ${expression}: ${token}`);
    const values = [next()];
    while (tokens.shift() === ",") values.push(next());
    return call(values);
  };
  const value = next();
  if (tokens.length > 0) throw new Error(`Too much in ${expression}: ${tokens.join("")}`);
  return value;
}
