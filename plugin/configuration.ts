/** The settings of a provider: the stack's configuration for the default one, its own arguments for an explicit one. */

import { isDeepStrictEqual } from "node:util";
import { CheckFailure, CheckResponse, DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Config } from "../provider/calls";
import type { Values } from "../provider/organization/recorded";
import { containsUnknown } from "../provider/organization/unknown";
import { isSecret, refusalOf, refusalOfStack } from "../provider/settings/explicit";
import { readSettings } from "../provider/settings/settings";
import { pack, unpack } from "./message";

/** What the engine itself puts among the settings. */
const enginesOwn = /^(__.*|version|pluginDownloadURL)$/;

/** By the URN, which older engines leave out: the engine's own name for a default provider is `default`, with its version. */
export function isExplicit(urn = ""): boolean {
  return urn !== "" && !/::default(_\d+_\d+_\d+.*)?$/.test(urn);
}

/** Python and Node send numbers and truth values as text, YAML and Go as what they are. */
export function configOf(args: Values, isOwn: boolean): Config {
  return (key) => {
    if (key === "connectedorgs:explicit") return String(isOwn);
    const [namespace, name = ""] = key.split(":");
    const value = namespace === "connectedorgs" ? args[name] : undefined;
    return value === undefined || value === null ? undefined : String(value);
  };
}

/** Refuses in preview what is misspelt or wrong, and makes secret what must not stand in clear in a state. */
export function checkConfiguration(urn: string, news: Struct | undefined): CheckResponse {
  const { values, secrets } = unpack(news);
  const named = Object.keys(values).filter((name) => !enginesOwn.test(name));
  const isOwn = isExplicit(urn);
  const refused = named.flatMap((name) => (isOwn ? refusalOf(name, values[name]) : refusalOfStack(name)) ?? []);
  const reasons = refused.length > 0 || containsUnknown(values) ? refused : wrongSettings(values, isOwn);
  return (
    new CheckResponse()
      .setInputs(pack(values, [...secrets, ...named.filter(isSecret)]))
      // Without a property, whose value the engine would print, secret or not.
      .setFailuresList(reasons.map((reason) => new CheckFailure().setReason(reason)))
  );
}

function wrongSettings(values: Values, isOwn: boolean): string[] {
  try {
    readSettings({ environment: process.env, config: configOf(values, isOwn) });
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Another setting never replaces a provider, which would replace all that it manages. */
export function compareConfiguration(olds: Struct | undefined, news: Struct | undefined): DiffResponse {
  const [before, after] = [unpack(olds).values, unpack(news).values];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  return new DiffResponse().setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(changed);
}
