/** The steps of examples/pipelines/azure-pipelines.yml. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../../harness/root";
import type { Environment } from "./checkout";
import type { Step } from "./step";

export const azureFile = join(ROOT, "examples", "pipelines", "azure-pipelines.yml");

interface Task {
  task?: string;
  bash?: string;
  condition?: string;
  inputs?: Record<string, string>;
  env?: Record<string, string>;
}

export interface AzureRun {
  readonly reason: string;
  readonly branch: string;
  /** What a team writes in the place of the file's own values. */
  readonly variables: Environment;
  /** The id of each service connection. */
  readonly connections: Environment;
  /** What the agent sets by itself. */
  readonly machine: Environment;
}

export function azureSteps({ reason, branch, variables, connections, machine }: AzureRun): Step[] {
  const pipeline = parse(readFileSync(azureFile, "utf8")) as { variables: Record<string, string>; steps: Task[] };
  const missing = Object.keys(variables).filter((name) => !(name in pipeline.variables));
  if (missing.length > 0) throw new Error(`the file has no variable ${missing.join(", ")}`);
  const own = { ...pipeline.variables, ...variables };
  const known: Record<string, string> = {
    ...own,
    "Build.Reason": reason,
    "Build.SourceBranch": branch,
    "System.AccessToken": "token-of-the-job",
  };
  const env = { TF_BUILD: "True", ...machine, ...own };
  return pipeline.steps.flatMap((step) => {
    const command = step.bash ?? (step.task === "AzureCLI@2" ? `bash ${step.inputs?.["scriptPath"]}` : undefined);
    if (command === undefined) return [];
    const connection = connections[step.inputs?.["azureSubscription"] ?? ""];
    return [
      {
        command,
        holds: step.condition === undefined || evaluate(step.condition, known) === true,
        env: {
          ...env,
          ...(connection && { AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: connection }),
          ...fill(step.env ?? {}, known),
        },
      },
    ];
  });
}

function fill(env: Record<string, string>, known: Environment): Record<string, string> {
  const value = (text: string) => text.replace(/\$\(([\w.]+)\)/g, (macro, name: string) => known[name] ?? macro);
  return Object.fromEntries(Object.entries(env).map(([name, text]) => [name, value(text)]));
}

/** The few functions that the file uses: https://learn.microsoft.com/azure/devops/pipelines/process/expressions */
function evaluate(expression: string, known: Environment): boolean | string {
  const text = expression.trim();
  const variable = /^variables\['([\w.]+)'\]$/.exec(text)?.[1];
  if (variable !== undefined) return known[variable] ?? "";
  const quoted = /^'([^']*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  const [, name, inner = ""] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  const values = split(inner).map((argument) => evaluate(argument, known));
  const [first, second] = values.map((value) => String(value).toLowerCase());
  if (name === "succeeded") return true;
  if (name === "and") return values.every((value) => value === true);
  if (name === "eq") return first === second;
  if (name === "ne") return first !== second;
  throw new Error(`not an expression: ${text}`);
}

/** At the commas that stand in no inner call. */
function split(list: string): string[] {
  return list.match(/(?:[^,()]|\([^()]*\))+/g) ?? [];
}
