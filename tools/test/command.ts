// Runs a command in the foreground and shows its output.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { delimiter, join } from "node:path";
import { ROOT } from "../../harness/root";

const PROGRAMS = join(ROOT, "node_modules", ".bin");
const LIMIT_MS = 70 * 60_000;

/** Whether it exited with code 0. */
export async function runsWell(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<boolean> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, PATH: [PROGRAMS, process.env["PATH"]].join(delimiter), ...env },
    stdio: "inherit",
    shell: process.platform === "win32",
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
  });
  try {
    const [code] = await once(child, "exit");
    return code === 0;
  } catch (error) {
    console.error(`${command}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
