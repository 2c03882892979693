/** What `pulumi preview` reports as a change. Pure except for one look-up, which prevents a replacement on doubt. */

import { type ChangedPath, changedPaths } from "./changed-path";
import type { FindTenant } from "./identity";
import type { Source } from "./identity-source";
import { isSameSet, plainProperties, sponsorKinds } from "./organization";
import { declaredOf, onRecord, recordedOf, type Values } from "./recorded";
import { matchSources, type Resolutions, settleSources } from "./swap";
import { containsUnknown } from "./unknown";

/** The answer to the engine; without `changes`, the dynamic host's compares the inputs itself and shows each property. */
export interface Difference {
  changes?: boolean;
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}

export interface Comparison {
  readonly difference: Difference;
  /** Where the difference is; empty where there is none. */
  readonly paths: readonly ChangedPath[];
}

const replacement: Difference = { replaces: ["identitySources"], deleteBeforeReplace: true };

export async function compare(outputs: Values, inputs: Values, findTenant: FindTenant): Promise<Comparison> {
  const recorded = recordedOf(outputs);
  const declared = declaredOf(inputs);
  const { stored } = recorded;
  const settle = async (sources: readonly Source[]) =>
    await settleSources(declared.identitySources, sources, recorded.resolutions, findTenant);
  const differ = (difference: Difference, resolutions: Resolutions, areSame = false): Comparison => ({
    difference,
    paths: changedPaths(outputs, inputs, { stored, resolutions, areSame }),
  });
  if (isIdentityUnknown(inputs["identitySources"])) {
    const known = matchSources(declared.identitySources, stored, recorded.resolutions);
    return differ(known.pairs.length > 0 ? {} : { ...replacement }, recorded.resolutions);
  }
  const { relation, resolutions } = await settle(recorded.wasNeverRead ? onRecord(recorded) : stored);
  // A program that declares the same as before never replaces, whatever the service stores.
  const mayBeAnother = relation === "different" || stored.length === 0;
  if (mayBeAnother && (await settle(onRecord(recorded))).relation === "different") {
    // After a failure, the engine already holds the new inputs and would find no difference.
    return differ(recorded.isUnfinished ? { changes: true, ...replacement } : { ...replacement }, resolutions);
  }
  const plainChange = plainProperties.some((name) => declared[name] !== recorded[name]);
  const sponsorChange = sponsorKinds.some(
    (kind) => containsUnknown(inputs[kind]) || !isSameSet(declared.sponsors[kind], recorded.sponsors[kind]),
  );
  if (plainChange || sponsorChange || relation !== "same") return differ({}, resolutions, relation === "same");
  return { difference: { changes: false }, paths: [] };
}

function isIdentityUnknown(sources: unknown): boolean {
  if (!Array.isArray(sources)) return containsUnknown(sources);
  return sources.some((source) =>
    containsUnknown(typeof source === "object" ? { ...source, displayName: "" } : source),
  );
}
