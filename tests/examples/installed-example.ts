/** An example as somebody has it who copied its folder: installed from the packed package, with an engine of its own. */
import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { ensureEngine } from "../../harness/engine";
import { engineEnvironment, stateFolder } from "../../harness/engine/environment";
import { npm, packedPackage, QUIETLY } from "../../harness/project/installed-package";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";

const EXAMPLES = join(ROOT, "examples");

/** The folders below examples/ that hold a Pulumi program. */
export const exampleNames: readonly string[] = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" })
  .filter((path) => basename(path) === "Pulumi.yaml" && !path.includes("node_modules"))
  .map((path) => relative(EXAMPLES, join(EXAMPLES, dirname(path))))
  .sort();

/** Whether the program has resources of other packages, whose plugins the tests cannot have. */
export function needsPlugin(name: string): boolean {
  const { dependencies } = JSON.parse(readFileSync(join(EXAMPLES, name, "package.json"), "utf8")) as Description;
  return Object.keys(dependencies).some((other) => /^@pulumi\/(?!pulumi$)/.test(other));
}

interface Description {
  dependencies: Record<string, string>;
}

const installations = new Map<string, Promise<string>>();

/** The folder of the installed copy. */
export function installedExample(name: string): Promise<string> {
  const folder = installations.get(name) ?? install(name);
  installations.set(name, folder);
  return folder;
}

async function install(name: string): Promise<string> {
  const folder = join(temporaryFolder("example"), basename(name));
  await cp(join(EXAMPLES, name), folder, { recursive: true, filter: (path) => basename(path) !== "node_modules" });
  const file = join(folder, "package.json");
  const description = JSON.parse(await readFile(file, "utf8")) as Description;
  description.dependencies["pulumi-connectedorgs"] = `file:${await packedPackage()}`;
  await writeFile(file, JSON.stringify(description));
  await npm(folder, ["install", ...QUIETLY]);
  return folder;
}

/** Type-checks with the example's own compiler and configuration. */
export async function compile(folder: string): Promise<RunResult> {
  const compiler = join(folder, "node_modules", "typescript", "bin", "tsc");
  return await runProcess(process.execPath, [compiler, "-p", folder], { cwd: folder, timeoutMs: 120_000 });
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Makes a stack and previews it. */
export async function preview(folder: string, { env, config, secrets }: Surroundings): Promise<RunResult> {
  const home = join(folder, ".home");
  await mkdir(stateFolder(home), { recursive: true });
  const environment = engineEnvironment(await ensureEngine(), { home, extra: env });
  const pulumi = (...args: string[]) =>
    runProcess("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: folder,
      env: environment,
      timeoutMs: 180_000,
    });
  const steps = [["stack", "init", "test"]];
  const plain = Object.entries(config).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
  const secret = Object.entries(secrets).flatMap(([key, value]) => ["--secret", `${key}=${value}`]);
  if (plain.length + secret.length > 0) steps.push(["config", "set-all", ...plain, ...secret]);
  for (const step of steps) {
    const result = await pulumi(...step);
    if (result.exitCode !== 0) return result;
  }
  return await pulumi("preview");
}
