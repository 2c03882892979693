/** What is refused before anything is sent, because it can only be a mistake: in the arguments of an explicit provider, and in a stack's configuration. */
import { quote } from "../errors";
import { didYouMean, nearest } from "../organization/text-rule";
import {
  contentsRefusal,
  emptyRemedy,
  holdsContents,
  type SettingName,
  secretNames,
  settingNames,
} from "./setting-value";

/** @param value of an output, nothing is known yet: the first operation refuses it */
export function refusalOf(name: string, value: unknown): string | undefined {
  if (!isSetting(name)) return `Unknown argument ${quote(name)}.${meant(name)}`;
  const isMissing = value === undefined || value === null;
  // An identity that is not there would be looked for in the environment, which is somebody else's.
  const isEmpty = isMissing ? "identity" in settingNames[name] : typeof value === "string" && value.trim() === "";
  if (isEmpty) return `The argument ${name} is empty. ${emptyRemedy}`;
  if (typeof value === "string" && holdsContents(name, value)) return `The argument ${name} ${contentsRefusal}`;
  return undefined;
}

/** The rules for the values are the same wherever they are given, and `readSettings` knows them. */
export function refusalOfStack(name: string): string | undefined {
  return isSetting(name) ? undefined : `Unknown setting ${quote(name)}.${meant(name)}`;
}

function meant(name: string): string {
  return didYouMean(nearest(name, Object.keys(settingNames)));
}

/** Never in clear in state. */
export function isSecret(name: string): boolean {
  return isSetting(name) && secretNames.includes(name);
}

function isSetting(name: string): name is SettingName {
  return Object.hasOwn(settingNames, name);
}
