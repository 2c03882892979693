/** The built command in a process of its own, with a stand-in engine on PATH. Needs a build. */
import { delimiter, join } from "node:path";
import { withoutForeignSettings } from "../../harness/engine/environment";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { runProcess } from "../../harness/run-process";
import { withoutIds } from "../credentials/support";
import { writeExecutable } from "../support/executable";

export interface DoctorLine {
  readonly check: string;
  readonly status: string;
  readonly found: string;
  readonly remedy?: string;
}

export interface Examined {
  readonly exitCode: number;
  readonly lines: readonly DoctorLine[];
  readonly output: string;
}

export const project = join(ROOT, "examples", "quickstart");

export function makeEngine(programs = ["pulumi-resource-pulumi-nodejs", "pulumi-language-nodejs"]): string {
  const folder = temporaryFolder("doctor-engine");
  writeExecutable(folder, "pulumi", "echo v3.259.0");
  for (const program of programs) writeExecutable(folder, program, "");
  return folder;
}

let engine: string | undefined;

export function surroundings(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  engine ??= makeEngine();
  const path = [engine, process.env["PATH"]].join(delimiter);
  return { ...withoutForeignSettings(process.env), PATH: path, ...env };
}

export async function runCommand(args: readonly string[], env: Readonly<Record<string, string>>, cwd = project) {
  const cli = join(ROOT, "dist", "cli", "cli.js");
  return await runProcess(process.execPath, [cli, ...args], { cwd, env: surroundings(env), timeoutMs: 60_000 });
}

export async function examine(env: Readonly<Record<string, string>>, cwd = project): Promise<Examined> {
  const { exitCode, stdout, output } = await runCommand(["doctor", "--json"], env, cwd);
  const { lines } = JSON.parse(stdout) as { lines: DoctorLine[] };
  return { exitCode, output, lines: lines.map((line) => ({ ...line, found: withoutStamps(line.found) })) };
}

/** Only what is wrong, as check, what was found, what to do. */
export function problemsOf({ lines }: Examined): (string | undefined)[][] {
  return lines.filter(({ status }) => status === "problem").map(({ check, found, remedy }) => [check, found, remedy]);
}

function withoutStamps(text: string): string {
  return withoutIds(text)
    .replace(/\(request-id [^)]*\)/, "(…)")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "…");
}
