/**
 * Access-package assignment policies, as far as they name connected organizations.
 *
 * @see https://learn.microsoft.com/graph/api/resources/accesspackageassignmentpolicy
 */
import { asRecord } from "../json";

export interface Policy {
  readonly id: string;
  readonly displayName: string;
  /** Such as `specificConnectedOrganizationUsers`; empty if Graph does not say. */
  readonly allowedTargetScope: string;
  /** Undefined if Graph leaves it out. */
  readonly accessPackage: { readonly id: string; readonly displayName: string } | undefined;
  /** The ids of the organizations that it names, in lower case. */
  readonly organizations: readonly string[];
}

/** Returns undefined unless the body says which organizations the policy names. */
export function policyFromGraph(body: unknown): Policy | undefined {
  const { id, displayName, allowedTargetScope, accessPackage, specificAllowedTargets } = asRecord(body);
  const isNaming = textOf(allowedTargetScope).toLowerCase() === "specificconnectedorganizationusers";
  const hasTargets = Array.isArray(specificAllowedTargets);
  const organizations = namedIn(body);
  if (typeof id !== "string" || organizations.includes(undefined) || (isNaming && !hasTargets)) return undefined;
  const { id: packageId, displayName: packageName } = asRecord(accessPackage);
  return {
    id,
    displayName: textOf(displayName),
    allowedTargetScope: textOf(allowedTargetScope),
    accessPackage: accessPackage ? { id: textOf(packageId), displayName: textOf(packageName) } : undefined,
    organizations: [...new Set(organizations)] as string[],
  };
}

export function policiesThatName(policies: readonly Policy[], id: string): Policy[] {
  return policies.filter(({ organizations }) => organizations.includes(id.toLowerCase()));
}

/**
 * Wherever it names one: approvers and people who request for others are sets of subjects, too. A set without a type is
 * known by its property. Undefined stands for an organization whose id Graph leaves out.
 */
function namedIn(value: unknown): (string | undefined)[] {
  const { "@odata.type": type, connectedOrganizationId, id } = asRecord(value);
  const isSet = /(^|[.#])connectedOrganizationMembers$/i.test(textOf(type)) || connectedOrganizationId !== undefined;
  // The beta API calls it `id`.
  const named = isSet ? [(textOf(connectedOrganizationId) || textOf(id)).toLowerCase() || undefined] : [];
  return [...named, ...Object.values(asRecord(value)).flatMap(namedIn)];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
