/** The shipped pipelines, run as their services run them: each step that an occasion calls for, up to the first that fails. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../../harness/root";
import { tenantId } from "../support/sign-in";
import type { Checkout, Environment } from "./checkout";
import { evaluator, expand } from "./template-expression";
import { type PipelineTenant, reader, writer } from "./tenant";

export const azureFile = join(ROOT, "examples", "pipelines", "azure-pipelines.yml");
export const githubFile = join(ROOT, "examples", "pipelines", "github-actions.yml");

export interface PipelineRun {
  readonly exitCode: number;
  readonly output: string;
  /** The commands that ran. */
  readonly commands: string[];
}

interface Step {
  readonly command: string;
  readonly env: Environment;
}

/** Its packages are in a folder above the checkout; install.test.ts runs this one. */
const INSTALL = "bash scripts/install.sh";

async function runSteps(checkout: Checkout, steps: readonly Step[]): Promise<PipelineRun> {
  const run = { exitCode: 0, output: "", commands: [] as string[] };
  for (const { command, env } of steps) {
    run.commands.push(command);
    if (command === INSTALL) continue;
    const result = await checkout.run("bash", ["-e", "-c", command], env);
    run.output += result.output;
    run.exitCode = result.exitCode;
    if (run.exitCode !== 0) break;
  }
  return run;
}

interface AzureStep {
  bash?: string;
  inputs?: Record<string, string>;
  env?: Record<string, string>;
}

interface AzurePipeline {
  variables: Record<string, string>;
  stages: { stage: string; jobs: { timeoutInMinutes?: string; steps: AzureStep[] }[] }[];
}

/** What starts a run in Azure Pipelines. */
export interface Occasion {
  readonly reason: "PullRequest" | "IndividualCI" | "Manual" | "Schedule";
  readonly branch: string;
}

export const occasions = {
  Preview: { reason: "PullRequest", branch: "refs/pull/7/merge" },
  Up: { reason: "IndividualCI", branch: "refs/heads/main" },
  Nightly: { reason: "Schedule", branch: "refs/heads/main" },
} as const satisfies Record<string, Occasion>;

/** The file as Azure Pipelines expands it. @param text whose scalars are all texts there */
export async function azurePipeline(
  { reason, branch }: Occasion,
  text = readFileSync(azureFile, "utf8"),
): Promise<AzurePipeline> {
  const evaluate = await evaluator({ variables: { "Build.Reason": reason, "Build.SourceBranch": branch } });
  return expand(parse(text, { schema: "failsafe" }), evaluate) as AzurePipeline;
}

/** The id of each service connection that the file names. */
export const connections: Environment = {
  "connected-organizations-reader": "7b0c2f5e-1d4a-4e8b-9c36-2a5f8d7e6b91",
  "connected-organizations-writer": "1c8e4d7a-6b2f-4935-a0d1-8f3e5b9c7a24",
};

/** @param more what a team writes under `variables` */
export async function runAzure(
  tenant: PipelineTenant,
  checkout: Checkout,
  occasion: Occasion,
  more: Environment = {},
): Promise<PipelineRun> {
  const azure = await azurePipeline(occasion);
  const own: Environment = {
    ...azure.variables,
    PULUMI_BACKEND_URL: checkout.backend,
    PULUMI_STACK: "production",
    CONNECTEDORGS_TENANT_ID: tenantId,
    READER_CLIENT_ID: reader,
    WRITER_CLIENT_ID: writer,
    ...more,
  };
  const machine = {
    ...tenant.env,
    TF_BUILD: "True",
    AGENT_TEMPDIRECTORY: checkout.folder,
    SYSTEM_OIDCREQUESTURI: `${tenant.issuer.secureUrl}/contoso/_apis/distributedtask/oidctoken`,
    SYSTEM_COLLECTIONURI: "https://dev.azure.com/contoso/",
    SYSTEM_TEAMPROJECT: "Partner companies",
    SYSTEM_TEAMPROJECTID: "5f1d0c8e-2b7a-4e96-8c3d-1a9b7e6f4d20",
    BUILD_BUILDID: "17",
  };
  const known: Environment = { ...own, "System.AccessToken": "token-of-the-job" };
  const called = azure.stages.flatMap(({ jobs }) => jobs.flatMap((job) => job.steps));
  const steps = called.flatMap(({ bash, inputs, env = {} }) => {
    const command = bash ?? (inputs?.["scriptPath"] && `bash ${inputs["scriptPath"]}`);
    const connection = connections[inputs?.["azureSubscription"] ?? ""];
    const filled = Object.entries(env).map(([key, text]) => [
      key,
      text.replace(/\$\(([\w.]+)\)/g, (macro, variable: string) => known[variable] ?? macro),
    ]);
    const service = connection && { AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: connection };
    return command ? [{ command, env: { ...machine, ...own, ...service, ...Object.fromEntries(filled) } }] : [];
  });
  return await runSteps(checkout, steps);
}

interface Workflow {
  env: Record<string, string>;
  jobs: { pulumi: { steps: { if?: string; run?: string; env?: Record<string, string> }[] } };
}

/**
 * For one event.
 *
 * @param more what the runner sets by itself, besides how a job asks for its token
 * @param set variables of the repository besides those that every one has
 */
export async function runGithub(
  tenant: PipelineTenant,
  checkout: Checkout,
  event: string,
  more: Environment = {},
  set: Environment = {},
): Promise<PipelineRun> {
  const workflow = parse(readFileSync(githubFile, "utf8")) as Workflow;
  const vars = {
    PULUMI_BACKEND_URL: more["PULUMI_BACKEND_URL"] ?? checkout.backend,
    PULUMI_STACK: "production",
    ENTRA_TENANT_ID: tenantId,
    ENTRA_READER_CLIENT_ID: reader,
    ENTRA_WRITER_CLIENT_ID: writer,
    ...set,
  };
  const github = { event_name: event, ref: "refs/heads/main", token: "token-of-the-repository" };
  const evaluate = await evaluator({ github, vars });
  const fill = (env: Environment = {}) => {
    const value = (text: string) => text.replace(/\$\{\{(.*?)\}\}/g, (_, inner) => evaluate(inner));
    return Object.fromEntries(Object.entries(env).map(([name, text]) => [name, value(text)]));
  };
  const machine = {
    ...tenant.env,
    GITHUB_ACTIONS: "true",
    ACTIONS_ID_TOKEN_REQUEST_URL: `${tenant.issuer.secureUrl}/idtoken?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-of-the-job",
    RUNNER_TEMP: checkout.folder,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "contoso/partners",
    GITHUB_RUN_ID: "17",
    ...more,
  };
  const steps = workflow.jobs.pulumi.steps.flatMap(({ if: condition, run: command, env }) => {
    if (command === undefined) return [];
    const holds = condition === undefined || evaluate(condition) === "true";
    return holds ? [{ command, env: { ...machine, ...fill(workflow.env), ...fill(env) } }] : [];
  });
  return await runSteps(checkout, steps);
}
