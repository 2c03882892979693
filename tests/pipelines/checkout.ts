/** A team's repository as the pipelines find it: examples/pipelines, with the installed package above it. */
import { readFileSync, writeFileSync } from "node:fs";
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { ensureEngine } from "../../harness/engine";
import { engineEnvironment, stateFolder } from "../../harness/engine/environment";
import { installedPackage } from "../../harness/project/installed-package";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";
import { writeExecutable } from "../support/executable";

const EXAMPLE = join(ROOT, "examples", "pipelines");
const LIMIT_MS = 180_000;

export type Environment = Readonly<Record<string, string>>;

export interface Checkout {
  readonly folder: string;
  /** Where the state is, when it is not in Azure. */
  readonly backend: string;
  /** A folder of programs that a script can call by name. */
  readonly programs: string;
  run(command: string, args: readonly string[], env: Environment): Promise<RunResult>;
}

export async function checkOut(): Promise<Checkout> {
  const [{ folders }, installation] = await Promise.all([ensureEngine(), installedPackage()]);
  const folder = await mkdtemp(join(installation, "checkout-"));
  const home = await mkdtemp(join(installation, "home-"));
  await mkdir(stateFolder(home), { recursive: true });
  await cp(EXAMPLE, folder, { recursive: true, filter: (source) => !source.endsWith("node_modules") });
  const machine = engineEnvironment({ folders }, { home });
  const programs = join(home, "bin");
  machine["PATH"] = [programs, machine["PATH"]].join(delimiter);
  return {
    folder,
    programs,
    backend: String(machine["PULUMI_BACKEND_URL"]),
    run: (command, args, env) =>
      runProcess(command, args, { cwd: folder, env: { ...machine, ...env }, timeoutMs: LIMIT_MS }),
  };
}

/** A program of the machine, which keeps the words that it is called with. */
export function writeProgram({ folder, programs }: Checkout, name: string): { words(): string[] } {
  const file = join(folder, `${name}.words`);
  writeFileSync(file, "");
  writeExecutable(programs, name, `printf '%s\\n' "$@" >"${file}"`);
  return { words: () => readFileSync(file, "utf8").split("\n").filter(Boolean) };
}

/** The output of what ended well. */
export async function succeed(command: Promise<RunResult>): Promise<string> {
  const { exitCode, output } = await command;
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}:\n${output}`);
  return output;
}
