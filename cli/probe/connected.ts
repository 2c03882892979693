// A partner that is a connected organization already cannot become one for a moment, and must not be deleted afterwards.
import { oneLine, quote, UserError } from "../../provider/errors";
import type { FindTenant } from "../../provider/organization/identity";
import { type Inputs, sourcesOf } from "./survey";
import type { Json } from "./tenant";

/** @throws UserError that names the organization */
export async function refuseConnected(
  organizations: readonly Json[],
  { domainWithTenant, tenantId }: Inputs,
  findTenant: FindTenant,
): Promise<void> {
  if (tenantId !== undefined) refuse(organizations, `--tenant-id ${tenantId}`, [tenantId]);
  if (domainWithTenant === undefined) return;
  const answer = await findTenant(domainWithTenant);
  const tenant = answer === "undecided" ? undefined : answer.tenantId;
  refuse(organizations, `--domain-with-tenant ${domainWithTenant}`, [domainWithTenant, ...(tenant ? [tenant] : [])]);
}

function refuse(organizations: readonly Json[], given: string, keys: readonly string[]): void {
  const isSame = (value: unknown) => typeof value === "string" && keys.includes(value.toLowerCase());
  const found = organizations.find((one) =>
    sourcesOf(one).some((source) => isSame(source["domainName"]) || isSame(source["tenantId"])),
  );
  if (!found) return;
  throw new UserError(
    `The partner of ${given} is already connected: ${quote(found["displayName"])} (id ${oneLine(String(found["id"]))}).`,
    "Choose a partner that is not, or leave the option out.",
  );
}
