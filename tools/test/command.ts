// Runs a command in the foreground and shows its output.
import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { ROOT } from "../../harness/root";

const PROGRAMS = join(ROOT, "node_modules", ".bin");
const LIMIT_MS = 70 * 60_000;

/** Whether it exited with code 0. */
export function runsWell(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: [PROGRAMS, process.env["PATH"]].join(delimiter), ...env },
    stdio: "inherit",
    shell: process.platform === "win32",
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
  });
  if (error !== undefined) {
    console.error(`${command}: ${error.message}`);
  }
  return status === 0;
}
