/** `connectedorgs doctor` in process, with a stand-in engine on PATH. */
import { delimiter, join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { writeExecutable } from "../support/executable";
import { withoutIds } from "../support/sign-in";
import { run } from "./run";

interface DoctorLine {
  readonly check: string;
  readonly status: string;
  readonly found: string;
  readonly remedy?: string;
}

export interface Examined {
  readonly code: number;
  readonly lines: readonly DoctorLine[];
  readonly output: string;
}

const programs = ["pulumi-resource-pulumi-nodejs", "pulumi-language-nodejs"];
const quickstart = join(ROOT, "examples", "quickstart");

export function makeEngine(beside = programs): string {
  const folder = temporaryFolder("doctor-engine");
  writeExecutable(folder, "pulumi", "echo v3.259.0");
  for (const program of beside) writeExecutable(folder, program, "");
  return folder;
}

let engine: string | undefined;

export async function runDoctor(args: readonly string[], env: Readonly<Record<string, string>>, cwd = quickstart) {
  engine ??= makeEngine();
  const path = [engine, process.env["PATH"]].join(delimiter);
  return await run(["doctor", ...args], { env: { PATH: path, ...env }, cwd });
}

export async function examine(env: Readonly<Record<string, string>>, cwd?: string): Promise<Examined> {
  const { code, out, err } = await runDoctor(["--json"], env, cwd);
  const { lines } = JSON.parse(out) as { lines: DoctorLine[] };
  return { code, output: out + err, lines: lines.map((line) => ({ ...line, found: withoutStamps(line.found) })) };
}

export function lineOf({ lines }: Examined, check: string): DoctorLine | undefined {
  return lines.find((line) => line.check === check);
}

/** Only what is wrong: the check, what was found, what to do. */
export function problemsOf({ lines }: Examined): (string | undefined)[][] {
  return lines.filter(({ status }) => status === "problem").map(({ check, found, remedy }) => [check, found, remedy]);
}

function withoutStamps(text: string): string {
  return withoutIds(text)
    .replace(/\(request-id [^)]*\)/, "(…)")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "…");
}
