// What the report says in each of its forms. `show` makes foreign text harmless there.
import type { Source } from "../../provider/organization/identity-source";
import { count } from "../count";
import { type Entry, type Estate, findingsOf, type Policy } from "./estate";
import { findings, type Standing } from "./sort";

export type Show = (text: string) => string;

interface Group {
  readonly title: string;
  /** What to do about each. */
  readonly advice: string;
}

export const groups: Readonly<Record<Standing, Group>> = {
  inNoStack: {
    title: "In no stack",
    advice:
      "Somebody created them elsewhere, for example in the portal. Take them over with --import, or delete them there.",
  },
  proposed: {
    title: "Proposed, in no stack",
    advice:
      "The service creates them when somebody from an unknown organization is approved. Take over those that should be configured; the others can stay.",
  },
  managedTwice: {
    title: "Managed twice",
    advice:
      "Each up undoes the other's changes, and either destroy deletes the organization. Keep one of the resources: remove the others from the state with pulumi state delete, and from their programs.",
  },
  gone: {
    title: "In a stack, but gone",
    advice:
      "Somebody deleted them. pulumi up --refresh creates them again, with a new id that no policy names; otherwise remove them from the program.",
  },
  managed: { title: "Managed", advice: "" },
};

/** Those that have anything to show. */
export function groupsIn({ organizations }: Estate, withManaged: boolean): { standing: Standing; entries: Entry[] }[] {
  return [...findings, ...(withManaged ? ["managed" as const] : [])].flatMap((standing) => {
    const entries = organizations.filter((entry) => entry.standing === standing);
    return entries.length > 0 ? [{ standing, entries }] : [];
  });
}

export function headline(estate: Estate, show: Show): string {
  const { tenantId, stacks, since } = estate;
  const where = `Estate${tenantId === null ? "" : ` of tenant ${show(tenantId)}`}, ${namesOf(stacks, show)}`;
  const found = findingsOf(estate).length;
  const what = since === undefined ? "finding" : "new finding";
  const when = since === undefined ? "" : ` since ${show(since.slice(0, 16).replace("T", " "))}`;
  return `${where}: ${found === 0 ? `no ${what}s` : count(found, what)}${when}`;
}

function namesOf(stacks: Estate["stacks"], show: Show): string {
  const names = stacks.slice(0, 5).map(({ name }) => show(name));
  const others = stacks.length > 5 ? ` and ${stacks.length - 5} more` : "";
  return `${stacks.length === 1 ? "stack" : "stacks"} ${names.join(", ")}${others}`;
}

export function countLine({ counts }: Estate): string {
  const { managed, inNoStack, proposed, managedTwice, gone } = counts;
  const parts = [`${inNoStack} in no stack`, `${proposed} proposed`, `${managedTwice} managed twice`, `${gone} gone`];
  return `${count(managed + managedTwice + inNoStack + proposed, "organization")}: ${managed} managed, ${parts.join(", ")}.`;
}

/** What a person should know before taking the tables for the whole truth. */
export function notes({ counts, ofOtherTenants, settled }: Estate): string[] {
  const isAllGone = counts.gone > 0 && counts.managed + counts.managedTwice === 0;
  return [
    ...(isAllGone
      ? ["No organization of these stacks is in the tenant: make sure the settings name the right tenant."]
      : []),
    ...(settled ? [`${count(settled, "earlier finding")} resolved.`] : []),
    ...(ofOtherTenants > 0
      ? [`Left out: ${count(ofOtherTenants, "resource")}, of organizations in other tenants.`]
      : []),
  ];
}

/** What the column of the policies means here; nothing where there is no such column. */
export function policyNotes({ policiesForAll }: Estate, rows: readonly unknown[], show: Show): string[] {
  if (rows.length === 0) return [];
  if (policiesForAll === null) return ["The policies were not read."];
  if (policiesForAll.length === 0) return [];
  const list = listPolicies(policiesForAll, show);
  return [`Open to the users of every configured organization, counted after the +: ${list}.`];
}

const mostPolicies = 5;

export function listPolicies(policies: readonly Policy[], show: Show): string {
  const shown = policies.slice(0, mostPolicies).map(({ displayName, accessPackage }) => {
    const of = accessPackage ? ` of access package ${show(accessPackage.displayName)}` : "";
    return `policy ${show(displayName)}${of}`;
  });
  return [...shown, ...(policies.length > mostPolicies ? [`${policies.length - mostPolicies} more`] : [])].join(", ");
}

export function ageText({ ageInDays }: Entry): string {
  return ageInDays === null ? "" : count(ageInDays, "day");
}

/** How many policies name it, and how many more let it in because it is configured. */
export function policyCounts({ policies, state }: Entry, { policiesForAll }: Estate): string {
  if (policies === null) return "?";
  const forAll = state === "configured" ? (policiesForAll?.length ?? 0) : 0;
  return `${policies.length}${forAll > 0 ? ` + ${forAll}` : ""}`;
}

export function sponsorText({ sponsors }: Entry): string {
  if (!sponsors) return "";
  const { internal, external } = sponsors;
  if (internal + external === 0) return "none";
  return [...(internal > 0 ? [`${internal} int`] : []), ...(external > 0 ? [`${external} ext`] : [])].join(", ");
}

const kinds: Readonly<Record<string, string>> = {
  domainIdentitySource: "domain",
  azureActiveDirectoryTenant: "tenant",
  crossCloudAzureActiveDirectoryTenant: "tenant",
  externalDomainFederation: "federation",
  socialIdentitySource: "social",
};

/** Such as `tenant 2b1d… (Fabrikam Inc)`. */
export function sourceText({ type, displayName, ...properties }: Source, show: Show): string {
  const identity = Object.values(properties).map((value) =>
    typeof value === "string" ? value : JSON.stringify(value),
  );
  const isNamed = displayName !== undefined && !identity.includes(displayName);
  const words = [Object.hasOwn(kinds, type) ? (kinds[type] ?? "") : show(type), ...identity.map(show)];
  return `${words.join(" ")}${isNamed ? ` (${show(displayName)})` : ""}`;
}

/** What does not fit into the columns of a terminal. */
export function detailsOf({ standing, createdBy, identitySources, sponsors, policies, resources }: Entry, show: Show) {
  const leaving = resources.some(({ isLeaving }) => isLeaving);
  return [
    ...identitySources.map((source) => sourceText(source, show)),
    ...(createdBy === null ? [] : [`created by ${show(createdBy)}`]),
    ...(policies && policies.length > 0 ? [`named by ${listPolicies(policies, show)}`] : []),
    ...(sponsors?.lost ?? []).map((id) => `declared sponsor ${show(id)} is gone`),
    ...(standing === "managed" ? [] : resources.map(({ stack, name }) => `${show(name)} in stack ${show(stack)}`)),
    ...(leaving ? ["the next up deletes or replaces it"] : []),
  ];
}
