// All measurements of one run, from the quick ones to the long ones.
import { cpus } from "node:os";
import { ENGINE_VERSION } from "../harness/engine/pin";
import { installedPackage } from "../harness/project/installed-package";
import { measureHeap } from "./host-heap";
import { measureHostStart, measurePortStart } from "./host-start";
import { runLife } from "./life";
import type { Plan } from "./options";
import type { Operation, Results, Sample, Subject } from "./result";
import type { Stand } from "./stand";
import { stateBytesIn } from "./state-size";
import { BIG_TENANT } from "./target";
import { measureTypeCheck } from "./type-check";

const START_ROUNDS = 5;
/** For measurements that only compare both doors with the floor. */
const who = ["ours", "plugin", "no-op", "bare"] as const;
const PARALLEL = { size: 100, values: [8, 32, 100], only: ["create", "refresh", "destroy"] } as const;

type Log = (line: string) => void;

export async function measureAll(plan: Plan, command: string, log: Log): Promise<Results> {
  const installation = await installedPackage();
  log("Start-up and memory without an engine");
  const without = {
    typeCheck: await measureTypeCheck(installation, START_ROUNDS),
    hostStart: await measureHostStart(installation, START_ROUNDS),
    portStart: await measurePortStart(installation, START_ROUNDS),
    heapBytes: await measureHeap(installation),
  };
  const stateBytes: Record<Subject, number> = { ours: 0, plugin: 0, "no-op": 0, bare: 0, "hand-written": 0 };
  const inspect = async (stand: Stand, operation: Operation) => {
    if (operation === "create") stateBytes[stand.subject] = stateBytesIn(await stand.project.state());
  };
  const samples = [...(await runSizes(plan, inspect, log)), ...(await runBigTenant(log)), ...(await runParallel(log))];
  return { made: describeRun(command), samples, stateBytes, ...without };
}

async function runSizes(
  plan: Plan,
  inspect: (stand: Stand, operation: Operation) => Promise<void>,
  log: Log,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const size of plan.sizes) {
    log(`N = ${size}`);
    samples.push(...(await runLife({ size, rounds: plan.rounds(size), inspect, log })));
  }
  return samples;
}

async function runBigTenant(log: Log): Promise<Sample[]> {
  log(`N = ${BIG_TENANT.size} in a tenant of ${BIG_TENANT.size + BIG_TENANT.others}`);
  return await runLife({ ...BIG_TENANT, rounds: 1, only: ["create", "refresh", "destroy"], who, log });
}

async function runParallel(log: Log): Promise<Sample[]> {
  const { size, values, only } = PARALLEL;
  const samples: Sample[] = [];
  for (const parallel of values) {
    log(`--parallel ${parallel}`);
    samples.push(...(await runLife({ size, rounds: 1, parallel, only, who, log })));
  }
  return samples;
}

function describeRun(command: string): Results["made"] {
  const processors = cpus();
  const { version } = require("@pulumi/pulumi/package.json") as { version: string };
  return {
    at: new Date().toISOString().slice(0, 10),
    machine: `${processors.length} × ${processors[0]?.model.trim() || "unknown processor"} (${process.platform})`,
    versions: `Node ${process.versions.node}, engine ${ENGINE_VERSION}, @pulumi/pulumi ${version}`,
    command,
  };
}
