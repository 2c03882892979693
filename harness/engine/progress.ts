// Shows progress: a running clock on a terminal, a line every 30 seconds in a log.
const TERMINAL_TICK_MS = 1000;
const LOG_TICK_MS = 30_000;

export interface ProgressSink {
  isTTY?: boolean | undefined;
  write(text: string): unknown;
}

export async function withProgress<T>(
  what: string,
  work: () => Promise<T>,
  sink: ProgressSink = process.stderr,
): Promise<T> {
  const started = Date.now();
  const elapsed = (): string => duration(Date.now() - started);
  sink.write(`engine: ${what}\n`);
  const tick = (): unknown =>
    sink.write(sink.isTTY ? `\rengine: ${elapsed()} so far ` : `engine: still running after ${elapsed()}\n`);
  const timer = setInterval(tick, sink.isTTY ? TERMINAL_TICK_MS : LOG_TICK_MS);
  try {
    const result = await work();
    sink.write(`${sink.isTTY ? "\r" : ""}engine: done in ${elapsed()}        \n`.replace(/ +\n$/, "\n"));
    return result;
  } finally {
    clearInterval(timer);
  }
}

export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
