/** Settings read from what a test puts where: environment variables, the stack's configuration, a provider's arguments. */
import assert from "node:assert/strict";
import { UserError } from "../../../provider/errors";
import { type SettingName, variableOf } from "../../../provider/settings/setting-value";
import { readSettings, type Settings } from "../../../provider/settings/settings";

export const tenantId = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
export const clientId = "6f0c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c11";
export const app = { tenantId, clientId };
export const secret = "s3cr3t~value";

/** Keyed by environment variables, or by full configuration keys. */
export type Values = Readonly<Record<string, string | undefined>>;
/** Keyed by setting. */
export type Given = Readonly<Partial<Record<SettingName, string>>>;

export const defaults: Settings = {
  credential: undefined,
  tenantId: undefined,
  graphEndpoint: "https://graph.microsoft.com",
  authorityHost: "https://login.microsoftonline.com",
  graphRoot: "https://graph.microsoft.com",
  apiVersion: "v1.0",
  timeoutSeconds: 1200,
  maxConcurrency: 16,
  previewChecks: false,
  protectInUse: "off",
};

export function settings(environment: Values, config: Values = {}): Settings {
  return readSettings({ environment, config: (key) => config[key] });
}

/** Every setting in its `CONNECTEDORGS_` variable. */
export function given(values: Given): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [variableOf(name as SettingName), value]));
}

/** The settings of `new Provider("…", args)` in an environment. */
export function explicit(args: Given, environment: Values = {}): Settings {
  const own = Object.entries(args).map(([name, value]) => [`connectedorgs:${name}`, value]);
  return settings(environment, { "connectedorgs:explicit": "true", ...Object.fromEntries(own) });
}

/** The sentence that refuses these settings, by default those of the environment. */
export function refusal(values: Given, read = (all: Given) => settings(given(all))): string {
  try {
    read(values);
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message;
  }
  return assert.fail("nothing was refused");
}

/** The sentence for a credential of which one part is given and another is not. */
export function missing(part: string, name: SettingName): string {
  return `The setting ${part} is given, but ${name} is missing. Set ${variableOf(name)} or the stack configuration connectedorgs:${name}; with an explicit provider, its argument ${name}.`;
}
