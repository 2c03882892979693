#!/usr/bin/env node
// The package's command. Each subcommand is loaded when it is called; the usage loads them all.
import { nearest } from "../provider/organization/text-rule";
import { didYouMean } from "./arguments";
import type { Command, ExitCode } from "./command";
import { guarded, processTerminal, type Terminal } from "./terminal";

const commands: Readonly<Record<string, () => Command>> = {
  "drift-report": () => (require("./drift-report/command") as typeof import("./drift-report/command")).command,
  emulator: () => (require("./emulator/command") as typeof import("./emulator/command")).command,
  doctor: () => (require("./doctor/command") as typeof import("./doctor/command")).command,
  probe: () => (require("./probe/command") as typeof import("./probe/command")).command,
  export: () => (require("./export/command") as typeof import("./export/command")).command,
};

export async function main([name, ...rest]: readonly string[], given: Terminal): Promise<ExitCode> {
  const terminal = guarded(given);
  if (name === undefined || name === "--help" || name === "-h") {
    terminal.out(usage());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    terminal.out(version());
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return await load().run(rest, terminal);
  const [what, words] = name.startsWith("-") ? ["option", ["--help", "--version"]] : ["command", Object.keys(commands)];
  terminal.err(`Unknown ${what}: ${name}.${didYouMean(nearest(name, words))}\n\n${usage()}`);
  return 2;
}

function usage(): string {
  const lines = Object.entries(commands).map(([name, load]) => `  ${name.padEnd(14)}${load().summary}`);
  return ["Usage: connectedorgs <command> [options]", "", ...lines, "", "  --help, --version"].join("\n");
}

function version(): string {
  return (require("pulumi-connectedorgs/package.json") as { version: string }).version;
}

if (require.main === module)
  void main(process.argv.slice(2), processTerminal()).then((code) => {
    process.exitCode = code;
  });
