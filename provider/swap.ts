/**
 * The heart: a declared identity source and a stored one are the same when the stored one is what the declared one
 * resolved to. The service stores a domain of an Entra tenant as that tenant, and the domain cannot be read back, so
 * what each domain resolved to is recorded in state.
 *
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-post-connectedorganizations?view=graph-rest-beta
 */
import { isDomain, mayReplaceDomain, rulesOf, type Source, sourceKey } from "./identity-source";

/** What each declared domain was stored as, by source keys. */
export type Resolutions = Readonly<Record<string, string>>;

/** The declared sources beside the stored ones. */
export interface Match {
  /** Declared sources with what is stored for them. */
  readonly pairs: readonly (readonly [declared: Source, stored: Source])[];
  /** Declared, not stored. */
  readonly missing: readonly Source[];
  /** Stored, not declared. */
  readonly extra: readonly Source[];
}

export function matchSources(declared: readonly Source[], stored: readonly Source[], resolutions: Resolutions): Match {
  const found = declared.map((source) => [source, findStored(source, stored, resolutions)] as const);
  const pairs = found.flatMap(([source, match]) => (match ? [[source, match] as const] : []));
  const taken = new Set(pairs.map(([, match]) => match));
  return {
    pairs,
    missing: found.filter(([, match]) => !match).map(([source]) => source),
    extra: stored.filter((source) => !taken.has(source)),
  };
}

function findStored(declared: Source, stored: readonly Source[], resolutions: Resolutions): Source | undefined {
  const key = sourceKey(declared);
  const resolved = resolutions[key];
  return (
    stored.find((source) => sourceKey(source) === key) ??
    stored.find((source) => sourceKey(source) === resolved) ??
    (isDomain(declared) ? stored.find((source) => isFederationOf(declared.domainName, source)) : undefined)
  );
}

function isFederationOf(domainName: string, stored: Source): boolean {
  return stored.type === "externalDomainFederation" && stored["domainName"] === domainName;
}

/** The tenant a domain belongs to now; `undecided` when no service could say. */
export type TenantAnswer = { readonly tenantId: string | undefined } | "undecided";
export type FindTenant = (domainName: string) => Promise<TenantAnswer>;

export interface Settled {
  readonly match: Match;
  readonly resolutions: Resolutions;
  /** Declared domains that may or may not be one of the extra sources: never destroy because of them. */
  readonly doubtful: readonly Source[];
}

/**
 * Matches, and asks for the tenant of each declared domain that has no record and could be one of the candidates, the
 * extra sources if not told otherwise. Nothing is asked when records decide.
 */
export async function settleSources(
  declared: readonly Source[],
  stored: readonly Source[],
  resolutions: Resolutions,
  findTenant: FindTenant,
  among?: readonly Source[],
): Promise<Settled> {
  const first = matchSources(declared, stored, resolutions);
  const candidates = (among ?? first.extra).filter(mayReplaceDomain);
  const open = first.missing.filter((source) => isDomain(source) && !(sourceKey(source) in resolutions));
  if (candidates.length === 0 || open.length === 0) return { match: first, resolutions, doubtful: [] };
  const found: Record<string, string> = {};
  const doubtful: Source[] = [];
  for (const source of open.filter(isDomain)) {
    const answer = candidates.some(isTenantSource) ? await findTenant(source.domainName) : { tenantId: undefined };
    const tenant = answer === "undecided" ? undefined : candidates.find((stored) => isTenant(answer.tenantId, stored));
    if (tenant) found[sourceKey(source)] = sourceKey(tenant);
    else if (answer === "undecided" || candidates.some((stored) => !isDecided(answer.tenantId, stored)))
      doubtful.push(source);
  }
  const settled = { ...resolutions, ...found };
  return { match: matchSources(declared, stored, settled), resolutions: settled, doubtful };
}

/** A kind that Graph added later may be what a domain is stored as, and our cloud knows no tenant of another one. */
function isDecided(tenantId: string | undefined, stored: Source): boolean {
  if (stored.type === "crossCloudAzureActiveDirectoryTenant") return tenantId !== undefined;
  return rulesOf(stored.type) !== undefined;
}

function isTenantSource(stored: Source): boolean {
  return typeof stored["tenantId"] === "string";
}

function isTenant(tenantId: string | undefined, stored: Source): boolean {
  return tenantId !== undefined && stored["tenantId"] === tenantId;
}

export type Relation = "same" | "overlapping" | "undecided" | "different";

/** `different` means another organization; everything else is this one, also one without any stored source. */
export function relationOf({ match, doubtful }: Pick<Settled, "match" | "doubtful">): Relation {
  if (match.missing.length === 0 && match.extra.length === 0) return "same";
  if (match.pairs.length > 0 || match.extra.length === 0) return "overlapping";
  return doubtful.length > 0 ? "undecided" : "different";
}

/**
 * Matches an organization of our own right after our write, or when nobody can say what became of its domain: if one
 * declared domain and one other stored source are left over, the one is what the other was stored as.
 */
export function matchLeftovers(
  declared: readonly Source[],
  stored: readonly Source[],
  resolutions: Resolutions,
): Match {
  const match = matchSources(declared, stored, resolutions);
  const [domain, ...otherDomains] = match.missing;
  const [source, ...otherSources] = match.extra;
  const single = domain && source && otherDomains.length === 0 && otherSources.length === 0;
  if (!single || !isDomain(domain) || isDomain(source)) return match;
  return matchSources(declared, stored, { ...resolutions, [sourceKey(domain)]: sourceKey(source) });
}

/** The records to keep: what each declared domain is stored as now. */
export function recordResolutions(match: Match, resolutions: Resolutions): Resolutions {
  const now = match.pairs.flatMap(([declared, stored]) =>
    isDomain(declared) ? [[sourceKey(declared), sourceKey(stored)]] : [],
  );
  return { ...resolutions, ...Object.fromEntries(now) };
}

/**
 * What was just seen of an organization whose sources are on record. A partner that joined Entra since the last look
 * is no difference, unless its domain is known to belong to another tenant.
 */
export async function settleSeen(
  declared: readonly Source[],
  stored: readonly Source[],
  resolutions: Resolutions,
  findTenant: FindTenant,
): Promise<{ match: Match; resolutions: Resolutions }> {
  const wereDomains = declared.filter(
    (source) => isDomain(source) && resolutions[sourceKey(source)] === sourceKey(source),
  );
  const open = without(resolutions, wereDomains);
  const settled = await settleSources(declared, stored, open, findTenant);
  const unverifiable = settled.doubtful.length > 0 && settled.doubtful.every((source) => wereDomains.includes(source));
  const match = unverifiable ? matchLeftovers(declared, stored, settled.resolutions) : settled.match;
  const kept = { ...without(resolutions, settled.doubtful), ...settled.resolutions };
  return { match, resolutions: recordResolutions(match, kept) };
}

function without(resolutions: Resolutions, sources: readonly Source[]): Resolutions {
  const keys = sources.map(sourceKey);
  return Object.fromEntries(Object.entries(resolutions).filter(([key]) => !keys.includes(key)));
}

/** The stored sources as a person declared them: in the declared form and order where the meaning is the same. */
export function keepDeclaredForm(match: Match): Source[] {
  return [...match.pairs.map(([declared]) => declared), ...match.extra.map(withoutName)];
}

function withoutName({ displayName: _, ...source }: Source): Source {
  return source as Source;
}
