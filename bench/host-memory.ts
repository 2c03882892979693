// Peak memory of the providers' processes that an engine starts, read from /proc while they run.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const INTERVAL_MS = 100;

export interface HostWatch {
  /** The highest peak, or undefined if no host was seen, as on systems without /proc. */
  end(): number | undefined;
}

/** @param folder the Pulumi program's: its hosts have it as their working directory */
export function watchHosts(folder: string): HostWatch {
  let peak: number | undefined;
  const look = () => {
    for (const pid of hostsIn(folder)) {
      peak = Math.max(peak ?? 0, peakOf(pid));
    }
  };
  const timer = setInterval(look, INTERVAL_MS);
  return {
    end() {
      clearInterval(timer);
      return peak;
    },
  };
}

function hostsIn(folder: string): string[] {
  return entries("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const command = orEmpty(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"));
    return (
      /dynamic-provider|pulumi-resource-connectedorgs/.test(command) &&
      orEmpty(() => readlinkSync(`/proc/${pid}/cwd`)) === folder
    );
  });
}

function peakOf(pid: string): number {
  const status = orEmpty(() => readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A process may end at any time. */
function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
