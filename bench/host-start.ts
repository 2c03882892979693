// From the start of the dynamic provider's process to its first answered check, without an engine.

import { createRequire } from "node:module";
import { join } from "node:path";
import { startDynamicHost } from "../harness/host/dynamic-host";
import { type HostProcessOptions, startHostProcess } from "../harness/host/host-process";
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

/** @param folder holds the installed package */
export async function measurePortStart(folder: string, rounds: number): Promise<Pairs> {
  const installed = createRequire(join(folder, "package.json"));
  const description = installed.resolve("pulumi-connectedorgs/package.json");
  const { bin } = installed(description) as { bin: Record<string, string> };
  const script = join(description, "..", bin["pulumi-resource-connectedorgs"] ?? "");
  const pairs = { ours: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    pairs.ours.push(await secondsToPort({ folder, env, script }));
    pairs.floor.push(await secondsToPort({ folder, env }));
  }
  return pairs;
}

async function secondsToPort(options: HostProcessOptions): Promise<number> {
  const startedAt = performance.now();
  const started = await startHostProcess(options);
  const seconds = (performance.now() - startedAt) / 1000;
  await started.stop();
  return seconds;
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
