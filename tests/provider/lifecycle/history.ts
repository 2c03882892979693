/** What several commands, each in a process of its own, make of one organization; on a clock that nobody waits for. */
import assert from "node:assert/strict";
import type { IdentitySource } from "../../../emulator";
import {
  describeSource,
  type Source,
  sourceFromGraph,
  sourceToGraph,
} from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";
import { Stack, type StackOptions } from "../../faults/stack";
import { messageOf, status } from "../../support/failures";
import { domain, litware, organization, tenant, wingtip } from "../../support/sources";

export const own = domain("wingtiptoys.com");
export const other = domain("adatum.com");
export const one = organization(own);
export const two = organization(own, other);
/** What the service makes of the first. */
export const ownStored = tenant(wingtip);
/** What somebody puts there by hand. */
export const foreign = tenant(litware);

type Command = "up" | "refresh" | "destroy";

export async function run(stack: Stack, ...commands: readonly Command[]): Promise<void> {
  for (const command of commands) {
    stack.restart();
    await stack[command]();
  }
}

/** What the command failed with, without the ids and dates that differ from run to run. */
export async function failing(stack: Stack, command: Command): Promise<string> {
  return await messageOf(run(stack, command));
}

export async function startStack(declared: Values, options: StackOptions = {}): Promise<Stack> {
  const stack = new Stack(declared, options);
  await run(stack, "up");
  writes(stack);
  return stack;
}

/** A stack whose create was carried out, and whose first read of the organization was refused. */
export async function startUnseen(declared: Values, options: StackOptions = {}): Promise<Stack> {
  const stack = new Stack(declared, options);
  refuseRead(stack);
  assert.match(await failing(stack, "up"), /^creating connected organization "Partner": Graph answered 400 /);
  assert.deepEqual([stack.emulator.portal.list().length, stack.state?.isPending], [1, true]);
  writes(stack);
  return stack;
}

/** A read of the organization is refused, so many reads from now. */
export function refuseRead({ emulator }: Stack, skip = 0, code = 400): void {
  emulator.faults.add({ method: "GET", path: "connectedOrganizations/", skip, fault: status(code) });
}

/** Somebody changes the sources in the portal. */
export function exchange(stack: Stack, ...sources: readonly Source[]): void {
  stack.emulator.portal.patch(idOf(stack), { identitySources: sources.map(sourceToGraph) as IdentitySource[] });
}

export const idOf = ({ state }: Stack): string => state?.id ?? "";

/** The ids and sources by state and by service. */
export function picture({ emulator, state }: Stack): object {
  const live = emulator.portal.list();
  const sources = (state?.outputs["identitySources"] ?? []) as Source[];
  return {
    ids: [state?.id, ...live.map(({ id }) => id)],
    recorded: sources.map(describeSource),
    stored: live.flatMap(({ identitySources }) => identitySources.map(sourceFromGraph).map(describeSource)),
  };
}

export const pictureOf = (id: string, recorded: readonly Source[], stored: readonly Source[]): object => ({
  ids: [id, id],
  recorded: recorded.map(describeSource),
  stored: stored.map(describeSource),
});

/** The writes since the last call: those to an organization itself with their bodies. */
export function writes({ emulator }: Stack): [method: string, body: unknown][] {
  const sent = emulator.requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("$batch"));
  emulator.clearRequests();
  return sent.map(({ method, body }) => [method, body]);
}

/** State and service agree on what is declared, and no command finds anything to do any more. */
export async function isSettled(stack: Stack, id: string, stored: readonly Source[]): Promise<void> {
  const settled = pictureOf(id, stack.declared["identitySources"] as Source[], stored);
  assert.deepEqual(picture(stack), settled);
  writes(stack);
  await run(stack, "up", "refresh", "up");
  assert.deepEqual([picture(stack), writes(stack), stack.difference], [settled, [], { changes: false }]);
}
