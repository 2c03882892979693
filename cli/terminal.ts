// What a command needs of its surroundings, so that tests can run it in process.
import { asCodePoint } from "../provider/errors";
import { redact } from "../provider/redact";

export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Replaces the progress shown before; only there when a person watches. */
  progress?(text: string): void;
  /** Resolves when the command is asked to end, as by Ctrl+C. */
  stopped(): Promise<void>;
  /** Asks a person for yes or no; not there when nobody can answer. */
  confirm?(question: string): Promise<boolean>;
}

/**
 * The terminal without what a service's text could do to it: show a secret, move the cursor, or begin a command of a
 * pipeline (`::error::` in GitHub Actions, `##vso[` in Azure Pipelines).
 */
export function guarded(terminal: Terminal): Terminal {
  const { progress } = terminal;
  return {
    ...terminal,
    out: (line) => terminal.out(harmless(line)),
    err: (line) => terminal.err(harmless(line)),
    ...(progress && { progress: (text) => progress(harmless(text)) }),
  };
}

function harmless(text: string): string {
  return redact(text)
    .replace(/[^\P{Cc}\n\t]/gu, asCodePoint)
    .replace(/^(\s*)(::|##\[|##vso\[)/gm, "$1. $2");
}

/** Signals are caught only for a command that waits for them; the others end as usual. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

async function confirm(question: string): Promise<boolean> {
  const { createInterface } = require("node:readline/promises") as typeof import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // Without an answer, as after Ctrl+C, the question would never settle.
    const given = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
    return /^y(es)?$/i.test((await Promise.race([lines.question(`${question} [y/N] `), given])).trim());
  } finally {
    lines.close();
  }
}

function showProgress(text: string): void {
  process.stderr.write(`\r\u001b[K${text}`);
}

export function processTerminal(): Terminal {
  return {
    out: console.log,
    err: console.error,
    stopped: waitForSignal,
    ...(process.stderr.isTTY && { progress: showProgress }),
    ...(process.stdin.isTTY && process.stdout.isTTY && { confirm }),
  };
}
