// What the demo runs on: the emulator in this process, a copy of the quickstart, and an engine with its own home.
import { existsSync, rmSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, realpath, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator } from "../../emulator";
import { ensureEngine } from "../../harness/engine";
import { engineEnvironment, stateFolder } from "../../harness/engine/environment";
import { type RunResult, runProcess } from "../../harness/run-process";
import { isColoured, printCommand, printOutput, printWait } from "./print";

const ROOT = join(__dirname, "..", "..");
const PLUGIN = "pulumi-resource-connectedorgs";
const LIMIT_MS = 180_000;

export const STACK = "demo";

export interface Stage {
  /** The file that declares the organizations. */
  readonly program: "index.ts" | "Pulumi.yaml";
  readonly emulator: Emulator;
  /** Where the emulator listens. */
  readonly url: string;
  /** The copy of the example. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Runs the engine and shows the command with its output. */
  show(args: readonly string[]): Promise<RunResult>;
  /** Runs the engine silently. */
  run(args: readonly string[]): Promise<RunResult>;
  close(): Promise<void>;
}

/** @param isYaml takes the YAML example, which runs on the plugin, in place of the quickstart */
export async function openStage(isYaml: boolean): Promise<Stage> {
  if (!existsSync(join(ROOT, "dist", "sdk", "index.js"))) {
    throw new Error("The package is not built: run `npm run build`, or start the demo with `npm run demo`.");
  }
  printWait("the Pulumi engine, the emulator and a new stack");
  const engine = await ensureEngine({ languages: isYaml ? ["yaml"] : [] });
  const home = await temporaryHome();
  const folder = isYaml ? await copyYaml(home) : await copyQuickstart(home);
  const emulator = createEmulator();
  const listener = await emulator.listen();
  const extra = {
    CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
    CONNECTEDORGS_AUTHORITY_HOST: listener.url,
    CONNECTEDORGS_ACCESS_TOKEN: "emulator",
  };
  const environment = engineEnvironment(engine, { home, noColor: !isColoured, extra });
  const run = (args: readonly string[]) =>
    runProcess("pulumi", [...args, "--non-interactive"], { cwd: folder, env: environment, timeoutMs: LIMIT_MS });
  const show = async (args: readonly string[]) => {
    printCommand(`pulumi ${args.join(" ")}`);
    printWait(args[0] === "up" && !isYaml ? "Pulumi, which checks the types of the program and runs it" : "Pulumi");
    const result = await run([...args, "--color", isColoured ? "always" : "never"]);
    printOutput(result.output);
    return result;
  };
  const program: Stage["program"] = isYaml ? "Pulumi.yaml" : "index.ts";
  const stage = { program, emulator, url: listener.url, folder, environment, show, run, close: listener.close };
  await makeStack(stage);
  return stage;
}

/** Always removed at the end, also after Ctrl+C. */
async function temporaryHome(): Promise<string> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "connectedorgs-demo-")));
  process.on("exit", () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  await mkdir(stateFolder(home));
  return home;
}

/** A copy, to keep the stack's configuration and a reader's experiments out of the checkout. */
async function copyQuickstart(home: string): Promise<string> {
  const files = ["Pulumi.yaml", "index.ts", "package.json", "tsconfig.json"];
  const folder = await copyExample(home, "quickstart", files);
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

async function copyYaml(home: string): Promise<string> {
  const folder = await copyExample(home, "yaml", ["Pulumi.yaml"]);
  const programs = join(folder, "node_modules", ".bin");
  await mkdir(programs, { recursive: true });
  await copyFile(join(ROOT, "dist", "plugin", PLUGIN), join(programs, PLUGIN));
  return folder;
}

async function copyExample(home: string, example: string, files: readonly string[]): Promise<string> {
  const folder = join(home, example);
  await mkdir(folder);
  for (const name of files) await copyFile(join(ROOT, "examples", example, name), join(folder, name));
  return folder;
}

async function makeStack(stage: Stage): Promise<void> {
  const { exitCode, output } = await stage.run(["stack", "init", STACK]);
  if (exitCode !== 0) throw new Error(`The demo's stack could not be created:\n${output}`);
}
