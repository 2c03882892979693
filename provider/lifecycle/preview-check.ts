/**
 * What a preview may tell of an organization that is still to be created, with the setting `previewChecks`: whose tenant
 * its domains are, and whether there is one for it already, or another resource that declares the same. It only reads, and
 * whatever fails is told, never thrown.
 */

import { oneLine, quote } from "../errors";
import { tenantOf } from "../organization/identity";
import { isDomain, type Source, sourceKey } from "../organization/identity-source";
import type { Declared, Organization } from "../organization/organization";
import { declaredOf, type Values } from "../organization/recorded";
import { containsUnknown } from "../organization/unknown";
import { describeOrganization, findByFilter } from "./existing";
import type { Reach } from "./reach";

/** Whether a check is about an organization that is not there yet, or about other sources than before. */
export function isNewIdentity(olds: Values, inputs: Values): boolean {
  if (containsUnknown(inputs["identitySources"])) return false;
  const before = declaredOf(olds).identitySources.map(sourceKey);
  return declaredOf(inputs).identitySources.every((source) => !before.includes(sourceKey(source)));
}

/** One line for each thing worth knowing. */
export async function previewNotes(reach: Reach, inputs: Values): Promise<string[]> {
  const declared = declaredOf(inputs);
  const { identitySources, adoptExisting } = declared;
  const tenants = await Promise.all(identitySources.filter(isDomain).map((source) => tenantLine(reach, source)));
  const identities = await Promise.all(identitySources.map((source) => identitiesOf(reach, source)));
  const other = reach.owners.claim(identities.flat(), declared);
  const existing = await findByFilter(reach.door, identitySources, reach.findTenant).then(
    (found) => found.map((organization) => existingLine(organization, adoptExisting)),
    (error: unknown) => [`could not determine whether it already exists: ${oneLine(String((error as Error).message))}`],
  );
  return [...tenants, ...(other ? [otherLine(other)] : []), ...existing];
}

/** The source itself, and the tenant that is stored instead. */
async function identitiesOf({ findTenant }: Reach, source: Source): Promise<string[]> {
  const answer = isDomain(source) ? await findTenant(source.domainName) : { tenantId: tenantOf(source) };
  const tenantId = answer === "undecided" ? undefined : answer.tenantId;
  return [sourceKey(source), ...(tenantId === undefined ? [] : [tenantId])];
}

function otherLine({ displayName }: Declared): string {
  return `the resource ${quote(displayName)} declares the same identity. Declare all identity sources of one organization in one resource.`;
}

async function tenantLine({ findTenant }: Reach, { domainName }: Source & { domainName: string }): Promise<string> {
  const answer = await findTenant(domainName);
  if (answer === "undecided") return `could not determine which Entra tenant owns the domain ${domainName}.`;
  const { tenantId } = answer;
  return tenantId === undefined
    ? `the domain ${domainName} belongs to no Entra tenant; Graph stores the domain itself.`
    : `the domain ${domainName} belongs to the Entra tenant ${tenantId}, which Graph stores instead.`;
}

function existingLine(organization: Organization, adoptExisting: boolean): string {
  const rest = adoptExisting
    ? "It will be taken over."
    : "Set adoptExisting: true to take it over; otherwise Graph may refuse the create.";
  return `the organization ${describeOrganization(organization)} already exists for it. ${rest}`;
}
