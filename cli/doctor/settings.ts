// The settings in the environment, and where each was found. The values of secrets are never read.
import { describeCredential } from "../../provider/settings/credential";
import {
  collectSettings,
  merge,
  type SettingName,
  settingNames,
  variableOf,
} from "../../provider/settings/setting-value";
import { readSettings, type Settings } from "../../provider/settings/settings";
import { failed, type Line, ok } from "./line";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns no settings if they are wrong or incomplete; the lines then say why. */
export function inspectSettings(environment: Environment): { lines: Line[]; settings?: Settings } {
  const sources = { environment, config: () => undefined };
  const found = Object.keys(merge(collectSettings(sources))) as SettingName[];
  const origin = describeOrigins(found, environment);
  try {
    const settings = readSettings(sources);
    const { graphEndpoint, apiVersion, authorityHost, credential } = settings;
    const lines = [ok("settings", `Graph ${graphEndpoint} ${apiVersion}, sign-in at ${authorityHost}; ${origin}`)];
    if (credential) lines.push(ok("credential", describeCredential(credential)));
    return { lines, settings };
  } catch (error) {
    const line = failed("settings", "reading the settings", error, "the configured identity");
    return { lines: [{ ...line, found: `${line.found} From the environment: ${origin}.` }] };
  }
}

function describeOrigins(names: readonly SettingName[], environment: Environment): string {
  if (names.length === 0) return "no settings in the environment";
  return names.map((name) => `${name} from ${originOf(name, environment)}`).join(", ");
}

function originOf(name: SettingName, environment: Environment): string {
  const setting = settingNames[name];
  const candidates: readonly string[] = [variableOf(name), ...("variables" in setting ? setting.variables : [])];
  return candidates.find((variable) => environment[variable]?.trim()) ?? variableOf(name);
}
