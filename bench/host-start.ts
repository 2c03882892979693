// From the start of the dynamic provider's process to its first answered check, without an engine.

import { startDynamicHost } from "../harness/host/dynamic-host";
import { shim } from "../sdk/shim";
import { argumentsOf, declare } from "./declared";
import type { Pairs } from "./result";

const DEADLINE_MS = 60_000;
const bare = "exports.handler=()=>({check:async(olds,news)=>({inputs:news})});";
const env = { CONNECTEDORGS_ACCESS_TOKEN: "unused" };

/** @param folder holds the installed package */
export async function measureHostStart(folder: string, rounds: number): Promise<Pairs> {
  const pairs = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    pairs.ours.push(await secondsToCheck(folder, shim));
    pairs.floor.push(await secondsToCheck(folder, bare));
  }
  return pairs;
}

async function secondsToCheck(folder: string, provider: string): Promise<number> {
  const [inputs] = declare(1).map(argumentsOf);
  const startedAt = performance.now();
  const host = await startDynamicHost({ folder, env, deadlineMs: DEADLINE_MS });
  await host.configure();
  const { failures } = await host.check({}, { ...inputs, __provider: provider });
  const seconds = (performance.now() - startedAt) / 1000;
  await host.stop();
  if (failures.length > 0) throw new Error(`The check failed: ${failures[0]?.reason}`);
  return seconds;
}
