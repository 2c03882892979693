// `connectedorgs doctor`: what the provider needs, looked at one by one.

import { type Options, readOptionsOr, type Terminal } from "../usage";
import { inspectEngine } from "./engine";
import { inspectGraph } from "./graph";
import type { Line } from "./line";
import { inspectSettings } from "./settings";

const options: Options = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
};

const usage = `Usage: connectedorgs doctor [options]

Looks at settings, sign-in, permissions, licence, Node, the SDK and the engine. Writes nothing to the tenant. Run it in
the folder of your Pulumi program, with the environment that Pulumi would have; the stack configuration is not read.

  --json  for programs
  --help

Ends with 0, or with 1 when something is a problem.`;

export async function runDoctor(args: readonly string[], terminal: Terminal): Promise<number> {
  const values = readOptionsOr(usage, args, options);
  if (values.has("help")) {
    terminal.out(usage);
    return 0;
  }
  const { lines, settings } = inspectSettings(process.env);
  const all = [...lines, ...(await inspectGraph(settings)), ...(await inspectEngine(process.cwd(), process.env))];
  const isWell = all.every(({ status }) => status !== "problem");
  if (values.has("json")) terminal.out(JSON.stringify({ ok: isWell, lines: all }, undefined, 2));
  else for (const line of all) terminal.out(show(line));
  return isWell ? 0 : 1;
}

function show({ check, status, found, remedy }: Line): string {
  const head = `${status.padEnd(9)}${check.padEnd(18)}`;
  return `${head}${found}${remedy === undefined ? "" : `\n${" ".repeat(head.length)}-> ${remedy}`}`;
}
