/** An emulated tenant and the probe in one process, on a clock that no test waits for. */

import { type Probed, probeTenant } from "../../cli/probe/run";
import type { Inputs } from "../../cli/probe/survey";
import { openTenant } from "../../cli/probe/tenant";
import { createEmulator, type Emulator, type EmulatorOptions, type Switches, type SwitchName } from "../../emulator";
import { readSettings } from "../../provider/settings/settings";
import { ids } from "../emulator/client";
import { TestClock } from "../support/world";

export const endpoint = "https://graph.microsoft.com";
export const inputs: Inputs = {
  tenantId: ids.wingtip,
  domainWithTenant: "fabrikam.com",
  sponsor: ids.adele,
  ownTenant: ids.own,
};

export interface Probing {
  readonly inputs?: Inputs;
  readonly requests?: number;
  readonly seconds?: number;
  readonly signal?: AbortSignal;
  readonly transport?: typeof fetch;
}

export async function probing(emulator: Emulator, options: Probing = {}): Promise<Probed> {
  const clock = new TestClock();
  const environment = { CONNECTEDORGS_ACCESS_TOKEN: "token-of-the-probe" };
  const settings = readSettings({ environment, config: () => undefined });
  const { requests = 1000, seconds = 3600, signal = new AbortController().signal } = options;
  return await probeTenant({
    tenant: openTenant(settings, { clock, transport: options.transport ?? emulator.fetch }),
    budget: { requests, deadline: clock.now() + seconds * 1000, signal },
    cleaning: () => ({
      requests: 1000,
      deadline: clock.now() + 3_600_000,
      signal: new AbortController().signal,
    }),
    id: "0a1b2c3d",
    inputs: options.inputs ?? inputs,
    progress: () => undefined,
  });
}

export async function probeOf(options: EmulatorOptions, more: Probing = {}) {
  const emulator = createEmulator(options);
  const outcome = await probing(emulator, more);
  const open = outcome.findings.list().flatMap(({ name, value }) => (value === undefined ? [name] : []));
  return { emulator, outcome, open, profile: outcome.findings.profile() };
}

/** The emulator's switches that a profile has. */
export function standing(emulator: Emulator, profile: Partial<Switches>): Partial<Switches> {
  const names = Object.keys(profile) as SwitchName[];
  return Object.fromEntries(names.map((name) => [name, emulator.switches[name]]));
}

export function leftIn({ portal }: Emulator): (string | null)[] {
  return portal.list().map(({ displayName }) => displayName);
}
