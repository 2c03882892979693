// A provider's process, started as the engine starts it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { withoutForeignSettings } from "../engine/environment";
import { ROOT } from "../root";

const START_LIMIT_MS = 15_000;

export interface HostProcess {
  port: number;
  stdout(): string;
  stderr(): string;
  /** Asks the process to end, as the engine does. @returns how many milliseconds that took, and its exit code */
  interrupt(): Promise<{ took: number; code: number | null }>;
  stop(): Promise<void>;
}

export interface HostProcessOptions {
  /**
   * Working directory; its node_modules contains `@pulumi/pulumi` and the package.
   * @default the repository, which the example workspaces link into its own node_modules, so the build runs
   */
  folder?: string | undefined;
  env?: Readonly<Record<string, string>> | undefined;
  /** A program of Node, the folder taken as above. @default the SDK's dynamic-provider process */
  script?: string | undefined;
}

export async function startHostProcess(options: HostProcessOptions): Promise<HostProcess> {
  const folder = options.folder ?? ROOT;
  const dynamic = "@pulumi/pulumi/cmd/dynamic-provider";
  const script = options.script ?? createRequire(join(folder, "package.json")).resolve(dynamic);
  const child = spawn(process.execPath, [script, "127.0.0.1:1"], {
    cwd: folder,
    env: {
      ...withoutForeignSettings(process.env),
      PULUMI_NODEJS_PROJECT: "host-test",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
    });
  }
  const port = await firstLine(child, () => said);
  return {
    port: Number(port),
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    async interrupt() {
      const startedAt = Date.now();
      child.kill("SIGINT");
      if (child.exitCode === null) await once(child, "exit");
      return { took: Date.now() - startedAt, code: child.exitCode };
    },
    stop: () => stop(child),
  };
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) {
    child.kill("SIGKILL");
  }
});

function firstLine(child: ChildProcess, said: () => { stdout: string; stderr: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`the provider ${why}:\n${said().stderr}`));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`gave no port within ${START_LIMIT_MS / 1000} s`);
    }, START_LIMIT_MS);
    child.once("exit", (code) => {
      clearTimeout(timer);
      fail(`left with code ${code} before it gave a port`);
    });
    child.stdout?.on("data", () => {
      const line = /^(\d+)\r?\n/.exec(said().stdout);
      if (line?.[1] !== undefined) {
        clearTimeout(timer);
        resolve(line[1]);
      }
    });
  });
}

/** By force, because the SDK's process ignores SIGTERM. */
async function stop(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "close");
}
