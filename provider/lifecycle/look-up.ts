/** Finding organizations for programs that do not manage them. */

import { oneLine, quote, UserError } from "../errors";
import { isNotFound } from "../graph/failure";
import type { Source } from "../organization/identity-source";
import type { Organization } from "../organization/organization";
import type {
  ConnectedOrganizationQuery,
  ConnectedOrganizationResult,
  TenantQuery,
  TenantResult,
} from "../organization/shape";
import { domainName, guid, refusal, type TextRule } from "../organization/text-rule";
import { explain } from "../remedy";
import { findByIdentity, listMatching } from "./existing";
import type { Reach } from "./reach";

/** @throws UserError when none or several match */
export async function findOne(open: Open, query: ConnectedOrganizationQuery): Promise<ConnectedOrganizationResult> {
  const what = `looking up the connected organization with ${describeQuery(query)}`;
  return await explained(open, what, async (reach) => {
    requireOneKey(query);
    const found = await findMatching(reach, query);
    const [only, ...others] = found;
    if (only && others.length === 0) return resultOf(only);
    if (!only) throw new UserError("No organization matches.", await remedyForNone(reach, query));
    const names = found.map(({ id, displayName }) => `${oneLine(id)} (${quote(displayName)})`).join(", ");
    throw new UserError(`${found.length} organizations match: ${names}.`, "Look it up by its id.");
  });
}

export async function findAll(open: Open, query: ConnectedOrganizationQuery): Promise<ConnectedOrganizationResult[]> {
  const what = `looking up the connected organizations with ${describeQuery(query)}`;
  return await explained(open, what, async (reach) => (await findMatching(reach, query)).map(resultOf));
}

/** @throws UserError when no tenant has the domain, or none could be found out */
export async function findTenantOf(open: Open, query: Partial<TenantQuery>): Promise<TenantResult> {
  const whose = query.domainName === undefined ? "a domain" : quote(query.domainName);
  return await explained(open, `looking up the tenant of ${whose}`, async ({ findTenant }) => {
    const domain = normal("domainName", query.domainName, domainName);
    if (domain === undefined) throw new UserError("domainName must be provided.");
    const answer = await findTenant(domain);
    if (answer === "undecided")
      throw new UserError(
        "Neither Graph nor the sign-in host could say which tenant owns the domain.",
        "Check that both can be reached, and try again.",
      );
    if (answer.tenantId !== undefined) return answer;
    throw new UserError(
      "No Microsoft Entra tenant has verified the domain.",
      "Check its spelling, and that the setting environment names the tenant's cloud.",
    );
  });
}

async function remedyForNone({ findTenant }: Reach, query: ConnectedOrganizationQuery): Promise<string> {
  const domain = query.domainName === undefined ? undefined : normal("domainName", query.domainName, domainName);
  const isUndecided = domain !== undefined && (await findTenant(domain)) === "undecided";
  if (isUndecided) return "The tenant of the domain could not be determined: look the organization up by its tenantId.";
  return "Check the value, and that the settings name the right tenant.";
}

const keys = ["id", "displayName", "domainName", "tenantId"] as const;

function requireOneKey(query: ConnectedOrganizationQuery): void {
  const given = keys.filter((key) => query[key] !== undefined);
  if (given.length === 0) throw new UserError(`Either ${keys.join(" or ")} must be provided.`);
  if (given.length > 1) throw new UserError(`Only one of ${given.join(" or ")} can be provided.`);
}

type Open = () => { reach: Reach; signedInAs: string };

async function explained<T>(open: Open, what: string, work: (reach: Reach) => Promise<T>): Promise<T> {
  let signedInAs = "the configured identity";
  try {
    const opened = open();
    signedInAs = opened.signedInAs;
    return await work(opened.reach);
  } catch (error) {
    throw explain(what, error, signedInAs);
  }
}

async function findMatching(reach: Reach, query: ConnectedOrganizationQuery): Promise<Organization[]> {
  const { displayName, state } = query;
  const candidates = await findCandidates(reach, query);
  return candidates.filter(
    (found) =>
      (displayName === undefined || found.displayName === displayName) &&
      (state === undefined || found.state === state),
  );
}

async function findCandidates({ door, findTenant }: Reach, query: ConnectedOrganizationQuery): Promise<Organization[]> {
  const id = normal("id", query.id, guid);
  const [source, ...others] = sourcesOf(query);
  if (others.length > 0) throw new UserError("Only one of domainName or tenantId can be provided.");
  if (id !== undefined) return await door.get(id).then((found) => [found], noneIfMissing);
  if (source) return (await findByIdentity(door, [source], findTenant)).found;
  return query.displayName === undefined
    ? await door.list()
    : await listMatching(door, { displayName: query.displayName });
}

function sourcesOf(query: ConnectedOrganizationQuery): Source[] {
  const domain = normal("domainName", query.domainName, domainName);
  const tenant = normal("tenantId", query.tenantId, guid);
  return [
    ...(domain === undefined ? [] : [{ type: "domainIdentitySource", domainName: domain }]),
    ...(tenant === undefined ? [] : [{ type: "azureActiveDirectoryTenant", tenantId: tenant }]),
  ];
}

function normal(name: string, value: string | undefined, rule: TextRule): string | undefined {
  if (value === undefined) return undefined;
  const text = rule.normalize(value);
  if (text !== undefined) return text;
  throw new UserError(`${name} ${refusal(value, rule)}`);
}

function noneIfMissing(error: unknown): Organization[] {
  if (isNotFound(error)) return [];
  throw error;
}

function describeQuery(query: ConnectedOrganizationQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0 ? "any property" : given.map(([name, value]) => `${name} ${quote(value)}`).join(" and ");
}

function resultOf({ stamps, ...organization }: Organization): ConnectedOrganizationResult {
  const { createdDateTime = "", modifiedDateTime = "", createdBy, modifiedBy } = stamps;
  return {
    ...organization,
    createdDateTime,
    modifiedDateTime,
    createdBy,
    modifiedBy,
  } as unknown as ConnectedOrganizationResult;
}
