/** The examples as users have them who copied the folders: installed from the packed package. */
import { readdirSync, readFileSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { npm, packedPackage, QUIETLY } from "../../harness/project/installed-package";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";

const EXAMPLES = join(ROOT, "examples");

/** The folders below examples/ that hold a Pulumi program or a policy pack of Node's. */
export const exampleNames: readonly string[] = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" })
  .filter((path) => /^Pulumi(Policy)?\.yaml$/.test(basename(path)) && !path.includes("node_modules"))
  .filter((path) => readFileSync(join(EXAMPLES, path), "utf8").includes("nodejs"))
  .map((path) => relative(EXAMPLES, join(EXAMPLES, dirname(path))))
  .sort();

export function descriptionOf(name: string): Description {
  return JSON.parse(readFileSync(join(EXAMPLES, name, "package.json"), "utf8")) as Description;
}

/** Whether the program has resources of other packages, whose plugins the tests cannot have. */
export function needsPlugin(name: string): boolean {
  return Object.keys(descriptionOf(name).dependencies).some((other) => /^@pulumi\/(?!pulumi$)/.test(other));
}

export interface Description {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

let installation: Promise<string> | undefined;

/** The folder of the installed copy. The examples are workspaces of one folder, so that npm runs once. */
export async function installedExample(name: string): Promise<string> {
  installation ??= install();
  return join(await installation, name);
}

async function install(): Promise<string> {
  const folder = temporaryFolder("examples");
  const tarball = `file:${await packedPackage()}`;
  for (const name of exampleNames) {
    const copy = join(folder, name);
    await cp(join(EXAMPLES, name), copy, { recursive: true, filter: (path) => basename(path) !== "node_modules" });
    const description = descriptionOf(name);
    description.dependencies["pulumi-connectedorgs"] = tarball;
    await writeFile(join(copy, "package.json"), JSON.stringify(description));
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, workspaces: exampleNames }));
  await npm(folder, ["install", ...QUIETLY]);
  return folder;
}

/** Type-checks all examples, each with its own configuration, by the compiler that they ask for. */
export async function compileExamples(): Promise<RunResult> {
  const folder = await installedExample(".");
  const compiler = createRequire(join(folder, "package.json")).resolve("typescript/bin/tsc");
  const args = [compiler, "--build", "--verbose", ...exampleNames];
  return await runProcess(process.execPath, args, { cwd: folder, timeoutMs: 120_000 });
}
