/** Where create and update start: what the service stores of the organization, and what that is to the declared one. */

import { UserError } from "../errors";
import { isUntold } from "../organization/identity";
import { describeSources, isDomain, type Source, sourceKey } from "../organization/identity-source";
import type { Declared, Organization, Sponsors } from "../organization/organization";
import { onRecord, type Recorded, type Seen, type Values, withoutMembers } from "../organization/recorded";
import { type Relation, recognize, settleSources } from "../organization/swap";
import { waits } from "../waits";
import { getCreated } from "./observe";
import { refuseOtherTenant, refuseStranger } from "./ours";
import type { Reach } from "./reach";
import { getSponsors } from "./sponsors";

/** @param sponsors the lists that were read, or are certain */
export async function see(
  { door, findTenant }: Reach,
  live: Organization,
  record: Recorded,
  sponsors: Sponsors,
): Promise<Seen> {
  const recognized = await recognize(record, live.identitySources, findTenant);
  const tenantId = door.connection.tenantId() ?? record.tenantId;
  return { ...recognized, adoptExisting: record.adoptExisting, live, sponsors, tenantId };
}

/** The first read of an organization of our own: what is stored is what the posted source resolved to. */
export async function seeCreated(reach: Reach, id: string, declared: Declared, recorded: Recorded): Promise<Seen> {
  const live = await getCreated(reach.door, id);
  const posted = declared.identitySources.slice(0, 1);
  const [only, ...others] = live.identitySources;
  const isAnswer = only && others.length === 0 && posted.every((source) => mayBeAnswer(source, only));
  const resolutions = isAnswer ? Object.fromEntries(posted.map((source) => [sourceKey(source), sourceKey(only)])) : {};
  const record = { ...recorded, identitySources: posted, resolutions };
  const seen = await see(reach, live, record, withoutMembers(declared.sponsors));
  if (seen.match.missing.length === 0) return seen;
  throw new UserError(
    `Graph was given ${describeSources(posted)}, but stored ${describeSources(live.identitySources)}.`,
    "Declare what it stores, or delete the organization.",
  );
}

/** A domain becomes anything but another domain, and every source what the service does not tell. */
function mayBeAnswer(posted: Source, stored: Source): boolean {
  return isDomain(posted) ? !isDomain(stored) : isUntold(posted, stored);
}

/** Nothing is on record, so a tenant look-up decides whether its sources match the declared ones. */
export async function seeAdopted(reach: Reach, id: string, declared: Declared, recorded: Recorded): Promise<Seen> {
  const live = await reach.door.get(id);
  const seen = await see(reach, live, recorded, {});
  const remedy = "Declare the existing organization's own source, or delete that organization.";
  const remedies = { different: remedy, undecided: remedy };
  refuseAnother(declared.identitySources, live.identitySources, seen.relation, remedies);
  return { ...seen, sponsors: await getSponsors(reach.door, id, declared.sponsors) };
}

/**
 * Nothing where the record is enough. After an operation that did not end it is not, nor where sources are to be
 * changed: those may have been read wrong.
 */
export async function seeBeforeUpdate(
  reach: Reach,
  { id, outputs }: { readonly id: string; readonly outputs: Values },
  declared: Declared,
  recorded: Recorded,
): Promise<Seen | undefined> {
  const { door, findTenant, owners } = reach;
  owners.refuseShared(id, outputs);
  refuseOtherTenant(door, recorded);
  const relationTo = async (sources: readonly Source[]) =>
    (await settleSources(declared.identitySources, sources, recorded.resolutions, findTenant)).relation;
  const isKnown = (await relationTo(recorded.stored)) === "same";
  const isAnother = (await relationTo(onRecord(recorded))) === "different";
  if ((isKnown || isAnother) && !recorded.isUnfinished) return undefined;
  const live = recorded.wasNeverRead ? await getCreated(door, id, waits.consistency) : await door.get(id);
  await refuseStranger(reach, recorded, live);
  return await see(reach, live, recorded, {});
}

/** @throws UserError when the declared sources are not, or may not be, those of the organization */
export function refuseAnother(
  declared: readonly Source[],
  stored: readonly Source[],
  relation: Relation,
  remedies: Readonly<Record<"different" | "undecided", string>>,
): void {
  if (relation === "same" || relation === "overlapping") return;
  const fact =
    relation === "different"
      ? `The declared ${describeSources(declared)} and the stored ${describeSources(stored)} are different organizations.`
      : `Could not determine whether the declared ${describeSources(declared)} is the stored ${describeSources(stored)}.`;
  throw new UserError(fact, remedies[relation]);
}
