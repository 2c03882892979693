/**
 * What a source certainly is, and whether two may be the same. The service has several names for a kind, omits parts and
 * will add kinds, so two organizations are different only where both sources are certain.
 */
import { comparableOf, isDomain, rulesOf, type Source, sourceKey } from "./identity-source";
import type { TenantResult } from "./shape";
import { domainName, guid } from "./text-rule";

/** The tenant a domain belongs to now; `undecided` when no service could say. */
export type TenantAnswer = Readonly<TenantResult> | { readonly tenantId: undefined } | "undecided";
export type FindTenant = (domainName: string) => Promise<TenantAnswer>;

/** The tenant that a source names, in a source of any kind. */
export function tenantOf({ tenantId }: Source): string | undefined {
  return typeof tenantId === "string" ? guid.normalize(tenantId) : undefined;
}

/** The domain that a source names, in a source of any kind. */
export function domainOf({ domainName: name }: Source): string | undefined {
  return typeof name === "string" ? domainName.normalize(name) || name.toLowerCase() || undefined : undefined;
}

/** Whether its kind is known and all of its identifying properties are valid. */
export function isCertain(source: Source): boolean {
  const rules = Object.entries(rulesOf(source.type) ?? {});
  const values = rules.map(([property, rule]) => [comparableOf(source[property], rule), rule] as const);
  const areValid = values.every(([value, rule]) => typeof value === "string" && rule.normalize(value) !== undefined);
  return rules.length > 0 && areValid;
}

/** What a source reveals of its owner, as a source of a known kind; empty if it reveals nothing. */
export function namedBy(source: Source): Source[] {
  if (isCertain(source)) return [source];
  const [tenantId, name] = [tenantOf(source), domainOf(source)];
  if (tenantId !== undefined) return [{ type: "azureActiveDirectoryTenant", tenantId }];
  return name === undefined ? [] : [{ type: "domainIdentitySource", domainName: name }];
}

/** Whether `stored` is `declared` itself: the same tenant under any kind, or a domain in the form of its federation. */
export function isItself(declared: Source, stored: Source): boolean {
  if (sourceKey(declared) === sourceKey(stored) || isOneTenant(declared, stored)) return true;
  return isDomain(declared) && domainOf(declared) === domainOf(stored);
}

export function isOneTenant(left: Source, right: Source): boolean {
  return tenantOf(left) !== undefined && tenantOf(left) === tenantOf(right);
}

/** Whether the stored source is uncertain and not recognizably the declared one. */
export function isUntold(declared: Source, stored: Source): boolean {
  return !isCertain(stored) && !isItself(declared, stored);
}

/** `related`: another source of the same domain; `undecided`: no look-up could tell; `uncertain`: a source does not tell. */
export type Kinship = "same" | "related" | "undecided" | "uncertain" | "other";

/** `other` only if both are certain and neither one's domain belongs to the other's tenant. */
export async function compareSources(declared: Source, stored: Source, findTenant: FindTenant): Promise<Kinship> {
  if (isItself(declared, stored)) return "same";
  if (domainOf(declared) !== undefined && domainOf(declared) === domainOf(stored)) return "related";
  const ask = async (domain: Source, tenant: Source) => await belongsTo(domainOf(domain), tenant, findTenant);
  const kinships = [await ask(declared, stored), await ask(stored, declared)];
  const known = (["same", "undecided"] as const).find((kinship) => kinships.includes(kinship));
  return known ?? (isCertain(declared) && isCertain(stored) ? "other" : "uncertain");
}

async function belongsTo(domain: string | undefined, tenant: Source, findTenant: FindTenant): Promise<Kinship> {
  if (domain === undefined || tenantOf(tenant) === undefined) return "other";
  const answer = await findTenant(domain);
  if (answer === "undecided") return "undecided";
  if (answer.tenantId === tenantOf(tenant)) return "same";
  // Our cloud does not know the domains of other clouds.
  const isAbroad = tenant.type === "crossCloudAzureActiveDirectoryTenant";
  return isAbroad && answer.tenantId === undefined ? "undecided" : "other";
}
