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
const QUICKSTART = join(ROOT, "examples", "quickstart");
const LIMIT_MS = 180_000;

export const STACK = "demo";

export interface Stage {
  readonly emulator: Emulator;
  /** Where the emulator listens. */
  readonly url: string;
  /** The copy of the quickstart. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Runs the engine and shows the command with its output. */
  show(args: readonly string[]): Promise<RunResult>;
  /** Runs the engine silently. */
  run(args: readonly string[]): Promise<RunResult>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  if (!existsSync(join(ROOT, "dist", "sdk", "index.js"))) {
    throw new Error("The package is not built: run `npm run build`, or start the demo with `npm run demo`.");
  }
  printWait("the Pulumi engine, the emulator and a new stack");
  const engine = await ensureEngine();
  const home = await temporaryHome();
  const folder = await copyQuickstart(home);
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
    printWait(args[0] === "up" ? "Pulumi, which checks the types of the program and runs it" : "Pulumi");
    const result = await run([...args, "--color", isColoured ? "always" : "never"]);
    printOutput(result.output);
    return result;
  };
  const stage = { emulator, url: listener.url, folder, environment, show, run, close: listener.close };
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
  const folder = join(home, "quickstart");
  await mkdir(folder);
  for (const name of ["Pulumi.yaml", "index.ts", "package.json", "tsconfig.json"]) {
    await copyFile(join(QUICKSTART, name), join(folder, name));
  }
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

async function makeStack(stage: Stage): Promise<void> {
  const { exitCode, output } = await stage.run(["stack", "init", STACK]);
  if (exitCode !== 0) throw new Error(`The demo's stack could not be created:\n${output}`);
}
