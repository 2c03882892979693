// Runs one program to its end, or kills it at its time limit.
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { killTree } from "./kill-tree";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  timeoutMs: number;
}

export interface RunResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Both streams, in order of arrival. */
  output: string;
}

const running = new Set<ChildProcess>();

export async function runProcess(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  running.add(child);
  const result: RunResult = { exitCode: -1, stdout: "", stderr: "", output: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      result[stream] += text;
      result.output += text;
    });
  }
  let overran = false;
  const timer = setTimeout(() => {
    overran = true;
    kill(child);
  }, options.timeoutMs);
  try {
    result.exitCode = await exitCodeOf(child);
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
  if (overran) {
    const line = [command, ...args].join(" ");
    throw new Error(`\`${line}\` was stopped after ${options.timeoutMs / 1000} s. Its output was:\n${result.output}`);
  }
  return result;
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    // After a kill, a process outside the tree may keep the pipes open, and "close" never comes.
    child.once("exit", (code) => setTimeout(() => resolve(code ?? -1), 2000).unref());
    child.once("close", (code) => resolve(code ?? -1));
  });
}

function kill(child: ChildProcess): void {
  if (child.pid !== undefined) {
    killTree(child.pid);
  }
}

// A process group of its own does not receive the terminal's Ctrl-C, and a process killed by a signal runs no exit handlers.
process.on("exit", () => running.forEach(kill));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}
