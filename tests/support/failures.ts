/** What spoils an operation, and what it failed with. */
import assert from "node:assert/strict";
import type { Emulator, Fault, RetryAfter } from "../../emulator";
import { PartialFailure } from "../../provider/errors";
import { startWorld, type World, type WorldOptions } from "./world";

export const status = (code: number, retryAfter?: RetryAfter): Fault & { kind: "status" } => ({
  kind: "status",
  status: code,
  ...(retryAfter !== undefined && { retryAfter }),
});

/** Neither Graph nor the authority can tell whose a domain is. */
export function forbidLookUp({ emulator }: { readonly emulator: Emulator }): void {
  emulator.faults.add({ path: /findTenant|openid/, times: "always", fault: { kind: "reset" } });
}

/** What the work failed with, without the ids and dates that differ from run to run. */
export async function messageOf(work: Promise<unknown>): Promise<string> {
  return textOf(await failureOf(work));
}

/** The same of work that left nothing behind: a plain error, which does not reach the state. */
export async function plainMessageOf(work: Promise<unknown>): Promise<string> {
  const error = await failureOf(work);
  assert.ok(!(error instanceof PartialFailure), error.message);
  return textOf(error);
}

export function textOf({ message }: Error): string {
  return message.replace(/ \((request-id|client-request-id|date)[^)]*\)|, request-id [^)]*(?=\))/g, "");
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

/** Something happens before the first request of this method to this path; if it throws, the request never arrives. */
export function beforeFirst(method: string, path: RegExp, happens: () => void): (next: typeof fetch) => typeof fetch {
  let hasHappened = false;
  return (next) => async (input, init) => {
    if (!hasHappened && init?.method === method && path.test(String(input))) {
      hasHappened = true;
      happens();
    }
    return await next(input, init);
  };
}

/** Two organizations of one identity are possible, and the POST is spoiled. */
export function startSpoiled(fault: Fault, options: WorldOptions = {}): World {
  const world = startWorld({ switches: { duplicate: "allowed" } }, {}, options);
  world.emulator.faults.add({ method: "POST", path: /connectedOrganizations$/, fault });
  return world;
}
