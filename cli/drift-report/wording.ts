// What the report says in each of its forms.
import type { Drift } from "./drift";

export const mostFailures = 10;
/** A failure names so many of the resources that it stopped. */
export const mostTasks = 3;

/** @param show makes foreign text harmless */
export function headline({ stack, differences, failures }: Drift, show: (text: string) => string): string {
  const where = stack === undefined ? "" : ` in stack ${show(stack)}`;
  if (failures.length > 0) return `Drift could not be determined${where}`;
  const drifted = new Set(differences.map(({ what, name }) => `${what} ${name}`)).size;
  if (drifted === 0) return `No drift${where}`;
  return `Drift${where}: ${count(drifted, "resource")} ${drifted === 1 ? "is" : "are"} not as declared`;
}

/** @param command how a command is shown */
export function advice(command: (text: string) => string): string {
  return `${command("pulumi up --refresh")} restores what is declared. To keep what was found, declare it in the program.`;
}

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
