// `connectedorgs doctor`: checks what the provider needs, one by one.
import { defineCommand } from "../command";
import { inspectEngine } from "./engine";
import { inspectGraph } from "./graph";
import type { Line } from "./line";
import { inspectSettings } from "./settings";

export const command = defineCommand({
  name: "connectedorgs doctor",
  summary: "check settings, sign-in, permissions, licence, Node and the Pulumi CLI",
  intro:
    "Run it in the folder of your Pulumi program, with the environment that Pulumi would have; the stack configuration is not read. It writes nothing to the tenant.",
  options: { json: { about: "machine-readable output" } },
  exits: { 0: "no problem", 1: "a problem" },
  async run({ json }, terminal) {
    const { lines, settings } = inspectSettings(process.env);
    const all = [...lines, ...(await inspectGraph(settings)), ...(await inspectEngine(process.cwd(), process.env))];
    const isWell = all.every(({ status }) => status !== "problem");
    if (json) terminal.out(JSON.stringify({ ok: isWell, lines: all }, undefined, 2));
    else for (const line of all) terminal.out(show(line));
    return isWell ? 0 : 1;
  },
});

function show({ check, status, found, remedy }: Line): string {
  const head = `${status.padEnd(9)}${check.padEnd(18)}`;
  return `${head}${found}${remedy === undefined ? "" : `\n${" ".repeat(head.length)}-> ${remedy}`}`;
}
