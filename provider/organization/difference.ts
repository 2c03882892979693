/** What `pulumi preview` calls a change. Pure but for the one look-up that keeps a doubt from destroying. */

import type { FindTenant } from "./identity";
import type { Source } from "./identity-source";
import { isSameSet, plainProperties, sponsorKinds } from "./organization";
import { declaredOf, onRecord, recordedOf, type Values } from "./recorded";
import { matchSources, settleSources } from "./swap";
import { containsUnknown } from "./unknown";

/** The host's answer; `changes` left out lets the engine compare the inputs and show each property. */
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
  // Whatever the service stores, a program that still declares what it did before replaces nothing.
  const mayBeAnother = relation === "different" || recorded.stored.length === 0;
  if (mayBeAnother && (await settle(onRecord(recorded))).relation === "different") {
    // After a failure the engine holds the new inputs already, and would find no difference between them.
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
