// The parts of a run, each measured by itself.
import { cpus } from "node:os";
import { ENGINE_VERSION } from "../harness/engine/pin";
import { installedPackage } from "../harness/project/installed-package";
import { measureHeap } from "./host-heap";
import { measureHostStart, measurePortStart } from "./host-start";
import { type Run, runLife } from "./life";
import type { Plan } from "./options";
import type { Made, PartName, Results, Sample, StartUp } from "./result";
import { BIG_TENANT, ESTATE } from "./target";
import { measureTypeCheck } from "./type-check";

const START_ROUNDS = 5;
/** For measurements that only compare both doors with the floor. */
const who = ["ours", "plugin", "no-op", "bare"] as const;
const PARALLEL = { size: 100, values: [8, 32, 100], only: ["create", "refresh", "destroy"] } as const;

type Log = (line: string) => void;
type Lives = readonly Omit<Run, "log" | "keep">[];

/** The lives of each part but the first. */
const livesOf: Readonly<Record<Exclude<PartName, "start">, (plan: Plan) => Lives>> = {
  sizes: (plan) => plan.sizes.map((size) => ({ size, rounds: plan.rounds(size) })),
  tenant: () => [{ ...BIG_TENANT, rounds: 1, only: ["create", "refresh", "destroy"], who }],
  parallel: () => {
    const { values, ...life } = PARALLEL;
    return values.map((parallel) => ({ ...life, rounds: 1, parallel, who }));
  },
  estate: () => ESTATE,
};

export interface Wanted {
  readonly parts: readonly PartName[];
  readonly plan: Plan;
  /** What was typed. */
  readonly command: string;
  readonly log: Log;
  save(measured: Results): void;
}

export async function measureParts({ parts, plan, command, log, save }: Wanted): Promise<void> {
  const made = describeRun(command);
  for (const name of parts) {
    log(`Part ${name}`);
    if (name === "start") {
      save({ start: { made, measured: await measureStart() } });
      continue;
    }
    const measured: Sample[] = [];
    const keep = (sample: Sample) => {
      measured.push(sample);
      save({ [name]: { made, measured } });
    };
    for (const life of livesOf[name](plan)) await runLife({ ...life, log, keep });
  }
}

async function measureStart(): Promise<StartUp> {
  const installation = await installedPackage();
  return {
    typeCheck: await measureTypeCheck(installation, START_ROUNDS),
    hostStart: await measureHostStart(installation, START_ROUNDS),
    portStart: await measurePortStart(installation, START_ROUNDS),
    heapBytes: await measureHeap(installation),
  };
}

function describeRun(command: string): Made {
  const processors = cpus();
  const { version } = require("@pulumi/pulumi/package.json") as { version: string };
  return {
    at: new Date().toISOString().slice(0, 10),
    machine: `${processors.length} × ${processors[0]?.model.trim() || "unknown processor"} (${process.platform})`,
    versions: `Node ${process.versions.node}, engine ${ENGINE_VERSION}, @pulumi/pulumi ${version}`,
    command,
  };
}
