/** Brings an organization from a known state to the declared one: only what differs is sent, and each write is verified. */
import { UserError } from "./errors";
import type { Door } from "./graph/door";
import { GraphFailure } from "./graph/failure";
import { describeSource, type Source, sourceKey, sourceToGraph } from "./identity-source";
import { getChanged } from "./observe";
import { poll } from "./operation";
import {
  type Declared,
  type Organization,
  type PlainProperty,
  plainProperties,
  plainToGraph,
  type Sponsors,
} from "./organization";
import { outputsOf, type Values } from "./recorded";
import { changeSponsors } from "./sponsors";
import {
  type FindTenant,
  matchLeftovers,
  type Relation,
  type Resolutions,
  recordResolutions,
  relationOf,
  type Settled,
  settleSeen,
  settleSources,
} from "./swap";

/** What an operation works with. */
export interface Reach {
  readonly door: Door;
  readonly findTenant: FindTenant;
  /** Ids of organizations that this process deleted: the service may still see them for a while. */
  readonly deleted: Set<string>;
}

/** Where to start from: the state's record, or what was just read. */
export interface Base extends Readonly<Record<PlainProperty, string>> {
  readonly stored: readonly Source[];
  readonly resolutions: Resolutions;
  readonly sponsors: Sponsors;
  readonly live?: Organization;
}

/** @returns the complete outputs */
export async function bringTo(reach: Reach, id: string, declared: Declared, base: Base): Promise<Values> {
  const { door, findTenant } = reach;
  const settled = await settleSources(declared.identitySources, base.stored, base.resolutions, findTenant);
  refuseAnother(declared, base.stored, relationOf(settled), {
    different: "Run up again: the preview will show the replacement.",
    undecided:
      "Declare the stored source itself, or ask for another organization by pulumi up --replace with the resource's URN.",
  });
  let { live, resolutions }: { live?: Organization; resolutions: Resolutions } = {
    ...base,
    resolutions: settled.resolutions,
  };
  const plain = changedPlain(declared, base);
  if (Object.keys(plain).length > 0) {
    await patchPlain(door, id, plain);
    live = await getChanged(door, id, plain);
  }
  if (relationOf(settled) === "overlapping") {
    ({ live, resolutions } = await changeSources(reach, id, settled));
  }
  await changeSponsors(door, id, declared.sponsors, base.sponsors, base.live ? base.sponsors : {});
  live ??= await door.get(id);
  const seen = await settleSeen(declared.identitySources, live.identitySources, resolutions, findTenant);
  return outputsOf({ ...declared, ...seen, live });
}

/** @throws UserError when the declared sources are not, or may not be, those of the organization */
export function refuseAnother(
  declared: Declared,
  stored: readonly Source[],
  relation: Relation,
  remedies: Readonly<Record<"different" | "undecided", string>>,
): void {
  if (relation === "same" || relation === "overlapping") return;
  const wanted = declared.identitySources.map(describeSource).join(", ");
  const found = stored.map(describeSource).join(", ");
  if (relation === "different") {
    const fact = `The declared ${wanted} is another organization than the stored ${found}.`;
    throw new UserError(fact, remedies.different);
  }
  throw new UserError(
    `Whether the declared ${wanted} is the stored ${found} could not be found out.`,
    remedies.undecided,
  );
}

function changedPlain(declared: Declared, base: Base): Partial<Record<PlainProperty, string>> {
  return Object.fromEntries(
    plainProperties.filter((name) => declared[name] !== base[name]).map((name) => [name, declared[name]]),
  );
}

async function patchPlain(door: Door, id: string, plain: Partial<Record<PlainProperty, string>>): Promise<void> {
  const body = plainToGraph(plain);
  try {
    await door.patch(id, body);
  } catch (error) {
    // How a description is cleared is not documented: null is tried first, then the empty text.
    if (body["description"] !== null || !(error instanceof GraphFailure) || error.status !== 400) throw error;
    await door.patch(id, { ...body, description: "" });
  }
}

interface Changed {
  readonly live: Organization;
  readonly resolutions: Resolutions;
}

/** How long changed identity sources may take to show before they count as ignored. */
const ignoredLimit = 60_000;

/** Sends the whole array, adding one source at a time, so that what each one is stored as can be told. */
async function changeSources(reach: Reach, id: string, { match, resolutions }: Settled): Promise<Changed> {
  const unwanted = match.extra.map(sourceKey);
  let declared = match.pairs.map(([source]) => source);
  let stored = [...new Set(match.pairs.map(([, source]) => source))];
  let changed: Changed | undefined;
  const additions = match.missing.length > 0 ? match.missing.map((source) => [source]) : [[]];
  for (const addition of additions) {
    declared = [...declared, ...addition];
    await patchSources(reach.door, id, [...stored, ...addition]);
    changed = await waitForSources(reach, id, declared, unwanted, changed?.resolutions ?? resolutions);
    stored = [...changed.live.identitySources];
  }
  return changed as Changed;
}

const noChange =
  "Graph's pages contradict each other on whether identity sources can change; where they cannot, restore the declaration, or ask for a new organization by pulumi up --replace with the resource's URN.";

async function patchSources(door: Door, id: string, sources: readonly Source[]): Promise<void> {
  try {
    await door.patch(id, { identitySources: sources.map(sourceToGraph) });
  } catch (error) {
    if (!(error instanceof GraphFailure) || error.status !== 400) throw error;
    throw new UserError(`The change of identitySources was refused: ${error.fact}`, noChange, error);
  }
}

async function waitForSources(
  { door, findTenant }: Reach,
  id: string,
  declared: readonly Source[],
  unwanted: readonly string[],
  resolutions: Resolutions,
): Promise<Changed> {
  let seen: readonly Source[] = [];
  const changed = await poll(
    door.operation,
    async () => {
      const live = await door.get(id);
      seen = live.identitySources;
      if (seen.some((source) => unwanted.includes(sourceKey(source)))) return undefined;
      const ours = recordResolutions(matchLeftovers(declared, seen, resolutions), resolutions);
      const settled = await settleSources(declared, seen, ours, findTenant, seen);
      if (relationOf(settled) !== "same") return undefined;
      return { live, resolutions: recordResolutions(settled.match, settled.resolutions) };
    },
    ignoredLimit,
  );
  if (changed) return changed;
  const [wanted, found] = [declared, seen].map((sources) => sources.map(describeSource).join(", "));
  throw new UserError(
    `The change of identitySources was accepted, but Graph stores ${found} instead of ${wanted}.`,
    noChange,
  );
}
