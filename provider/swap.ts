/**
 * The heart: a declared identity source and a stored one are the same when the stored one is what the declared one
 * resolved to. The service stores a domain of an Entra tenant as that tenant, and the domain cannot be read back, so
 * what each domain resolved to is recorded in state. What is not on record is looked up, and what nobody can say is
 * neither the same nor another: it never replaces and never deletes.
 *
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-post-connectedorganizations?view=graph-rest-beta
 */
import {
  domainOf,
  isCertain,
  isDomain,
  isItself,
  type Source,
  sourceKey,
  sourceOfKey,
  tenantOf,
} from "./identity-source";

/** What each declared source was stored as, by source keys. */
export type Resolutions = Readonly<Record<string, string>>;

/** The tenant a domain belongs to now; `undecided` when no service could say. */
export type TenantAnswer = { readonly tenantId: string | undefined } | "undecided";
export type FindTenant = (domainName: string) => Promise<TenantAnswer>;

/** The declared sources beside the stored ones. */
export interface Match {
  /** Declared sources with what is stored for them. */
  readonly pairs: readonly (readonly [declared: Source, stored: Source])[];
  /** Declared, not stored. */
  readonly missing: readonly Source[];
  /** Stored, not declared. */
  readonly extra: readonly Source[];
}

/** What is certain without asking anybody. */
export function matchSources(declared: readonly Source[], stored: readonly Source[], resolutions: Resolutions): Match {
  const found = declared.map((source) => [source, findStored(source, stored, resolutions)] as const);
  const pairs = found.flatMap(([source, match]) => (match ? [[source, match] as const] : []));
  return {
    pairs,
    missing: found.filter(([, match]) => !match).map(([source]) => source),
    extra: stored.filter((source) => !pairs.some(([, match]) => match === source || isOneTenant(match, source))),
  };
}

function isOneTenant(left: Source, right: Source): boolean {
  return tenantOf(left) !== undefined && tenantOf(left) === tenantOf(right);
}

function findStored(declared: Source, stored: readonly Source[], resolutions: Resolutions): Source | undefined {
  const resolved = resolutionOf(declared, resolutions);
  return (
    stored.find((source) => sourceKey(source) === sourceKey(declared)) ??
    stored.find((source) => isItself(resolved, source)) ??
    stored.find((source) => isItself(declared, source))
  );
}

/** What the source was stored as, by the record. */
export function resolutionOf(declared: Source, resolutions: Resolutions): Source {
  const key = resolutions[sourceKey(declared)];
  return key === undefined ? declared : sourceOfKey(key);
}

type Kinship = "same" | "related" | "undecided" | "other";

/** `other` only where both are certainly something, and nothing that one of them names belongs to the other. */
async function compareSources(declared: Source, stored: Source, findTenant: FindTenant): Promise<Kinship> {
  if (isItself(declared, stored)) return "same";
  const [name, otherName] = [domainOf(declared), domainOf(stored)];
  if (name !== undefined && name === otherName) return "related";
  for (const [domainName, other] of [
    [name, stored],
    [otherName, declared],
  ] as const) {
    if (domainName === undefined || tenantOf(other) === undefined) continue;
    const answer = await findTenant(domainName);
    if (answer === "undecided") return "undecided";
    if (answer.tenantId === tenantOf(other)) return "same";
    // Our cloud knows no domain of another one.
    if (answer.tenantId === undefined && other.type === "crossCloudAzureActiveDirectoryTenant") return "undecided";
  }
  return isCertain(declared) && isCertain(stored) ? "other" : "undecided";
}

/** `different` means certainly another organization. */
export type Relation = "same" | "overlapping" | "undecided" | "different";

export interface Settled {
  readonly match: Match;
  readonly resolutions: Resolutions;
  readonly relation: Relation;
}

/** Matches, and looks up the tenant of what is left over and may be one of the others. */
export async function settleSources(
  declared: readonly Source[],
  stored: readonly Source[],
  resolutions: Resolutions,
  findTenant: FindTenant,
): Promise<Settled> {
  const first = matchSources(declared, stored, resolutions);
  if (first.missing.length === 0) return settled(first, resolutions, []);
  const found = await Promise.all(
    first.missing.map(async (source) => {
      const asked = stored.map(async (other) => [await compareSources(source, other, findTenant), other] as const);
      return { source, kinships: await Promise.all(asked) };
    }),
  );
  const known: Record<string, string> = { ...resolutions };
  const open: Open[] = [];
  for (const { source, kinships } of found) {
    const same = kinships.find(([kinship]) => kinship === "same")?.[1];
    const left = kinships.filter(([, other]) => first.extra.includes(other)).map(([kinship]) => kinship);
    if (same) known[sourceKey(source)] = sourceKey(same);
    else if (isUnverifiable(source, left, resolutions) && found.length === 1 && first.extra[0]) {
      known[sourceKey(source)] = sourceKey(first.extra[0]);
    } else open.push({ source, left });
    // Once it is certainly something else, nobody's silence makes it the same again.
    if (!same && isOwnRecord(source, resolutions) && !left.includes("undecided")) delete known[sourceKey(source)];
  }
  return settled(matchSources(declared, stored, known), known, open);
}

/** A missing source, and what it is to each extra one. */
interface Open {
  readonly source: Source;
  readonly left: readonly Kinship[];
}

/** A domain on record that may have joined Entra since: where nobody can say so, the record stands. */
function isUnverifiable(source: Source, left: readonly Kinship[], resolutions: Resolutions): boolean {
  return isOwnRecord(source, resolutions) && left.length === 1 && left[0] === "undecided";
}

function isOwnRecord(source: Source, resolutions: Resolutions): boolean {
  return isDomain(source) && resolutions[sourceKey(source)] === sourceKey(source);
}

function settled(match: Match, resolutions: Resolutions, open: readonly Open[]): Settled {
  return { match, resolutions, relation: relationOf(match, open) };
}

function relationOf({ pairs, missing, extra }: Match, open: readonly Open[]): Relation {
  if (missing.length === 0 && extra.length === 0) return "same";
  const isDoubtful = open.some(
    ({ source, left }) => (pairs.length === 0 || isDomain(source)) && left.includes("undecided"),
  );
  const isRelated = pairs.length > 0 || missing.length === 0 || extra.length === 0;
  if (isRelated) return isDoubtful ? "undecided" : "overlapping";
  if (open.some(({ left }) => left.includes("related"))) return "overlapping";
  return isDoubtful ? "undecided" : "different";
}

/** What a program declares or may have declared, beside what is stored now. */
export interface Recognized extends Settled {
  /** What it may have declared before, and nothing of which is stored: then whatever is stored is no change of the program. */
  readonly formerSources: readonly Source[];
}

/** Sources that are stored again after they were gone come back in the form in which they were declared. */
export async function recognize(
  record: { identitySources: readonly Source[]; formerSources?: readonly Source[]; resolutions: Resolutions },
  stored: readonly Source[],
  findTenant: FindTenant,
): Promise<Recognized> {
  const now = await settleSources(record.identitySources, stored, record.resolutions, findTenant);
  const back = await settleSources(record.formerSources ?? [], now.match.extra, now.resolutions, findTenant);
  const pairs = [...now.match.pairs, ...back.match.pairs];
  const match = { pairs, missing: now.match.missing, extra: back.match.extra };
  const lost = now.match.pairs.length > 0 ? [] : record.identitySources;
  return {
    match,
    relation: now.relation,
    resolutions: recordResolutions(match, back.resolutions),
    formerSources: [...back.match.missing, ...lost],
  };
}

/** The records to keep: what each declared source that is stored in another form is stored as now. */
function recordResolutions(match: Match, resolutions: Resolutions): Resolutions {
  const now = match.pairs.flatMap(([declared, stored]) =>
    isDomain(declared) || !isItself(declared, stored) ? [[sourceKey(declared), sourceKey(stored)]] : [],
  );
  return { ...resolutions, ...Object.fromEntries(now) };
}

/** The stored sources as a person declared them: in the declared form and order where the meaning is the same. */
export function keepDeclaredForm(match: Match): Source[] {
  return [...match.pairs.map(([declared]) => declared), ...match.extra.map(withoutName)];
}

function withoutName({ displayName: _, ...source }: Source): Source {
  return source as Source;
}
