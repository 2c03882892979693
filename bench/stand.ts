// One subject ready to be measured: a Pulumi project with the installed package, and a tenant of its own.
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createProject, type PulumiProject } from "../harness/project/pulumi-project";
import { type Declared, seedFor } from "./declared";
import { type EmulatorProcess, startEmulator } from "./emulator-process";
import { type Peaks, watchMemory } from "./memory";
import type { Subject } from "./result";

const LIMIT_MS = 30 * 60_000;

export interface Measured extends Peaks {
  readonly seconds: number;
  readonly requests: number;
}

export interface Stand {
  readonly subject: Subject;
  readonly project: PulumiProject;
  declare(declared: readonly Declared[]): Promise<void>;
  /** Runs one command of the engine; throws if it fails. @param memberDelay as the emulator's */
  measure(command: readonly string[], memberDelay: number): Promise<Measured>;
  /** Throws unless the tenant holds this many organizations of the stack. */
  expectOrganizations(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface StandOptions {
  readonly size: number;
  readonly others: number;
}

export async function openStand(subject: Subject, { size, others }: StandOptions): Promise<Stand> {
  const project = await createProject({
    program: readFileSync(join(__dirname, "programs", `${subject}.js`), "utf8"),
    language: "javascript",
    usesPlugin: subject === "plugin",
    timeoutMs: LIMIT_MS,
  });
  const asksGraph = subject !== "no-op" && subject !== "bare";
  const emulator = asksGraph ? await startEmulator(project.folder, seedFor(size, others)) : undefined;
  if (emulator !== undefined) Object.assign(project.env, settingsFor(emulator));
  return {
    subject,
    project,
    declare: (declared) => writeFile(join(project.folder, "declared.json"), JSON.stringify(declared)),
    async measure(command, memberDelay) {
      await emulator?.delayMembers(memberDelay);
      return await measure(project, emulator, command);
    },
    async expectOrganizations(count) {
      const found = (await emulator?.countOrganizations()) ?? others + count;
      if (found !== others + count) {
        throw new Error(`${subject}: the tenant should hold ${count} organizations, but holds ${found - others}.`);
      }
    },
    async close() {
      await emulator?.stop();
      await project.dispose();
    },
  };
}

function settingsFor({ url }: EmulatorProcess): Record<string, string> {
  return {
    CONNECTEDORGS_GRAPH_ENDPOINT: url,
    CONNECTEDORGS_AUTHORITY_HOST: url,
    CONNECTEDORGS_ACCESS_TOKEN: "emulator",
    GRAPH_URL: url,
    GRAPH_TOKEN: "emulator",
  };
}

async function measure(
  project: PulumiProject,
  emulator: EmulatorProcess | undefined,
  command: readonly string[],
): Promise<Measured> {
  await emulator?.takeRequests();
  const memory = watchMemory(project.folder);
  const startedAt = performance.now();
  const { exitCode, output } = await project.run(command);
  const seconds = (performance.now() - startedAt) / 1000;
  const peaks = memory.end();
  if (exitCode !== 0) throw new Error(`pulumi ${command.join(" ")} left with exit code ${exitCode}:\n${output}`);
  return { seconds, requests: (await emulator?.takeRequests()) ?? 0, ...peaks };
}
