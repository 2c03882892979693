/** Organizations that the provider made: what the service stores, what state must hold, and what was sent. */
import assert from "node:assert/strict";
import type { EmulatorOptions } from "../../emulator";
import { writeSource } from "../../emulator/written-source";
import { type Source, sourceFromGraph } from "../../provider/organization/identity-source";
import type { Values } from "../../provider/organization/recorded";
import { checked, startWorld, type World } from "./world";

/** An organization that the provider just made, with no request on record. */
export async function made(declared: Values, options: EmulatorOptions = {}) {
  const world = startWorld(options);
  const { id, outputs } = await world.create(declared);
  world.sent();
  return { world, id, outputs };
}
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

/** The same without what it may have sent, which tests of their own are about. */
export function withoutAttempt({ __attempted: _, ...outputs }: Values): Values {
  return outputs;
}

/** Nothing to do, now and after a refresh, which shows what is declared. */
export async function staysAsDeclared(world: World, id: string, outputs: Values, declared: Values): Promise<Values> {
  world.sent();
  assert.deepEqual(await world.compare(outputs, declared), unchanged);
  assert.deepEqual(world.sent(), []);
  const seen = await world.read(id, outputs);
  const { __resolutions } = outputs;
  const now = { ...outputsNow(world, id, declared), ...(__resolutions !== undefined && { __resolutions }) };
  assert.deepEqual(seen, { outputs: now, inputs: checked(declared) });
  assert.deepEqual(await world.compare(seen.outputs, declared), unchanged);
  return seen.outputs;
}

export const idsIn = ({ emulator }: World): string[] => emulator.portal.list().map(({ id }) => id);

export const posts = (world: World): number => bodies(world, "POST").length;
