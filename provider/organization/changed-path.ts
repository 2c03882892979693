/** Which properties, and which elements of a list, a preview shows as changed. */

import { isDeepStrictEqual } from "node:util";
import { normalizeSource, type Source, sourceKey } from "./identity-source";
import { plainProperties, sponsorKinds } from "./organization";
import { declaredOf, type Values } from "./recorded";
import { matchSources, type Resolutions } from "./swap";
import { containsUnknown } from "./unknown";

export interface ChangedPath {
  /** As Pulumi writes it, such as `identitySources[1]`: what is deleted by its former index, the rest by the new one. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
}

/** What is known of the sources. */
export interface KnownSources {
  readonly stored: readonly Source[];
  readonly resolutions: Resolutions;
  readonly areSame: boolean;
}

export function changedPaths(outputs: Values, inputs: Values, sources: KnownSources): ChangedPath[] {
  const [before, after] = [declaredOf(outputs), declaredOf(inputs)];
  const plain = plainProperties
    .filter((name) => before[name] !== after[name])
    .map((path) => ({ path, kind: outputs[path] === undefined ? ("add" as const) : ("update" as const) }));
  const sponsors = sponsorKinds.flatMap((name) => changedList(name, outputs[name], inputs[name], isDeepStrictEqual));
  return [...plain, ...(sources.areSame ? [] : changedSources(outputs, inputs, sources)), ...sponsors];
}

function changedSources(outputs: Values, inputs: Values, { stored, resolutions }: KnownSources): ChangedPath[] {
  const path = "identitySources";
  const storedAs = (source: Source) => matchSources([source], stored, resolutions).pairs[0]?.[1];
  const isSame = (before: unknown, after: unknown) => {
    if (!isKnown(before) || !isKnown(after)) return false;
    const [left, right] = [normalizeSource(before), normalizeSource(after)];
    const common = storedAs(left);
    return sourceKey(left) === sourceKey(right) || (common !== undefined && common === storedAs(right));
  };
  const changed = changedList(path, outputs[path], inputs[path], isSame);
  return changed.length > 0 ? changed : [{ path, kind: "update" }];
}

function isKnown(source: unknown): source is Source {
  return (
    typeof (source as Source | null)?.type === "string" && !containsUnknown({ ...(source as Source), displayName: "" })
  );
}

function changedList(
  path: string,
  before: unknown,
  after: unknown,
  isSame: (before: unknown, after: unknown) => boolean,
): ChangedPath[] {
  if (!Array.isArray(before) || !Array.isArray(after)) {
    if (isDeepStrictEqual(before, after)) return [];
    return [{ path, kind: before === undefined ? "add" : after === undefined ? "delete" : "update" }];
  }
  const isGone = before.map((item) => !after.some((other) => isSame(item, other)));
  const isNew = after.map((item) => !before.some((other) => isSame(other, item)));
  const kinds = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => {
    if (isGone[index]) return isNew[index] ? "update" : "delete";
    return isNew[index] ? "add" : undefined;
  });
  return kinds.flatMap((kind, index) => (kind ? [{ path: `${path}[${index}]`, kind }] : []));
}
