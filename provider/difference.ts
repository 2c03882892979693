/** What `pulumi preview` calls a change. Pure but for the one look-up that keeps a doubt from destroying. */
import { plainProperties, sponsorKinds } from "./organization";
import { declaredOf, recordedOf, type Values } from "./recorded";
import { isSameSet } from "./sponsors";
import { type FindTenant, matchSources, relationOf, settleSources } from "./swap";
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
  const plainChange = plainProperties.some((name) => declared[name] !== recorded[name]);
  const { stored } = recorded;
  if (isIdentityUnknown(inputs["identitySources"])) {
    const known = matchSources(declared.identitySources, stored, recorded.resolutions);
    return known.pairs.length > 0 ? {} : { ...replacement };
  }
  const relation = relationOf(await settleSources(declared.identitySources, stored, recorded.resolutions, findTenant));
  if (relation === "different") return { ...replacement };
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
