/** What the lifecycle tests declare, and what state must hold for it. */
import assert from "node:assert/strict";
import { writeSource } from "../../emulator/written-source";
import { PartialFailure } from "../../provider/errors";
import { type Source, sourceFromGraph } from "../../provider/organization/identity-source";
import type { Values } from "../../provider/organization/recorded";
import { checked, type World } from "./world";

/** Tenants of the emulator's default seed. */
export const wingtip = "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48";
export const fabrikam = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
export const litware = "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2";

export const domain = (domainName: string): Source => ({ type: "domainIdentitySource", domainName });
export const tenant = (tenantId: string): Source => ({ type: "azureActiveDirectoryTenant", tenantId });

export function organization(...identitySources: readonly Source[]): Values {
  return { displayName: "Partner", description: "Supplier", state: "configured", identitySources };
}

/** A domain that an Entra tenant has, so the service stores the tenant. */
export const owned = organization(domain("wingtiptoys.com"));
/** A domain that no tenant has. */
export const free = organization(domain("adatum.com"));

export const collection = "/v1.0/identityGovernance/entitlementManagement/connectedOrganizations";
export const at = (id: string): string => `${collection}/${id}`;

/** What the service stores now, in the provider's terms. */
export function stored({ emulator }: World, id: string): Source[] {
  const sources = emulator.portal.get(id)?.identitySources ?? [];
  return sources.map((source) => sourceFromGraph(writeSource(source, emulator.switches)));
}

/** The whole outputs of an organization of one source, as the service stores it now. */
export function outputsNow(world: World, id: string, inputs: Values): Values {
  const live = world.emulator.portal.get(id);
  const resolvedIdentitySources = stored(world, id);
  assert.ok(live && resolvedIdentitySources.length > 0);
  return {
    ...checked(inputs),
    resolvedIdentitySources,
    createdDateTime: live.createdDateTime,
    modifiedDateTime: live.modifiedDateTime,
    __schemaVersion: 1,
  };
}

/** The outputs of an organization that exists and could not be read yet. */
export function unread(inputs: Values): Values {
  return unfinished({ ...checked(inputs), resolvedIdentitySources: [], __schemaVersion: 1 });
}

/** The outputs of an operation that did not end, and what it may have sent. */
export function unfinished(outputs: Values, attempted?: Values): Values {
  return { ...outputs, __unfinished: true, ...(attempted && { __attempted: attempted }) };
}

export const unchanged = { changes: false };
export const replacement = { replaces: ["identitySources"], deleteBeforeReplace: true };

/** The requests that the service carried out or may have, with their bodies. */
export function bodies({ emulator }: World, method: string): unknown[] {
  const carriedOut = emulator.requests.filter(({ path, status }) => status !== 429 && !path.endsWith("$batch"));
  return carriedOut.filter((sent) => sent.method === method).map(({ body }) => body);
}

/** What the work failed with, without the ids and dates that differ from run to run. */
export async function messageOf(work: Promise<unknown>): Promise<string> {
  const error = await failureOf(work);
  return error.message.replace(/ \((request-id|client-request-id|date)[^)]*\)/g, "");
}

/** The same without what it may have sent, which tests of their own are about. */
export function withoutAttempt({ __attempted: _, ...outputs }: Values): Values {
  return outputs;
}

/** What work that did not end leaves in state. */
export async function partialOf(work: Promise<unknown>): Promise<PartialFailure> {
  const error = await failureOf(work);
  assert.ok(error instanceof PartialFailure, error.stack);
  return error;
}

export async function failureOf(work: Promise<unknown>): Promise<Error> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error, "it succeeded");
  return error;
}

/** Lets everything else go on until it is so; gives up soon, so that a defect is a failure and not a standstill. */
export async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns += 1) {
    assert.ok(turns < 10_000, "it did not come so far");
    await new Promise(setImmediate);
  }
}
