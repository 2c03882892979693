/**
 * The core: a declared identity source and a stored one are the same if the declared one resolved to the stored one. The
 * service stores a domain of an Entra tenant as that tenant and never returns the domain, so the state records what each
 * domain resolved to. What is not on record is looked up. If no look-up can tell, the sources count as neither the same
 * nor different: nothing is replaced or deleted.
 *
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-post-connectedorganizations?view=graph-rest-beta
 */
import { compareSources, type FindTenant, isItself, isOneTenant, type Kinship, namedBy } from "./identity";
import { isDomain, type Source, sourceKey, sourceOfKey } from "./identity-source";

/** What each declared source was stored as; keys and values are source keys. */
export type Resolutions = Readonly<Record<string, string>>;

/** Declared and stored sources, matched. */
export interface Match {
  /** Declared sources with what the service stores for them. */
  readonly pairs: readonly (readonly [declared: Source, stored: Source])[];
  /** Declared, not stored. */
  readonly missing: readonly Source[];
  /** Stored, not declared. */
  readonly extra: readonly Source[];
}

/** Matches what is certain without a look-up. */
export function matchSources(declared: readonly Source[], stored: readonly Source[], resolutions: Resolutions): Match {
  const found = declared.map((source) => [source, findStored(source, stored, resolutions)] as const);
  const pairs = found.flatMap(([source, match]) => (match ? [[source, match] as const] : []));
  return {
    pairs,
    missing: found.filter(([, match]) => !match).map(([source]) => source),
    extra: stored.filter((source) => !pairs.some(([, match]) => match === source || isOneTenant(match, source))),
  };
}

function findStored(declared: Source, stored: readonly Source[], resolutions: Resolutions): Source | undefined {
  const key = sourceKey(declared);
  const literal = stored.find((source) => sourceKey(source) === key);
  if (literal) return literal;
  const resolved = resolutionOf(declared, resolutions);
  return stored.find((source) => isItself(resolved, source)) ?? stored.find((source) => isItself(declared, source));
}

/** What the source was stored as, according to the record. */
export function resolutionOf(declared: Source, resolutions: Resolutions): Source {
  const key = resolutions[sourceKey(declared)];
  return key === undefined ? declared : sourceOfKey(key);
}

/** `different` means certainly another organization. */
export type Relation = "same" | "overlapping" | "undecided" | "different";

export interface Settled {
  readonly match: Match;
  readonly resolutions: Resolutions;
  readonly relation: Relation;
}

/** How a missing source relates to a stored one. */
interface Asked {
  readonly source: Source;
  readonly other: Source;
  readonly kinship: Kinship;
}

/** Matches the sources, and looks up those that seem missing but may be stored in another form. */
export async function settleSources(
  declared: readonly Source[],
  stored: readonly Source[],
  resolutions: Resolutions,
  findTenant: FindTenant,
): Promise<Settled> {
  const certain = matchSources(declared, stored, resolutions);
  const { missing, extra } = certain;
  const pairs = missing.flatMap((source) => stored.map((other) => ({ source, other })));
  const ask = async ({ source, other }: Omit<Asked, "kinship">): Promise<Asked> => {
    return { source, other, kinship: await compareSources(source, other, findTenant) };
  };
  const asked = await Promise.all(pairs.map(ask));
  const same = asked.filter(({ kinship }) => kinship === "same");
  const left = asked.filter(({ source, other }) => extra.includes(other) && !same.some((one) => one.source === source));
  const found = [...same, ...(isUnverifiable(left, resolutions) ? left : [])];
  const entries = found.map(({ source, other }) => [sourceKey(source), sourceKey(other)] as const);
  const known = { ...resolutions, ...Object.fromEntries(entries) };
  const match = found.length > 0 ? matchSources(declared, stored, known) : certain;
  return { match, resolutions: known, relation: relationOf(match, left) };
}

/** A single domain on record may have joined Entra since; if no look-up can tell, the record remains valid. */
function isUnverifiable([only, ...others]: readonly Asked[], resolutions: Resolutions): boolean {
  if (!only || others.length > 0 || !isDomain(only.source) || !(sourceKey(only.source) in resolutions)) return false;
  const isSilent = only.kinship === "undecided" || (only.kinship === "uncertain" && namedBy(only.other).length === 0);
  return isSilent && isItself(only.source, resolutionOf(only.source, resolutions));
}

function relationOf({ pairs, missing, extra }: Match, left: readonly Asked[]): Relation {
  if (missing.length === 0 && extra.length === 0) return "same";
  // Beside a common source, a tenant is certainly added or removed; only a domain may already be stored as a tenant.
  const isOpen = ({ source, kinship }: Asked) =>
    (kinship === "undecided" || kinship === "uncertain") && (pairs.length === 0 || isDomain(source));
  if (left.some(isOpen)) return "undecided";
  const isOverlapping = pairs.length > 0 || missing.length === 0 || extra.length === 0;
  return isOverlapping || left.some(({ kinship }) => kinship === "related") ? "overlapping" : "different";
}

/** What a program declares or may have declared, matched with what is stored now. */
export interface Recognized extends Settled {
  /** What it may have declared but is no longer stored: what is stored instead is not a change of the program. */
  readonly formerSources: readonly Source[];
}

/** Recognizes sources that are stored again after they had vanished, in the form in which they were declared. */
export async function recognize(
  record: { identitySources: readonly Source[]; formerSources?: readonly Source[]; resolutions: Resolutions },
  stored: readonly Source[],
  findTenant: FindTenant,
): Promise<Recognized> {
  const now = await settleSources(record.identitySources, stored, record.resolutions, findTenant);
  const back = await settleSources(record.formerSources ?? [], now.match.extra, now.resolutions, findTenant);
  const pairs = [...now.match.pairs, ...back.match.pairs];
  const match = { pairs, missing: now.match.missing, extra: back.match.extra };
  return {
    match,
    relation: now.relation,
    resolutions: recordResolutions(match, back.resolutions),
    formerSources: [...back.match.missing, ...now.match.missing].flatMap(namedBy),
  };
}

/** Records what is now stored in another form than declared; a domain as itself only while it is stored as such. */
function recordResolutions(match: Match, resolutions: Resolutions): Resolutions {
  const now = match.pairs.filter(([declared, stored]) => isDomain(declared) || !isItself(declared, stored));
  const entries = now.map(([declared, stored]) => [sourceKey(declared), sourceKey(stored)] as const);
  const kept = Object.entries(resolutions).filter(
    ([declared, stored]) => declared !== stored && !isItself(sourceOfKey(declared), sourceOfKey(stored)),
  );
  return Object.fromEntries([...kept, ...entries]);
}

/** The stored sources, in the form and order in which they were declared where the meaning is the same. */
export function keepDeclaredForm(match: Match): Source[] {
  return [...match.pairs.map(([declared]) => declared), ...match.extra.map(withoutName)];
}

function withoutName({ displayName: _, ...source }: Source): Source {
  return source as Source;
}
