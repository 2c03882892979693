#!/usr/bin/env node
// The package's command. Each subcommand is loaded when it is called; the usage loads them all.
import { didYouMean, nearest } from "../provider/organization/text-rule";
import { type Command, type ExitCode, refuse } from "./command";
import { guarded, processTerminal, type Terminal } from "./terminal";
import { overview } from "./usage";

/** In the order in which a new user needs them. */
const commands: Readonly<Record<string, () => Command>> = {
  doctor: () => (require("./doctor/command") as typeof import("./doctor/command")).command,
  export: () => (require("./export/command") as typeof import("./export/command")).command,
  estate: () => (require("./estate/command") as typeof import("./estate/command")).command,
  "drift-report": () => (require("./drift-report/command") as typeof import("./drift-report/command")).command,
  accept: () => (require("./accept/command") as typeof import("./accept/command")).command,
  emulator: () => (require("./emulator/command") as typeof import("./emulator/command")).command,
  probe: () => (require("./probe/command") as typeof import("./probe/command")).command,
};

export async function main([name, ...rest]: readonly string[], given: Terminal): Promise<ExitCode> {
  const terminal = guarded(given);
  if (name === undefined) return refuse(usage(), "A command must be provided.", terminal);
  if (["help", "--help", "-h"].includes(name)) return await help(rest, terminal);
  if (name === "--version" || name === "-V") {
    terminal.out(version());
    return 0;
  }
  const load = own(commands, name);
  return load ? await load().run(rest, terminal) : refuseUnknown(name, Object.keys(commands), terminal);
}

async function help([name]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { topics } = loadTopics();
  const load = own(commands, name ?? "");
  const topic = own(topics, name ?? "");
  if (load) return await load().run(["--help"], terminal);
  if (name !== undefined && !topic)
    return refuseUnknown(name, [...Object.keys(commands), ...Object.keys(topics)], terminal);
  terminal.out(topic ? topic.show() : usage());
  return 0;
}

function refuseUnknown(name: string, words: readonly string[], terminal: Terminal): ExitCode {
  const isOption = name.startsWith("-");
  const meant = nearest(name, isOption ? ["--help", "--version"] : words);
  return refuse(usage(), `Unknown ${isOption ? "option" : "command"}: ${name}.${didYouMean(meant)}`, terminal);
}

function own<T>(all: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(all, name) ? all[name] : undefined;
}

function loadTopics() {
  return require("./topics") as typeof import("./topics");
}

function usage(): string {
  const { topics } = loadTopics();
  return overview({
    commands: Object.entries(commands).map(([name, load]) => [name, load().summary]),
    topics: Object.entries(topics).map(([name, { summary }]) => [name, summary]),
  });
}

function version(): string {
  return (require("pulumi-connectedorgs/package.json") as { version: string }).version;
}

if (require.main === module)
  void main(process.argv.slice(2), processTerminal()).then((code) => {
    process.exitCode = code;
  });
