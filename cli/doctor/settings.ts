// The settings, and where each was found. The values of secrets are never read.
import { describeCredential } from "../../provider/settings/credential";
import {
  collectSettings,
  merge,
  type Setting,
  type SettingName,
  type SettingSources,
  settingNames,
  variableOf,
} from "../../provider/settings/setting-value";
import { readSettings, type Settings } from "../../provider/settings/settings";
import { notRead } from "../stack";
import { failed, type Line, ok } from "./line";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns no settings if they are wrong or incomplete; the lines then say why. */
export function inspectSettings(
  sources: SettingSources,
  stack: string | undefined,
): { lines: Line[]; settings?: Settings } {
  let origin = "";
  try {
    origin = describeOrigins(Object.keys(merge(collectSettings(sources))) as SettingName[], sources);
    const settings = readSettings(sources);
    const { graphEndpoint, apiVersion, authorityHost, credential } = settings;
    const lines = [ok("settings", `Graph ${graphEndpoint} ${apiVersion}, sign-in at ${authorityHost}; ${origin}`)];
    if (credential) lines.push(ok("credential", describeCredential(credential)));
    return { lines, settings };
  } catch (error) {
    const line = failed("settings", "reading the settings", error, "the configured identity");
    const rest = stack === undefined ? ` ${notRead}` : "";
    return { lines: [{ ...line, found: `${line.found}${origin && ` Found: ${origin}.`}${rest}` }] };
  }
}

function describeOrigins(names: readonly SettingName[], sources: SettingSources): string {
  if (names.length === 0) return "no settings";
  return names.map((name) => `${name} from ${originOf(name, sources)}`).join(", ");
}

function originOf(name: SettingName, { environment, config }: SettingSources): string {
  const { variables = [], azuread }: Setting = settingNames[name];
  const ofStack = (key: string) => [`stack configuration ${key}`, config(key)] as const;
  const ofEnvironment = (variable: string) => [variable, environment[variable]] as const;
  const ofNamed = (variable = "") => ofEnvironment(variable.trim());
  const naming = `${name}Variable` as SettingName;
  const candidates = [
    ofEnvironment(variableOf(name)),
    ofNamed(environment[variableOf(naming)]),
    ofStack(`connectedorgs:${name}`),
    ofNamed(config(`connectedorgs:${naming}`)),
    ...variables.map(ofEnvironment),
    ...(azuread ? [ofStack(`azuread:${name}`)] : []),
  ];
  const [origin] = candidates.find(([, value]) => value?.trim()) ?? [variableOf(name)];
  return origin;
}
