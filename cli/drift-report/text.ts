// The drift report for logs: lines of at most 80 columns, in which nothing foreign acts.
import { oneLine, printable, quote } from "../../provider/errors";
import { count } from "../count";
import { wrap } from "../layout";
import type { Difference, Drift } from "./drift";
import type { Failure } from "./failure";
import { compareLists } from "./list-difference";
import { conclusion, headline, mostFailures, mostTasks } from "./wording";

export function toText(drift: Drift): string {
  const { differences, failures } = drift;
  const legend = differences.length > 0 ? " (declared => found)" : "";
  const blocks = [wrap(`${headline(drift, printable)}${legend}`)];
  blocks.push(...failures.slice(0, mostFailures).map(showFailure));
  if (failures.length > mostFailures) blocks.push(`and ${count(failures.length - mostFailures, "more failure")}`);
  blocks.push(...byResource(differences));
  if (failures.length === 0) blocks.push(wrap(conclusion(drift, (command) => `"${command}"`)));
  return blocks.join("\n\n");
}

function byResource(differences: readonly Difference[]): string[] {
  const lines = new Map<string, string[]>();
  for (const difference of differences) {
    const name = nameOf(difference);
    lines.set(name, [...(lines.get(name) ?? [name]), showDifference(difference)]);
  }
  return [...lines.values()].map((own) => own.join("\n"));
}

function showFailure({ cause, tasks }: Failure): string {
  const named = tasks.slice(0, mostTasks).map((task) => `  ${wrap(oneLine(task), 4)}`);
  const others = tasks.length > mostTasks ? [`  and ${tasks.length - mostTasks} more`] : [];
  return [wrap(oneLine(cause, 2000)), ...named, ...others].join("\n");
}

function nameOf({ what, name }: Difference): string {
  return `${oneLine(what, 120)} (${oneLine(name, 120)})`;
}

function showDifference({ property, declared, found }: Difference): string {
  if (property === undefined) return "  deleted";
  const head = `${oneLine(property, 120)}:`;
  const lists = compareLists(declared, found);
  if (!lists) return `  ${wrap(`${head} ${show(declared)} => ${show(found)}`, 4)}`;
  const lines = [
    ...lists.declared.map((member) => `- ${show(member)}`),
    ...lists.found.map((member) => `+ ${show(member)}`),
    ...(lists.shared > 0 ? [`(${lists.shared} on both sides)`] : []),
  ];
  return [`  ${head}`, ...lines.map((line) => `    ${wrap(line, 6)}`)].join("\n");
}

function show(value: unknown): string {
  return value === undefined || value === null ? "none" : quote(value);
}
