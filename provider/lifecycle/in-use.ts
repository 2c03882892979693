/** The setting `protectInUse`: what access-package policies name is not deleted, or not without a word. */

import { oneLine, quote, UserError } from "../errors";
import { GraphFailure } from "../graph/failure";
import { poll } from "../operation";
import { type Policy, policiesThatName } from "../organization/policy";
import { waits } from "../waits";
import type { Reach } from "./reach";

/** Before a delete. @throws UserError with `refuse`, unless certainly no policy names the organization */
export async function protect(reach: Reach, id: string): Promise<void> {
  const { protectInUse, say } = reach;
  if (protectInUse === "refuse") return await refuse(reach, id);
  if (protectInUse === "off") return;
  const found = await naming(reach, id, 0).catch(asFailure);
  if (found instanceof GraphFailure)
    say(
      `deleting it, although the provider could not determine whether access-package policies use it ${found.aside}`,
      "warning",
    );
  else if (found.length > 0)
    say(`deleting it, although it is in use by access-package policies: ${describe(found)}`, "warning");
}

async function refuse(reach: Reach, id: string): Promise<void> {
  const found = await naming(reach, id, waits.changedPolicies).catch(asFailure);
  if (found instanceof GraphFailure) {
    const { signedInAs } = reach.door.connection;
    const remedy = found.isForbidden
      ? `Grant EntitlementManagement.Read.All (application, with admin consent) to ${signedInAs}, or set protectInUse to warn or off.`
      : "Run again, or set protectInUse to warn or off.";
    const fact = `Could not determine whether access-package policies use the organization ${found.aside}.`;
    throw new UserError(fact, remedy, found);
  }
  if (found.length === 0) return;
  const fact = `The organization is in use by access-package policies: ${describe(found)}.`;
  throw new UserError(fact, "Remove it from these policies first, or set protectInUse to warn or off.");
}

/** What a preview may tell of a replacement. Only a delete refuses: until then, the program may change the policies. */
export async function replacementNotes(reach: Reach, id: string): Promise<string[]> {
  if (reach.protectInUse === "off") return [];
  try {
    const found = await naming(reach, id, 0);
    const end = reach.protectInUse === "refuse" ? "; protectInUse refuses that while they name it" : "";
    const line = `its replacement deletes what is in use by access-package policies: ${describe(found)}${end}`;
    return found.length > 0 ? [line] : [];
  } catch (error) {
    return [`could not determine whether access-package policies use it: ${oneLine(String((error as Error).message))}`];
  }
}

/** @param patience how long, in milliseconds, a policy that was deleted or changed a moment ago may still show */
async function naming({ door, policies }: Reach, id: string, patience: number): Promise<Policy[]> {
  let found = policiesThatName(await policies.recent(), id);
  if (found.length === 0) return [];
  const isFree = async () => {
    found = policiesThatName(await policies.now(), id);
    return found.length === 0 ? true : undefined;
  };
  await poll(door.operation, "access-package policies to stop naming the organization", isFree, patience);
  return found;
}

function describe(policies: readonly Policy[]): string {
  return policies
    .map(({ id, displayName, accessPackage }) => {
      const of = accessPackage ? ` of ${quote(accessPackage.displayName)}` : "";
      return `${quote(displayName)}${of} (id ${oneLine(id)})`;
    })
    .join(", ");
}

function asFailure(error: unknown): GraphFailure {
  if (error instanceof GraphFailure && error.kind !== "interrupted") return error;
  throw error;
}
