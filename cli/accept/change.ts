// What somebody changed in the portal, one property of one organization at a time.
import { normalizeSource } from "../../provider/organization/identity-source";
import { plainProperties, sponsorKinds } from "../../provider/organization/organization";
import type { Drift } from "../drift-report/drift";

/** In the order in which programs have them. */
export const properties = [...plainProperties, "identitySources", ...sponsorKinds] as const;
export type Property = (typeof properties)[number];

export interface Change {
  /** The resource's name in the program. */
  readonly name: string;
  /** The organization's declared display name. */
  readonly what: string;
  /** Undefined: the organization is gone. */
  readonly property: Property | undefined;
  /** What the last `up` applied. */
  readonly declared: unknown;
  readonly found: unknown;
}

export function changesIn({ differences }: Drift): Change[] {
  return differences
    .filter(({ isOrganization }) => isOrganization)
    .flatMap(({ name, what, property, declared, found }) => {
      if (property !== undefined && !isProperty(property)) return [];
      return [{ name, what, property, declared, found: withoutNames(found) }];
    });
}

/** The service owns the names of sources, and the engine sorts their properties. */
function withoutNames(found: unknown): unknown {
  if (!Array.isArray(found)) return found;
  return found.map((item) => {
    if (typeof item?.type !== "string") return item;
    const { displayName: _, ...source } = normalizeSource(item);
    return source;
  });
}

function isProperty(name: string): name is Property {
  return (properties as readonly string[]).includes(name);
}
