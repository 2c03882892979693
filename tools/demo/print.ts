// Prints the demo: headings, tables and the engine's output; colours only on a terminal.
import { stripVTControlCharacters, styleText } from "node:util";
import { wrap } from "../../cli/layout";
import * as terminal from "../../cli/terminal";
import type { Step } from "./steps";

export const isColoured = terminal.isColoured(process.stdout);

export interface StepResult {
  readonly name: string;
  readonly requests: string;
  readonly seconds: number;
}

type Style = Parameters<typeof styleText>[0];

function paint(style: Style, text: string): string {
  return isColoured ? styleText(style, text) : text;
}

export function announce(number: number, { name, why }: Step): void {
  console.log(`\n${paint(["bold", "cyan"], `== ${number}. ${name}`)}`);
  console.log(`${wrap(why)}\n`);
}

export function printCommand(line: string): void {
  console.log(paint("bold", `$ ${line}`));
}

export function printWait(what: string): void {
  console.log(paint("dim", wrap(`Waiting for ${what} …`)));
}

export function printNote(text: string): void {
  console.log(paint("green", wrap(text)));
}

/** Columns are as wide as their widest cell; the first row is the heading. */
export function table([heading = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = heading.map((_, column) => Math.max(...[heading, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ")}`;
  return [paint("dim", line(heading).trimEnd()), ...rows.map((row) => line(row).trimEnd())].join("\n");
}

const noise = [
  /^@ \w+\.+$/, // the progress dots of a run without a terminal
  /warning: using pulumi-resource-pulumi-nodejs from /, // where the plugin launcher was found
  /^ +pulumi:pulumi:Stack \S+( +running)?( +\d+ warnings?)?$/,
  /^ *(~ )?pulumi:pulumi:Stack: \((same|refresh)\)$/,
  /^ *~ \S+: \(refresh\)$/,
  /^ *\[(id|urn)=/,
  /^Diagnostics:$/,
  /^ +pulumi:pulumi:Stack \(\S+\):$/,
  /^The resources in the stack have been deleted, but/,
  /^If you want to remove the stack completely/,
];

/** The head of a difference with the resource's name, which stands in the URN two lines below, in place of its whole type. */
function nameInstead([head = "", , urn = ""]: readonly string[]): string | undefined {
  const [, indent, mark, type] = /^( *)([~+-]) \S+:(\w+): \((?!refresh)\w+\)$/.exec(head) ?? [];
  const name = /^ *\[urn=.*::(.+)\]$/.exec(urn)?.[1];
  return name === undefined || mark === undefined ? undefined : paint("yellow", `${indent}${mark} ${type} ${name}`);
}

/** The engine's output without the lines that are not about organizations. */
export function withoutNoise(output: string): string {
  const lines = output.split("\n");
  const plain = lines.map((line) => stripVTControlCharacters(line).trimEnd());
  const told = lines
    .map((line, index) => nameInstead(plain.slice(index, index + 3)) ?? line)
    .filter((_, index) => !noise.some((pattern) => pattern.test(plain[index] ?? "")));
  const text = told.map((line) => line.replace(/ \d+ warnings?\s*$/, "").trimEnd()).join("\n");
  return text.replace(/\n{3,}/g, "\n\n").trim();
}

export function printOutput(output: string): void {
  const text = withoutNoise(output);
  console.log(text === "" ? "" : `${text.replace(/^(?=.)/gm, "  ")}\n`);
}

export function printSummary(results: readonly StepResult[]): void {
  console.log(`\n${paint(["bold", "cyan"], "== Summary")}`);
  const rows = results.map(({ name, requests, seconds }, index) => [
    `${index + 1}. ${name}`,
    requests,
    `${seconds.toFixed(1)} s`,
  ]);
  console.log(table([["step", "requests to Graph", "time"], ...rows]));
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
  printNote(`\nAll ${results.length} steps passed in ${total.toFixed(0)} seconds.`);
}
