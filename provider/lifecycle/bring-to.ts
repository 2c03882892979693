/** Brings an organization from a known state to the declared one: only what differs is sent, and each write is verified. */

import { oneLine, UserError } from "../errors";
import type { Door } from "../graph/door";
import { GraphFailure } from "../graph/failure";
import { poll } from "../operation";
import { compareSources, type FindTenant, isCertain, isItself } from "../organization/identity";
import { describeSources, type Source, sourceToGraph } from "../organization/identity-source";
import {
  type Declared,
  type Organization,
  type PlainProperty,
  plainProperties,
  plainToGraph,
  type Sponsors,
} from "../organization/organization";
import { outputsOf, sponsorsOf, type Values } from "../organization/recorded";
import { type Relation, type Resolutions, recognize, type Settled, settleSources } from "../organization/swap";
import { waits } from "../waits";
import { getChanged } from "./observe";
import type { Owners } from "./owners";
import { changeSponsors } from "./sponsors";

/** What an operation works with. */
export interface Reach {
  readonly door: Door;
  readonly findTenant: FindTenant;
  readonly owners: Owners;
}

/** Where to start from: the state's record, or what was just read. */
export interface Base extends Readonly<Record<PlainProperty, string>> {
  readonly stored: readonly Source[];
  /** What an earlier operation read. */
  readonly storedBefore?: readonly Source[];
  readonly resolutions: Resolutions;
  readonly sponsors: Sponsors;
  readonly tenantId: string | undefined;
  readonly live?: Organization;
  /** What an operation that did not end may have sent: it is sent again, because it may still arrive. */
  readonly attempted?: Values;
  /** What the program is to what it declared before: while it stayed, whatever is stored instead is repaired in place. */
  readonly past?: Relation;
}

/** @returns the complete outputs */
export async function bringTo(reach: Reach, id: string, declared: Declared, base: Base): Promise<Values> {
  const { door, findTenant } = reach;
  const { attempted = {} } = base;
  let { live } = base;
  const before = await settleSources(declared.identitySources, base.stored, base.resolutions, findTenant);
  const relation = before.relation === "different" ? (base.past ?? before.relation) : before.relation;
  refuseAnother(declared.identitySources, base.stored, relation, doubt);
  const plain = changedPlain(declared, base);
  if (Object.keys(plain).length > 0) {
    await patchPlain(door, id, plain);
    live = await getChanged(door, id, plain);
  }
  if (before.relation !== "same" || "identitySources" in attempted) {
    live = await changeSources(reach, id, declared.identitySources, before, base.storedBefore);
  }
  await changeSponsors(
    door,
    id,
    declared.sponsors,
    base.sponsors,
    base.live ? base.sponsors : {},
    sponsorsOf(attempted),
  );
  live ??= await door.get(id);
  const seen = await recognize({ ...declared, resolutions: before.resolutions }, live.identitySources, findTenant);
  if (seen.relation === "different") throw isAnother(declared.identitySources, live);
  return outputsOf({ ...declared, ...seen, live, tenantId: door.connection.tenantId() ?? base.tenantId });
}

/** The service shows another identity under the id: it was exchanged since the last look, or the id is another one's. */
function isAnother(declared: readonly Source[], { id, identitySources }: Organization): UserError {
  return new UserError(
    `Graph stores ${describeSources(identitySources)} for the organization ${oneLine(id)}, and not ${describeSources(declared)}.`,
    "If its identity was changed in the portal, run up again to restore what is declared, or declare what is stored; otherwise correct the id in the state.",
  );
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
      ? `The declared ${describeSources(declared)} is another organization than the stored ${describeSources(stored)}.`
      : `Could not determine whether the declared ${describeSources(declared)} is the stored ${describeSources(stored)}.`;
  throw new UserError(fact, remedies[relation]);
}

function changedPlain(declared: Declared, { attempted = {}, ...base }: Base): Partial<Record<PlainProperty, string>> {
  const changed = plainProperties.filter((name) => declared[name] !== base[name] || name in attempted);
  return Object.fromEntries(changed.map((name) => [name, declared[name]]));
}

async function patchPlain(door: Door, id: string, plain: Partial<Record<PlainProperty, string>>): Promise<void> {
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
  storedBefore: readonly Source[] = [],
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
  const live = await poll(door.operation, look, waits.changedSources);
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
    "Declare the stored source itself, or ask for another organization by pulumi up --replace with the resource's URN.",
};

const noChange =
  "Graph's pages contradict each other on whether identity sources can change; where they cannot, declare what is stored, or ask for a new organization by pulumi up --replace with the resource's URN.";

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
