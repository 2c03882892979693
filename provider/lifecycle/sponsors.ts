/**
 * Sponsors: references to users and groups, added before others are removed. All changes travel in one batch, which
 * ends with a look at the list; where it does not show what is declared, they are made one by one. What the service
 * answers for a member that is already there, or already gone, is not documented, so the list decides.
 *
 * @see https://learn.microsoft.com/graph/api/connectedorganization-post-internalsponsors
 */
import { UserError } from "../errors";
import type { Door } from "../graph/door";
import { GraphFailure } from "../graph/failure";
import { poll } from "../operation";
import { isSameSet, kindsOf, type SponsorKind, type Sponsors, sponsorKinds } from "../organization/organization";
import { waits } from "../waits";

/** The lists that `managed` names, in its order where a member stayed; possibly as they were a short time ago. */
export async function getRecentSponsors(door: Door, id: string, managed: Sponsors): Promise<Sponsors> {
  return await getLists(managed, (kinds) => door.listRecentSponsors(id, kinds));
}

/** The same, as they are. */
export async function getSponsors(door: Door, id: string, managed: Sponsors): Promise<Sponsors> {
  return await getLists(managed, (kinds) => Promise.all(kinds.map((kind) => door.listSponsors(id, kind))));
}

async function getLists(
  managed: Sponsors,
  list: (kinds: readonly SponsorKind[]) => Promise<readonly (readonly string[])[]>,
): Promise<Sponsors> {
  const kinds = kindsOf(managed);
  const lists = await list(kinds);
  return Object.fromEntries(kinds.map((kind, index) => [kind, inOrderOf(managed[kind] ?? [], lists[index] ?? [])]));
}

function inOrderOf(managed: readonly string[], live: readonly string[]): string[] {
  const kept = managed.filter((member) => live.includes(member));
  return [...kept, ...live.filter((member) => !kept.includes(member)).sort()];
}

/**
 * Brings the declared lists that differ from the recorded ones to what is declared; the others are not asked for.
 *
 * @param observed lists that were just read, or are those of an organization that was just made
 * @param attempted what an operation that did not end wanted: that may still arrive, and so is undone where it is not wanted now
 */
export async function changeSponsors(
  door: Door,
  id: string,
  declared: Sponsors,
  recorded: Sponsors,
  observed: Sponsors,
  attempted: Sponsors = {},
): Promise<void> {
  const differing = sponsorKinds.filter(
    (kind) => declared[kind] !== undefined && !isSameSet(declared[kind], recorded[kind]),
  );
  const changes = await Promise.all(
    differing.map(async (kind) => {
      const wanted = declared[kind] ?? [];
      const live = observed[kind] ?? (await door.listSponsors(id, kind));
      const { [kind]: last = wanted } = attempted;
      const added = wanted.filter((member) => !live.includes(member) || !last.includes(member));
      const removed = [...new Set([...live, ...last])].filter((member) => !wanted.includes(member));
      return { kind, wanted, added, removed };
    }),
  );
  const open = changes.filter(({ added, removed }) => added.length + removed.length > 0);
  if (open.length === 0) return;
  const { shown } = await door.changeSponsors(id, open);
  for (const { kind, wanted } of open) {
    if (!isSameSet(shown[kind], wanted)) await changeOneByOne(door, id, kind, wanted);
  }
}

async function changeOneByOne(door: Door, id: string, kind: SponsorKind, wanted: readonly string[]): Promise<void> {
  const live = await door.listSponsors(id, kind);
  for (const member of wanted.filter((candidate) => !live.includes(candidate))) await add(door, id, kind, member);
  let refusal: GraphFailure | undefined;
  for (const member of live.filter((candidate) => !wanted.includes(candidate))) {
    refusal = (await tryToRemove(door, id, kind, member)) ?? refusal;
  }
  await waitForMembers(door, id, kind, wanted, refusal);
}

async function add(door: Door, id: string, kind: SponsorKind, member: string): Promise<void> {
  let failure: GraphFailure | undefined;
  const knownBy = door.operation.clock.now() + waits.unknownSponsor;
  const added = await poll(
    door.operation,
    "Graph to know a new sponsor",
    async () => {
      const failures: GraphFailure[] = [];
      for (const root of [...door.connection.referenceRoots]) {
        const refused = await tryToAdd(door, id, kind, member, root);
        if (refused === undefined) return preferRoot(door, root);
        failures.push(refused);
        if (refused.isAmbiguous) break;
      }
      failure = failures.find((refused) => refused.isAmbiguous || refused.isMissing) ?? failures[0];
      return failure?.isAmbiguous || door.operation.clock.now() < knownBy ? undefined : "refused";
    },
    waits.consistency,
  );
  if (added !== true) throw failure?.isAmbiguous ? failure : unknownSponsor(kind, member, failure);
}

function preferRoot({ connection: { referenceRoots } }: Door, root: string): true {
  referenceRoots.sort((left, right) => Number(right === root) - Number(left === root));
  return true;
}

/** @returns why it did not work, when another root may */
async function tryToAdd(
  door: Door,
  id: string,
  kind: SponsorKind,
  member: string,
  root: string,
): Promise<GraphFailure | undefined> {
  try {
    await door.addSponsor(id, kind, member, root);
    return undefined;
  } catch (error) {
    if (!(error instanceof GraphFailure) || !(error.isAmbiguous || mayMeanDone(error))) throw error;
    if ((await door.listSponsors(id, kind)).includes(member)) return undefined;
    return error;
  }
}

/** @returns what the service said if it did not simply do it: the list decides whether that matters */
async function tryToRemove(
  door: Door,
  id: string,
  kind: SponsorKind,
  member: string,
): Promise<GraphFailure | undefined> {
  try {
    await door.removeSponsor(id, kind, member);
    return undefined;
  } catch (error) {
    if (!(error instanceof GraphFailure) || !mayMeanDone(error)) throw error;
    return error;
  }
}

function mayMeanDone({ isConflict, isMissing }: GraphFailure): boolean {
  return isConflict || isMissing;
}

async function waitForMembers(
  door: Door,
  id: string,
  kind: SponsorKind,
  wanted: readonly string[],
  refusal: GraphFailure | undefined,
): Promise<void> {
  const look = async () => isSameSet(await door.listSponsors(id, kind), wanted) || undefined;
  if (await poll(door.operation, `Graph to show the changed ${kind}`, look, waits.consistency)) return;
  throw new UserError(
    refusal
      ? `Removing from ${kind} failed: ${refusal.fact}`
      : `Graph accepted the changed ${kind}, but its list does not show them.`,
    "Run refresh to see what it stores.",
    refusal,
  );
}

function unknownSponsor(kind: SponsorKind, member: string, failure: GraphFailure | undefined): UserError {
  return new UserError(
    `Adding ${member} to ${kind} failed: ${failure?.fact ?? "Graph does not know it."}`,
    "Use the object id of a user or group of this tenant; a guest must have accepted the invitation.",
    failure,
  );
}
