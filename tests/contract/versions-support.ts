// The packed package beside another SDK and under another Node, and the contract tests in its place.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, delimiter, join } from "node:path";
import { withoutForeignSettings } from "../../harness/engine/environment";
import { packedPackage } from "../../harness/project/installed-package";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";

export interface Installation {
  /** A copy of the tests; its node_modules holds the tarball and the SDK. */
  readonly folder: string;
  /** For the front of PATH: Node and the SDK's launcher. */
  readonly path: readonly string[];
  readonly sdkVersion: string;
  readonly nodeVersion: string;
}

export interface TestRun {
  readonly passed: number;
  /** Title and message of each failed test. */
  readonly failures: readonly string[];
}

/** The folder that holds the `node` of npm's package of that name. */
export async function installNode(version: string): Promise<string> {
  const folder = temporaryFolder("node");
  await install(folder, { node: version }, []);
  return join(folder, "node_modules", ".bin");
}

/** @param node the folder of another Node, by which npm chooses what fits */
export async function installBeside(sdk: string, node?: string): Promise<Installation> {
  const folder = temporaryFolder("versions");
  const packed = await packedPackage();
  const tarball = basename(packed);
  await cp(packed, join(folder, tarball));
  const front = node === undefined ? [] : [node];
  await install(folder, { "pulumi-connectedorgs": `file:${tarball}`, "@pulumi/pulumi": sdk }, front);
  for (const part of ["tests", "harness", "sdk", "provider", "emulator", "tsconfig.json"]) {
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  }
  const sdkFolder = join(folder, "node_modules", "@pulumi", "pulumi");
  const { version } = JSON.parse(await readFile(join(sdkFolder, "package.json"), "utf8")) as { version: string };
  const { stdout } = await run("node", ["--version"], folder, front);
  return { folder, path: [...front, sdkFolder], sdkVersion: version, nodeVersion: stdout.trim() };
}

/** Runs test files of the copy, with the tools of the repository. */
export async function runTests({ folder, path }: Installation, specs: readonly string[]): Promise<TestRun> {
  const mocha = join(ROOT, "node_modules", "mocha", "bin", "mocha.js");
  const report = join(folder, "report.json");
  const tools = ["--no-config", "--exit", "--extension", "ts", "--require", require.resolve("ts-node/register")];
  const reporter = ["--timeout", "30000", "--reporter", "json", "--reporter-option", `output=${report}`];
  const { output } = await run("node", [mocha, ...tools, ...reporter, ...specs], folder, path);
  const text = await readFile(report, "utf8").catch(() =>
    Promise.reject(new Error(`mocha gave no report:\n${output}`)),
  );
  const { stats, failures } = JSON.parse(text) as {
    stats: { passes: number };
    failures: { fullTitle: string; err: { message?: string } }[];
  };
  return { passed: stats.passes, failures: failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`) };
}

async function install(folder: string, dependencies: Record<string, string>, front: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  const { exitCode, output } = await run(
    "npm",
    ["install", "--prefer-offline", "--no-audit", "--no-fund"],
    folder,
    front,
  );
  if (exitCode !== 0) throw new Error(`npm could not install ${JSON.stringify(dependencies)}:\n${output}`);
}

function run(command: string, args: readonly string[], cwd: string, front: readonly string[]): Promise<RunResult> {
  const inherited = withoutForeignSettings(process.env);
  const env = { ...inherited, PATH: [...front, inherited["PATH"] ?? ""].join(delimiter) };
  return runProcess(command, args, { cwd, env, timeoutMs: 300_000 });
}
