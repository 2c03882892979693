/** The steps of examples/pipelines/github-actions.yml, its expressions evaluated by GitHub's own library. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../../harness/root";
import type { Environment } from "./checkout";
import type { Step } from "./step";

export const githubFile = join(ROOT, "examples", "pipelines", "github-actions.yml");

interface Workflow {
  env: Record<string, string>;
  jobs: { pulumi: { steps: { if?: string; run?: string; env?: Record<string, string> }[] } };
}

/** For one event, with the repository's variables; `machine` is what the runner sets by itself. */
export async function githubSteps(event: string, vars: Environment, machine: Environment): Promise<Step[]> {
  const workflow = parse(readFileSync(githubFile, "utf8")) as Workflow;
  const evaluate = await evaluator({ github: { event_name: event, ref: "refs/heads/main" }, vars });
  const fill = (env: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries(env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{(.*?)\}\}/g, (_, inner) => evaluate(inner)),
      ]),
    );
  const env = { GITHUB_ACTIONS: "true", ...machine, ...fill(workflow.env) };
  return workflow.jobs.pulumi.steps.flatMap((step) => {
    if (step.run === undefined) return [];
    const holds = step.if === undefined || evaluate(step.if) === "true";
    return [{ command: step.run, holds, env: { ...env, ...fill(step.env) } }];
  });
}

async function evaluator(contexts: Record<string, Environment>): Promise<(expression: string) => string> {
  const { data, Evaluator, Lexer, Parser } = await import("@actions/expressions");
  const dictionary = (values: Environment) =>
    new data.Dictionary(...Object.entries(values).map(([key, value]) => ({ key, value: new data.StringData(value) })));
  const context = new data.Dictionary(
    ...Object.entries(contexts).map(([key, values]) => ({ key, value: dictionary(values) })),
  );
  return (expression) => {
    const { tokens } = new Lexer(expression).lex();
    const tree = new Parser(tokens, Object.keys(contexts), []).parse();
    return new Evaluator(tree, context).evaluate().coerceString();
  };
}
