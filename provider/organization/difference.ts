/** What `pulumi preview` reports as a change. Pure except for one look-up, which prevents a replacement on doubt. */

import type { FindTenant } from "./identity";
import type { Source } from "./identity-source";
import { isSameSet, plainProperties, sponsorKinds } from "./organization";
import { declaredOf, onRecord, recordedOf, type Values } from "./recorded";
import { matchSources, settleSources } from "./swap";
import { containsUnknown } from "./unknown";

/** The answer to the host; without `changes`, the engine compares the inputs itself and shows each property. */
export interface Difference {
  changes?: boolean;
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}

const replacement: Difference = { replaces: ["identitySources"], deleteBeforeReplace: true };

export async function compare(outputs: Values, inputs: Values, findTenant: FindTenant): Promise<Difference> {
  const recorded = recordedOf(outputs);
  const declared = declaredOf(inputs);
  const settle = async (sources: readonly Source[]) =>
    await settleSources(declared.identitySources, sources, recorded.resolutions, findTenant);
  if (isIdentityUnknown(inputs["identitySources"])) {
    const known = matchSources(declared.identitySources, recorded.stored, recorded.resolutions);
    return known.pairs.length > 0 ? {} : { ...replacement };
  }
  const { relation } = await settle(recorded.wasNeverRead ? onRecord(recorded) : recorded.stored);
  // A program that declares the same as before never replaces, whatever the service stores.
  const mayBeAnother = relation === "different" || recorded.stored.length === 0;
  if (mayBeAnother && (await settle(onRecord(recorded))).relation === "different") {
    // After a failure, the engine already holds the new inputs and would find no difference.
    return recorded.isUnfinished ? { changes: true, ...replacement } : { ...replacement };
  }
  const plainChange = plainProperties.some((name) => declared[name] !== recorded[name]);
  const sponsorChange = sponsorKinds.some(
    (kind) => containsUnknown(inputs[kind]) || !isSameSet(declared.sponsors[kind], recorded.sponsors[kind]),
  );
  return plainChange || sponsorChange || relation !== "same" ? {} : { changes: false };
}

function isIdentityUnknown(sources: unknown): boolean {
  if (!Array.isArray(sources)) return containsUnknown(sources);
  return sources.some((source) =>
    containsUnknown(typeof source === "object" ? { ...source, displayName: "" } : source),
  );
}
