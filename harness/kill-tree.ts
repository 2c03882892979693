// Kills a process and everything it started.
import { spawnSync } from "node:child_process";

/**
 * Pulumi gives each plugin its own process group, so killing one group is not enough. The root goes first: an engine that
 * sees its plugins die ends in order, and unlocks the stack.
 */
export function killTree(root: number): void {
  for (const pid of [-root, root, ...descendantsOf(root)]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has already ended.
    }
  }
}

function descendantsOf(root: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = (stdout ?? "").split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  for (const parent of found) {
    found.push(...pairs.flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : [])));
  }
  return found.slice(1);
}
