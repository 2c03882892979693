// What the report says in each of its forms.
import { count } from "../count";
import type { Drift } from "./drift";

export const mostFailures = 10;
/** A failure names so many of the resources that it stopped. */
export const mostTasks = 3;

/** @param show makes foreign text harmless */
export function headline({ stack, differences, failures, known }: Drift, show: (text: string) => string): string {
  const where = stack === undefined ? "" : ` in stack ${show(stack)}`;
  if (failures.length > 0) return `Drift could not be determined${where}`;
  const drifted = new Set(differences.map(({ what, name }) => `${what} ${name}`)).size;
  const [no, some] = known ? ["No new drift", "New drift"] : ["No drift", "Drift"];
  if (drifted === 0) return `${no}${where}`;
  return `${some}${where}: ${count(drifted, "resource")} ${drifted === 1 ? "is" : "are"} not as declared`;
}

/** What stands below the differences, or in their place. @param command how a command is shown */
export function conclusion({ looked, differences, known = 0 }: Drift, command: (text: string) => string): string {
  const advice = `${command("pulumi up --refresh")} restores what is declared. To keep what was found, declare it with ${command("connectedorgs accept")}.`;
  const before = known > 0 ? ` ${count(known, "difference")} ${known === 1 ? "was" : "were"} reported before.` : "";
  return `${differences.length > 0 ? advice : `${count(looked, "resource")} checked.`}${before}`;
}
