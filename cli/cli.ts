#!/usr/bin/env node
// The package's command. Each subcommand is loaded when it is called.
import { suggest, type Terminal, UsageError } from "./usage";

interface Command {
  readonly summary: string;
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  "drift-report": {
    summary: "what a nightly refresh found, as Markdown",
    run: (args, terminal) => {
      const { runDriftReport } = require("./drift-report/command") as typeof import("./drift-report/command");
      return runDriftReport(args, terminal);
    },
  },
  emulator: {
    summary: "a local double of Microsoft Graph's connected organizations",
    run: (args, terminal) => {
      const { runEmulator } = require("./emulator/command") as typeof import("./emulator/command");
      return runEmulator(args, terminal);
    },
  },
  doctor: {
    summary: "whether settings, sign-in, permissions, licence, Node and the engine are as the provider needs them",
    run: (args, terminal) => {
      const { runDoctor } = require("./doctor/command") as typeof import("./doctor/command");
      return runDoctor(args, terminal);
    },
  },
  probe: {
    summary: "what your tenant answers where the documentation is silent, as a profile for the emulator",
    run: (args, terminal) => {
      const { runProbe } = require("./probe/command") as typeof import("./probe/command");
      return runProbe(args, terminal);
    },
  },
  export: {
    summary: "the organizations of a tenant as a Pulumi project and an import file",
    run: (args, terminal) => {
      const { runExport } = require("./export/command") as typeof import("./export/command");
      return runExport(args, terminal);
    },
  },
};

function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(14)}${summary}`);
  return ["Usage: connectedorgs <command> [options]", "", ...lines, "", "  --help, --version"].join("\n");
}

function version(): string {
  const description = require("pulumi-connectedorgs/package.json") as { version: string };
  return description.version;
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h") {
    terminal.out(usage());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    terminal.out(version());
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const what = name.startsWith("-") ? "option" : "command";
    const words = what === "option" ? ["--help", "--version"] : Object.keys(commands);
    throw new UsageError(`Unknown ${what}: ${name}.${suggest(name, words)}\n\n${usage()}`);
  }
  return command.run(rest, terminal);
}

export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    terminal.err(error instanceof Error ? error.message : String(error));
    return error instanceof UsageError ? 2 : 1;
  }
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
    // Without an answer, as after Ctrl+C, the question itself would never end.
    const given = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
    return /^y(es)?$/i.test((await Promise.race([lines.question(`${question} [y/N] `), given])).trim());
  } finally {
    lines.close();
  }
}

function showProgress(text: string): void {
  process.stderr.write(`\r\u001b[K${text}`);
}

if (require.main === module) {
  const terminal: Terminal = {
    out: console.log,
    err: console.error,
    stopped: waitForSignal,
    ...(process.stderr.isTTY && { progress: showProgress }),
    ...(process.stdin.isTTY && process.stdout.isTTY && { confirm }),
  };
  void main(process.argv.slice(2), terminal).then((code) => {
    process.exitCode = code;
  });
}
