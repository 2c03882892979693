// What a command needs of its surroundings, so that tests can run it in process.
import { styleText } from "node:util";
import { asCodePoint } from "../provider/errors";
import { redact } from "../provider/redact";

/** What a line tells beside its words: a colour, where a person watches. */
export type Tone = "problem" | "doubt";

export interface Terminal {
  out(line: string, tone?: Tone): void;
  err(line: string, tone?: Tone): void;
  /** Replaces the progress shown before; only there when a person watches. */
  progress?(text: string): void;
  /** Resolves when the command is asked to end, as by Ctrl+C. */
  stopped(): Promise<void>;
  /** Asks a person for yes or no; not there when nobody can answer. */
  confirm?(question: string): Promise<boolean>;
}

/**
 * The terminal without what a service's text could do to it: show a secret, move the cursor, or begin a command of a
 * pipeline (`::error::` in GitHub Actions; anywhere in a line `##vso[` of Azure Pipelines, and `##[add-mask]` of GitHub
 * Actions: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
 */
export function guarded(terminal: Terminal): Terminal {
  const { progress } = terminal;
  return {
    ...terminal,
    out: (line, tone) => terminal.out(harmless(line), tone),
    err: (line, tone) => terminal.err(harmless(line), tone),
    ...(progress && { progress: (text) => progress(harmless(text)) }),
  };
}

function harmless(text: string): string {
  return redact(text)
    .replace(/[^\P{Cc}\n\t]/gu, asCodePoint)
    .replace(/##(?=(?:vso)?\[)/gi, "## ")
    .replace(/^(\s*)(?=::)/gm, "$1. ");
}

/** Says what a command waits for, on a line of its own. */
export function tellingWaits({ progress, err }: Terminal): (line: string) => void {
  return (line) => {
    progress?.("");
    err(line);
  };
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

/** Colours are for a person's eyes, and not against their will: https://no-color.org */
export function isColoured({ isTTY }: { readonly isTTY?: boolean }, environment = process.env): boolean {
  return isTTY === true && !environment["NO_COLOR"] && environment["TERM"] !== "dumb";
}

const colours = { problem: "red", doubt: "yellow" } as const satisfies Record<Tone, string>;

function coloured(line: string, tone: Tone | undefined, stream: NodeJS.WriteStream): string {
  // Later versions of Node would look at the standard output, whatever the stream.
  return tone && isColoured(stream) ? styleText(colours[tone], line, { validateStream: false }) : line;
}

export function processTerminal(): Terminal {
  return {
    out: (line, tone) => console.log(coloured(line, tone, process.stdout)),
    err: (line, tone) => console.error(coloured(line, tone, process.stderr)),
    stopped: waitForSignal,
    ...(process.stderr.isTTY && { progress: showProgress }),
    ...(process.stdin.isTTY && process.stdout.isTTY && { confirm }),
  };
}
