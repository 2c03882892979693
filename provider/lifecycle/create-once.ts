/** The one POST that must neither be repeated blindly nor leave an organization that nobody knows of. */

import { UserError } from "../errors";
import type { Door } from "../graph/door";
import { GraphFailure } from "../graph/failure";
import { poll, remaining } from "../operation";
import { describeSources, isDomain } from "../organization/identity-source";
import { type Declared, type Organization, organizationToGraph } from "../organization/organization";
import { waits } from "../waits";
import { describeOrganization, findByIdentity, findEverywhere, findOwn, listMatching } from "./existing";
import type { Reach } from "./reach";

const maxPosts = 3;
/** The Date header, by which the service's clock is known, counts whole seconds. */
const clockGrain = 1000;

/** An organization to finish: made by this call, or taken over. */
export interface Created {
  readonly id: string;
  readonly isOurs: boolean;
}

/** The one organization that already exists for the declared identity, if any. */
export async function findToAdopt(reach: Reach, declared: Declared): Promise<Created | undefined> {
  const { found, doubtful } = await findByIdentity(reach.door, declared.identitySources, reach.findTenant);
  if (found.length + doubtful.length > 0) await reach.owners.quiet(reach.door.operation);
  const [only, ...others] = standing(reach, declared, found);
  if (only && others.length === 0) return adopted(only);
  if (!only) return refuseDoubt(declared, unowned(reach, standing(reach, declared, doubtful)));
  throw new UserError(
    `Several organizations match the declared identity sources: ${[only, ...others].map(describeOrganization).join(", ")}.`,
    "Delete all but one of them, or declare a source that only one of them has.",
  );
}

/** What exists for the identity is not made again, and what only may is not taken over. */
function refuseDoubt({ identitySources }: Declared, [doubtful]: readonly Organization[]): undefined {
  if (!doubtful) return undefined;
  throw new UserError(
    `Could not determine whether ${describeOrganization(doubtful)} exists for ${describeSources(identitySources)}: no look-up can tell whose the domain is.`,
    "Run up again once a look-up works, or declare the tenant in place of the domain.",
  );
}

function ours({ id }: Pick<Organization, "id">): Created {
  return { id, isOurs: true };
}

function adopted({ id }: Organization): Created {
  return { id, isOurs: false };
}

/** Creates the organization; or, where that is refused because it exists and may be adopted, finds it. */
export async function createOnce(reach: Reach, declared: Declared): Promise<Created> {
  return await post(reach, declared, async (refusal) => await afterRefusal(reach, declared, refusal));
}

/** @param refused what to do about a refusal: that nothing was created is certain then */
async function post<Other>(
  reach: Reach,
  declared: Declared,
  refused: (refusal: GraphFailure) => Promise<Other>,
): Promise<Created | Other> {
  const { door, findTenant } = reach;
  const startedAt = door.operation.clock.now();
  const ownAmong = (organizations: readonly Organization[]) =>
    findOwn(
      unowned(reach, organizations).filter(({ id }) => !reach.owners.isDeleted(id)),
      declared,
      startedAt + door.connection.clockOffset() - clockGrain,
      findTenant,
      !reach.owners.hasNamesake(declared),
    );
  const findLost = async () => await ownAmong(await listMatching(door, { displayName: declared.displayName }));
  let lost: GraphFailure | undefined;
  for (let posts = 1; ; posts += 1) {
    try {
      return ours({ id: await door.create(organizationToGraph(declared)) });
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw lost ? notKnown(error, lost) : error;
      // A refusal right after a lost answer most likely means the organization that this call made.
      const own = error.isAmbiguous || lost ? await waitForLost(door, findLost, lost ?? error) : undefined;
      if (own) return ours(own);
      if (!error.isAmbiguous && lost && !error.isConflict) throw notKnown(error, lost);
      if (!error.isAmbiguous) return await refused(error);
      if (!error.wasNeverSent) lost = error;
      const taken = lost && (await findStanding(reach, declared, lost, ownAmong));
      if (taken) return taken;
      if (posts === maxPosts || remaining(door.operation) < waits.lostCreate) throw lost ? unknownOutcome(lost) : error;
    }
  }
}

/** Looks until the organization shows. @throws UserError when the service did not let us: then nothing may be sent again */
async function waitForLost(
  { operation }: Door,
  findLost: () => Promise<Organization | undefined>,
  lost: GraphFailure,
): Promise<Organization | undefined> {
  let refusal: GraphFailure | undefined;
  const look = async () => {
    refusal = undefined;
    return await findLost().catch((error: unknown) => {
      if (!(error instanceof GraphFailure)) throw error;
      refusal = error;
      return undefined;
    });
  };
  const own = await poll(
    operation,
    "an organization that a request without an answer may have created",
    look,
    waits.lostCreate,
  ).catch((error: unknown) => {
    if (!operation.signal.aborted) throw notKnown(error, lost);
    refusal ??= new GraphFailure("interrupted", "Interrupted.");
    return undefined;
  });
  if (refusal) throw notKnown(refusal, lost);
  return own;
}

/** Never send the create again while an organization exists that the lost request may have created. */
async function findStanding(
  reach: Reach,
  declared: Declared,
  lost: GraphFailure,
  ownAmong: (organizations: readonly Organization[]) => Promise<Organization | undefined>,
): Promise<Created | undefined> {
  const { existing, doubtful } = await findEverywhere(reach.door, declared, reach.findTenant).catch(
    (error: unknown) => {
      throw notKnown(error, lost);
    },
  );
  const others = standing(reach, declared, existing);
  const own = await ownAmong(others);
  if (own) return ours(own);
  const taken = takeOver(declared, others, lost);
  // A success that makes no sense may be that of an organization under another name.
  const mayBeOurs = ({ displayName }: Organization) =>
    displayName === declared.displayName || lost.kind === "unreadable";
  if (!taken && unowned(reach, standing(reach, declared, doubtful)).some(mayBeOurs)) throw unknownOutcome(lost);
  return taken;
}

/** Without what this process has deleted, which may still show, and what it is about to delete for a moved resource. */
function standing(
  { owners }: Reach,
  { adoptExisting }: Declared,
  organizations: readonly Organization[],
): Organization[] {
  return organizations.filter(({ id }) => !owners.isDeleted(id) && (adoptExisting || !owners.isLeaving(id)));
}

function unowned({ owners }: Reach, organizations: readonly Organization[]): Organization[] {
  return organizations.filter(({ id }) => !owners.isOwned(id));
}

function notKnown(error: unknown, lost: GraphFailure): unknown {
  if (!(error instanceof GraphFailure || error instanceof UserError) || lost.wasNeverSent) return error;
  const isStopped = error instanceof GraphFailure && error.kind === "interrupted";
  const reason = isStopped ? "" : `, because the answer was lost: ${lost.fact.replace(/\.$/, "")}`;
  const fact = `${error.fact} It is not known whether the organization was created${reason}.`;
  return new UserError(fact, "remedy" in error ? `${error.remedy ?? ""} ${runAgain}`.trim() : runAgain, error);
}

const runAgain = "Run up again with adoptExisting: true, which takes the organization over if it was created.";

function unknownOutcome(failure: GraphFailure): UserError {
  return new UserError(
    `${failure.fact} It is not known whether the organization was created: it was not found.`,
    runAgain,
    failure,
  );
}

/** Entitlement management creates proposed organizations by itself, so an unknown duplicate is an ordinary case. */
async function afterRefusal(reach: Reach, declared: Declared, failure: GraphFailure): Promise<Created> {
  if (!failure.isConflict) throw failure;
  const all = await findEverywhere(reach.door, declared, reach.findTenant).catch(() => undefined);
  const existing = all?.existing ?? [];
  const isTaken = existing.length > 0 || isDuplicate(failure);
  if (isTaken) await reach.owners.quiet(reach.door.operation);
  const others = standing(reach, declared, existing);
  const created =
    isTaken && others.length === 0 && reach.owners.isDeleting
      ? await createAfterDelete(reach, declared, failure)
      : undefined;
  const taken = created ?? takeOver(declared, others, failure);
  if (taken) return taken;
  throw unfoundDuplicate(declared, failure, all?.namesakes ?? []);
}

/** The only organization for the declared identity, if it may be adopted; undefined if there is none. */
function takeOver(declared: Declared, existing: readonly Organization[], failure: GraphFailure): Created | undefined {
  const [only, ...others] = existing;
  if (!only) return undefined;
  if (declared.adoptExisting && others.length === 0) return adopted(only);
  const sources = describeSources(declared.identitySources);
  const [fact, remedy] =
    others.length > 0
      ? [
          `Organizations ${existing.map(describeOrganization).join(" and ")} already exist for ${sources}.`,
          "Delete all but one of them, then set adoptExisting: true to take over the one that stays.",
        ]
      : [
          `Organization ${describeOrganization(only)} already exists for ${sources}.`,
          "If its resource was renamed or moved, name the former one in the option aliases. Otherwise set adoptExisting: true to take it over, use an import file, or delete it.",
        ];
  throw new UserError(fact, `${remedy} ${failure.aside}`, failure);
}

/** The service says that there is one, and none was found by the sources. */
function unfoundDuplicate(
  { identitySources }: Declared,
  failure: GraphFailure,
  namesakes: readonly Organization[],
): Error {
  if (!isDuplicate(failure)) return failure;
  const unfound = `${failure.fact} No organization was found for ${describeSources(identitySources)}`;
  if (namesakes.length > 0) {
    return new UserError(
      `${unfound}, but the name is used by ${namesakes.map(describeOrganization).join(" and ")}.`,
      "Choose another displayName, or take that organization over with an import file.",
      failure,
    );
  }
  const remedy = identitySources.some(isDomain)
    ? "The domain may be stored as a tenant that no look-up reported: declare that tenant instead, or take the organization over with an import file."
    : "Take the organization over with an import file.";
  return new UserError(`${unfound}.`, remedy, failure);
}

/** Both codes are known from one draft only: a duplicate that is found is reported without them. */
function isDuplicate(failure: GraphFailure): boolean {
  return failure.hasCode("ConnectedOrganizationAlreadyExists", "IdentityProviderAlreadyConfigured");
}

async function createAfterDelete(reach: Reach, declared: Declared, first: GraphFailure): Promise<Created | undefined> {
  return await poll(
    reach.door.operation,
    "Graph to accept the organization after the delete of an earlier one",
    async () =>
      await post(reach, declared, async (refusal) => {
        if (refusal.error?.code !== first.error?.code) throw refusal;
        return undefined;
      }),
    waits.duplicateAfterDelete,
  );
}
