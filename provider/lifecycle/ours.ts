/** Whether what was found under an id is the organization that the state means. */

import { oneLine, UserError } from "../errors";
import type { Door } from "../graph/door";
import { describeSources } from "../organization/identity-source";
import type { Organization } from "../organization/organization";
import { type Recorded, sourcesOf } from "../organization/recorded";
import { settleSources } from "../organization/swap";
import type { Reach } from "./reach";

/** Whatever is missing in one tenant says nothing about another. */
export function refuseOtherTenant(door: Door, recorded: Recorded): void {
  const error = otherTenant(door, recorded);
  if (error) throw error;
}

/** Nothing while the organization may be in the tenant of the caller. */
export function otherTenant({ connection }: Door, { tenantId }: Recorded): UserError | undefined {
  const actual = connection.tenantId();
  if (tenantId === undefined || actual === undefined || tenantId === actual) return undefined;
  return new UserError(
    `The state belongs to tenant ${tenantId}, but ${connection.signedInAs} belongs to tenant ${actual}.`,
    "Check the settings tenantId, clientId and those of the credential, or select the stack of this tenant.",
  );
}

/** An id that was mistyped in a state or import file leads to somebody else's organization, of another origin. */
export async function refuseStranger(reach: Reach, recorded: Recorded, live: Organization): Promise<void> {
  const { createdDateTime } = recorded;
  const isOurs = recorded.wasNeverRead || instantOf(createdDateTime) === instantOf(live.stamps["createdDateTime"]);
  if (isOurs || !(await isCertainlyAnother(reach, recorded, live))) return;
  throw isNotOurs(recorded, live, "Correct the id in the state or the import file.");
}

/** Graph leaves out the zeros at the end of a fraction. */
function instantOf(stamp = ""): number | string {
  const instant = Date.parse(stamp);
  return Number.isNaN(instant) ? stamp : instant;
}

export async function isCertainlyAnother(
  { findTenant }: Reach,
  recorded: Recorded,
  live: Organization,
): Promise<boolean> {
  return (
    (await settleSources(sourcesOf(recorded), live.identitySources, recorded.resolutions, findTenant)).relation ===
    "different"
  );
}

export function isNotOurs({ stored, identitySources }: Recorded, live: Organization, remedy: string): UserError {
  const recorded = describeSources(stored.length > 0 ? stored : identitySources);
  return new UserError(
    `Graph stores ${describeSources(live.identitySources)} for the organization ${oneLine(live.id)}, but the state records ${recorded}.`,
    remedy,
  );
}
