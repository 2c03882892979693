// The life of a stack, operation by operation. The subjects take turns, so that a busy moment affects all of them.
import { type Declared, declare, withChanges, withSponsors } from "./declared";
import { type Operation, operations, type Sample, type Subject, subjects } from "./result";
import { openStand, type Stand } from "./stand";
import { stateBytesIn } from "./state-size";

interface Step {
  readonly operation: Operation;
  readonly command: readonly string[];
  readonly declared: readonly Declared[];
  /** How many organizations there are afterwards. */
  readonly left: number;
  /** Milliseconds that a batch takes longer for each of its members. @default 0 */
  readonly memberDelay?: number;
  /** Operations that change nothing run several times. */
  readonly passes?: number;
}

const up = ["up", "--yes", "--skip-preview"];
const refresh = ["refresh", "--yes", "--skip-preview", "--expect-no-changes"];
const destroy = ["destroy", "--yes", "--skip-preview"];

/** From here on, creating and destroying take the engine minutes, so that happens once. */
const LARGE = 1000;
const PASSES = 3;
const MEMBER_DELAY = 5;

function lifeOf(size: number): Step[] {
  const plain = declare(size);
  const changed = withChanges(plain);
  const sponsored = withSponsors(plain);
  const toSponsored: readonly Step[] =
    size < LARGE
      ? [
          { operation: "destroy", command: destroy, declared: changed, left: 0 },
          { operation: "createSponsored", command: up, declared: sponsored, left: size },
        ]
      : [{ operation: "addSponsors", command: up, declared: sponsored, left: size }];
  return [
    { operation: "create", command: up, declared: plain, left: size },
    { operation: "unchanged", command: [...up, "--expect-no-changes"], declared: plain, left: size, passes: PASSES },
    { operation: "refresh", command: refresh, declared: plain, left: size, passes: PASSES },
    {
      operation: "refresh",
      command: refresh,
      declared: plain,
      left: size,
      passes: PASSES,
      memberDelay: MEMBER_DELAY,
    },
    { operation: "change", command: up, declared: changed, left: size },
    ...toSponsored,
    { operation: "refreshSponsored", command: refresh, declared: sponsored, left: size, passes: PASSES },
    {
      operation: "refreshSponsored",
      command: refresh,
      declared: sponsored,
      left: size,
      passes: PASSES,
      memberDelay: MEMBER_DELAY,
    },
    { operation: "destroySponsored", command: destroy, declared: sponsored, left: 0 },
  ];
}

export interface Run {
  readonly size: number;
  readonly rounds: number;
  /** @default 0 */
  readonly others?: number;
  readonly parallel?: number;
  /** @default all */
  readonly only?: readonly Operation[];
  /** @default all */
  readonly who?: readonly Subject[];
  readonly log: (line: string) => void;
  /** Called after each command, so that what ends a long run loses nothing. */
  readonly keep: (sample: Sample) => void;
}

export async function runLife(run: Run): Promise<void> {
  const { size, rounds, others = 0 } = run;
  // Its text is in the state twice for each resource, and the engine writes the whole state after every step.
  const affordable = subjects.filter((subject) => subject !== "hand-written" || size < LARGE);
  const stands = await Promise.all((run.who ?? affordable).map((subject) => openStand(subject, { size, others })));
  run.log(`N = ${size} in a tenant of ${size + others}`);
  for (let round = 0; round < rounds; round += 1) {
    for (const step of lifeOf(size).filter(({ operation }) => run.only?.includes(operation) ?? true)) {
      const { passes = 1 } = step;
      for (let pass = round * passes; pass < (round + 1) * passes; pass += 1) {
        for (const stand of inTurn(stands, pass)) run.keep(await runStep(stand, step, pass, run));
      }
    }
  }
  await Promise.all(stands.map((stand) => stand.close()));
}

/** Rotates the items, so that each round begins with another one. */
export function inTurn<Item>(items: readonly Item[], round: number): Item[] {
  const first = round % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

async function runStep(stand: Stand, step: Step, round: number, run: Run): Promise<Sample> {
  const { size, others = 0, parallel } = run;
  const { memberDelay = 0 } = step;
  await stand.declare(step.declared);
  const flags = parallel === undefined ? [] : ["--parallel", String(parallel)];
  const measured = await stand.measure([...step.command, ...flags], memberDelay);
  await stand.expectOrganizations(step.left);
  const stateBytes = step.operation === "create" ? stateBytesIn(await stand.project.state()) : undefined;
  const sample = {
    subject: stand.subject,
    operation: step.operation,
    size,
    round,
    others,
    memberDelay,
    parallel,
    stateBytes,
    ...measured,
  };
  run.log(describe(sample));
  return sample;
}

function describe({ subject, operation, size, memberDelay, parallel, seconds, requests }: Sample): string {
  const slowly = memberDelay ? `, ${memberDelay} ms for each member` : "";
  const where = `N = ${size}${slowly}${parallel === undefined ? "" : `, --parallel ${parallel}`}`;
  return `${where}: ${operations[operation]}, ${subject}: ${seconds.toFixed(1)} s, ${requests} requests`;
}
