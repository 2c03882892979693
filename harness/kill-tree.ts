// Ends a process with everything it started.
import { spawnSync } from "node:child_process";

/** Pulumi gives each plugin a process group of its own, so that killing its group alone leaves programs behind. */
export function killTree(root: number): void {
  for (const pid of [...descendantsOf(root), -root, root]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself in the meantime.
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
