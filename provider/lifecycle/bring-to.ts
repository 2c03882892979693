/** Brings an organization from a known state to the declared one: only what differs is sent, and each write is verified. */

import { oneLine, UserError } from "../errors";
import type { Door } from "../graph/door";
import { GraphFailure } from "../graph/failure";
import { poll } from "../operation";
import { compareSources, isCertain, isItself } from "../organization/identity";
import { describeSources, type Source, sourceToGraph } from "../organization/identity-source";
import {
  type Declared,
  type Organization,
  type PlainProperty,
  plainProperties,
  plainToGraph,
} from "../organization/organization";
import { onRecord, outputsOf, type Recorded, type Seen, sponsorsOf, type Values } from "../organization/recorded";
import { type Settled, settleSources } from "../organization/swap";
import { waits } from "../waits";
import { getChanged } from "./observe";
import type { Reach } from "./reach";
import { refuseAnother, see } from "./see";
import { changeSponsors } from "./sponsors";

type Plain = Readonly<Record<PlainProperty, string>>;

/**
 * @param recorded what the state says
 * @param seen what was just read, where the record is not enough
 * @returns the complete outputs
 */
export async function bringTo(
  reach: Reach,
  id: string,
  declared: Declared,
  recorded: Recorded,
  seen?: Seen,
): Promise<Values> {
  const { door, findTenant } = reach;
  const { attempted } = recorded;
  const { identitySources } = declared;
  const stored = seen?.live.identitySources ?? recorded.stored;
  const { resolutions } = seen ?? recorded;
  const settle = async (sources: readonly Source[]) =>
    await settleSources(identitySources, sources, resolutions, findTenant);
  const before = await settle(stored);
  // While the program stays what it was, whatever is stored instead is repaired in place.
  const { relation } = before.relation === "different" ? await settle(onRecord(recorded)) : before;
  refuseAnother(identitySources, stored, relation, doubt);
  let live = seen?.live;
  const plain = changedPlain(declared, live ?? recorded, attempted);
  if (Object.keys(plain).length > 0) {
    await patchPlain(door, id, plain);
    live = await getChanged(door, id, plain);
  }
  if (before.relation !== "same" || "identitySources" in attempted) {
    live = await changeSources(reach, id, identitySources, before, recorded.stored);
  }
  const observed = seen?.sponsors ?? {};
  const known = recorded.isUnfinished ? observed : recorded.sponsors;
  await changeSponsors(door, id, declared.sponsors, known, observed, sponsorsOf(attempted));
  live ??= await door.get(id);
  const record = { ...recorded, ...declared, formerSources: [], resolutions: before.resolutions };
  const after = await see(reach, live, record, declared.sponsors);
  if (after.relation === "different") throw isAnother(identitySources, live);
  return outputsOf(after);
}

/** The service shows another identity under the id: it was exchanged since the last look, or the id is another one's. */
function isAnother(declared: readonly Source[], { id, identitySources }: Organization): UserError {
  return new UserError(
    `Graph stores ${describeSources(identitySources)} for the organization ${oneLine(id)}, not ${describeSources(declared)}.`,
    "If its identity was changed in the portal, run up again to restore what is declared, or declare what is stored; otherwise correct the id in the state.",
  );
}

/** What an operation that did not end may have sent is sent again, because it may still arrive. */
function changedPlain(declared: Plain, known: Plain, attempted: Values): Partial<Plain> {
  const changed = plainProperties.filter((name) => declared[name] !== known[name] || name in attempted);
  return Object.fromEntries(changed.map((name) => [name, declared[name]]));
}

async function patchPlain(door: Door, id: string, plain: Partial<Plain>): Promise<void> {
  const body = plainToGraph(plain);
  try {
    await door.patch(id, body);
  } catch (error) {
    // How a description is cleared is not documented: null is tried first, then the empty text.
    if (body["description"] !== null || !(error instanceof GraphFailure) || !error.isBadRequest) throw error;
    await door.patch(id, { ...body, description: "" });
  }
}

/** Sends the whole array: what is stored and stays in its stored form, the rest as it is declared. */
async function changeSources(
  { door, findTenant }: Reach,
  id: string,
  declared: readonly Source[],
  { match, resolutions }: Settled,
  storedBefore: readonly Source[],
): Promise<Organization> {
  // A single read may be wrong: where a look-up knows better, the declared form goes out.
  const isKnown = async (source: Source, stored: Source) =>
    isCertain(stored) &&
    (storedBefore.some((before) => isItself(before, stored)) ||
      (await compareSources(source, stored, findTenant)) !== "other");
  const kept = await Promise.all(
    match.pairs.map(async ([source, stored]) => ((await isKnown(source, stored)) ? stored : source)),
  );
  await patchSources(
    door,
    id,
    [...new Set([...kept, ...match.missing])],
    [...match.pairs.map(([, source]) => source), ...match.extra],
  );
  let seen: readonly Source[] = [];
  let isDoubtful = false;
  const look = async () => {
    const live = await door.get(id);
    seen = live.identitySources;
    const { relation } = await settleSources(declared, seen, resolutions, findTenant);
    isDoubtful = relation === "undecided";
    return relation === "same" ? live : undefined;
  };
  const live = await poll(door.operation, "Graph to show the changed identitySources", look, waits.changedSources);
  if (live) return live;
  if (isDoubtful) refuseAnother(declared, seen, "undecided", doubt);
  throw new UserError(
    `The change of identitySources was accepted, but Graph stores ${describeSources(seen)} instead of ${describeSources(declared)}.`,
    noChange,
  );
}

export const doubt = {
  different: "Run up again: the preview will show the replacement.",
  undecided:
    "Declare the stored source itself, or replace the organization with pulumi up --replace and the resource's URN.",
};

const noChange =
  "Microsoft's documentation contradicts itself on whether identity sources can change. If they cannot, declare what is stored, or replace the organization with pulumi up --replace and the resource's URN.";

async function patchSources(
  door: Door,
  id: string,
  sources: readonly Source[],
  stored: readonly Source[],
): Promise<void> {
  try {
    await door.patch(id, { identitySources: sources.map(sourceToGraph) });
  } catch (error) {
    if (!(error instanceof GraphFailure) || !error.isConflict) throw error;
    const fact = `The change of identitySources was refused: ${error.fact} Graph stores ${describeSources(stored)}.`;
    throw new UserError(fact, noChange, error);
  }
}
