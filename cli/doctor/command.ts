// `connectedorgs doctor`: checks what the provider needs, one by one.
import { defineCommand } from "../command";
import { wrap } from "../layout";
import { printedJson } from "../printed-json";
import { sourcesWith, stackOption } from "../stack";
import { type Terminal, tellingWaits } from "../terminal";
import { inspectEngine } from "./engine";
import { inspectGraph } from "./graph";
import type { Line } from "./line";
import { inspectSettings } from "./settings";

export const command = defineCommand({
  name: "connectedorgs doctor",
  summary: "check settings, sign-in, permissions, licence, Node and the Pulumi CLI",
  intro:
    "Run it in the folder of your Pulumi program, with the environment that Pulumi would have. It writes nothing to the tenant.",
  options: { stack: stackOption, json: { about: "machine-readable output" } },
  exits: { 0: "no problem", 1: "a problem" },
  async run({ stack, json }, terminal) {
    const { lines, settings } = inspectSettings(await sourcesWith(stack), stack);
    const all = [
      ...lines,
      ...(await inspectGraph(settings, stack, tellingWaits(terminal))),
      ...(await inspectEngine(process.cwd(), process.env)),
    ];
    const isWell = all.every(({ status }) => status !== "problem");
    if (json) terminal.out(printedJson({ ok: isWell, lines: all }));
    else for (const line of all) print(line, terminal);
    return isWell ? 0 : 1;
  },
});

const tones = { ok: undefined, problem: "problem", unknown: "doubt" } as const;

function print({ check, status, found, remedy }: Line, terminal: Terminal): void {
  const head = `${status.padEnd(9)}${check.padEnd(18)}`;
  const arrow = "-> ".padStart(head.length + 3);
  terminal.out(`${head}${wrap(found, head.length)}`, tones[status]);
  if (remedy !== undefined) terminal.out(`${arrow}${wrap(remedy, arrow.length)}`);
}
