// Peak memory of an engine and of the provider's process that it starts, read from /proc while they run.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const INTERVAL_MS = 100;

/** The highest of each, or undefined if none was seen, as on systems without /proc. */
export interface Peaks {
  readonly hostKilobytes: number | undefined;
  readonly engineKilobytes: number | undefined;
}

const commands: Readonly<Record<keyof Peaks, RegExp>> = {
  hostKilobytes: /dynamic-provider|pulumi-resource-connectedorgs/,
  engineKilobytes: /^(\S*\/)?pulumi\0/,
};

/** @param folder the Pulumi program's: the engine and its hosts have it as their working directory */
export function watchMemory(folder: string): { end(): Peaks } {
  const peaks: { -readonly [Name in keyof Peaks]: Peaks[Name] } = {
    hostKilobytes: undefined,
    engineKilobytes: undefined,
  };
  const look = () => {
    for (const { pid, kind } of processesIn(folder)) peaks[kind] = Math.max(peaks[kind] ?? 0, peakOf(pid));
  };
  const timer = setInterval(look, INTERVAL_MS);
  return {
    end() {
      clearInterval(timer);
      return peaks;
    },
  };
}

function processesIn(folder: string): { pid: string; kind: keyof Peaks }[] {
  const kinds = Object.keys(commands) as (keyof Peaks)[];
  return entries("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    const command = orEmpty(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"));
    const kind = kinds.find((name) => commands[name].test(command));
    return kind !== undefined && orEmpty(() => readlinkSync(`/proc/${pid}/cwd`)) === folder ? [{ pid, kind }] : [];
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
