// What the probe found: for each switch of the emulator a position and the evidence, or why there is none.

import { parseSwitch, type Switches, type SwitchName, switchNames, switchTable } from "../../emulator";
import { wrap } from "../layout";

interface Finding {
  readonly name: SwitchName;
  /** Missing when the question is not settled. */
  readonly value?: Switches[SwitchName];
  /** What was seen, or why nothing was. */
  readonly seen: string;
}

export class Findings {
  readonly #found = new Map<SwitchName, Finding>();

  /** A value without a position stays unsettled, because the emulator cannot imitate it. */
  settle(name: SwitchName, value: unknown, seen: string): void {
    try {
      const position = parseSwitch(name, value)[name];
      if (position !== undefined) this.#found.set(name, { name, value: position, seen });
    } catch {
      this.leave([name], `${seen}, for which the emulator has no position`);
    }
  }

  leave(names: readonly SwitchName[], why: string): void {
    for (const name of names) if (!this.#found.has(name)) this.#found.set(name, { name, seen: why });
  }

  value<Name extends SwitchName>(name: Name): Switches[Name] | undefined {
    return this.#found.get(name)?.value as Switches[Name] | undefined;
  }

  /** In the order of the emulator's table. */
  list(): Finding[] {
    return switchNames.flatMap((name) => this.#found.get(name) ?? []);
  }

  profile(): Partial<Switches> {
    return Object.fromEntries(
      this.list().flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    ) as Partial<Switches>;
  }
}

/** What a person wants to know at the end: how much is known, and what the emulator would do otherwise. */
export function summarize(findings: Findings): string {
  const all = findings.list();
  const settled = all.filter(({ value }) => value !== undefined);
  const unlike = settled.filter(({ name, value }) => value !== switchTable[name].default);
  const positions = unlike.map(({ name, value }) => `${name}=${value}`).join(", ");
  const differs =
    unlike.length === 0 ? "All are the emulator's defaults." : `Unlike the emulator's defaults: ${positions}.`;
  return wrap(`${settled.length} of ${all.length} questions are settled. ${settled.length > 0 ? differs : ""}`.trim());
}

/** The question as the emulator's table asks it, and the answer. */
export function describeFinding({ name, value, seen }: Finding): string {
  const answer = value === undefined ? "not settled" : String(value);
  const reason = value === undefined ? "because" : "seen";
  return [
    `${name}: ${answer}`,
    `    question: ${wrap(switchTable[name].about, 14)}`,
    `    ${reason}: ${wrap(seen, reason.length + 6)}`,
  ].join("\n");
}
