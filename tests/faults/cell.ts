/** One cell of the matrix: an operation with one trouble, what came of it, and everything that must hold all the same. */
import { isDeepStrictEqual } from "node:util";
import type { IdentitySource } from "../../emulator";
import { PartialFailure } from "../../provider/errors";
import { secret } from "../support/sign-in";
import type { Trouble } from "./fault";
import { arrange, type Operation } from "./operation";
import { type Stack, timeoutSeconds, token } from "./stack";

/**
 * `.` recovered, `E` a clear error, `P` a partial failure, `N` an error after which the next up names what exists: the
 * answer to the POST was lost, and everything that was asked afterwards as well.
 */
export type Ending = "." | "E" | "P" | "N";

export interface Cell {
  readonly outcome: Ending;
  /** What must not be: each as a sentence. */
  readonly broken: readonly string[];
  readonly isLost: boolean;
  readonly isDoubled: boolean;
}

const lists = ["internalSponsors", "externalSponsors"] as const;

export async function runCell(operation: Operation, trouble: Trouble): Promise<Cell> {
  const stack = await arrange(operation);
  const broken: string[] = [];
  const existing = idsOf(stack);
  const before = stack.state;
  const guard = watch(stack, broken);
  stack.line.begin(trouble, operation.standing);
  const error = await failureOf(operation.run(stack));
  broken.push(...checkMessage(error), ...checkTimes(stack));
  // A read or a delete that ended well without a state has told the engine that nothing is there any more.
  const isDropped = !stack.state && before !== undefined && idsOf(stack).includes(before.id);
  if (isDropped) broken.push("What exists was reported as deleted.");
  const made = idsOf(stack).filter((id) => !existing.includes(id));
  const isUnknown = made.some((id) => id !== stack.state?.id);
  if (!stack.line.wasSpoiled) broken.push("The request that should have failed was never sent.");
  const next = await goOn(stack, operation, trouble);
  broken.push(...next.broken);
  const isLost = isDropped || (isUnknown && !next.isNamed);
  return { outcome: endingOf(error, isUnknown), broken, isLost, isDoubled: guard.isDoubled };
}

function endingOf(error: Error | undefined, isUnknown: boolean): Ending {
  if (!error) return ".";
  if (error instanceof PartialFailure) return "P";
  return isUnknown ? "N" : "E";
}

/** Looks after every answer, so that nothing bad is hidden by what comes later. */
function watch(stack: Stack, broken: string[]): { isDoubled: boolean } {
  const guard = { isDoubled: false };
  const before = stack.members();
  const keep = lists.map((kind) => {
    const wanted = stack.declared[kind];
    return before[kind].filter((member) => !Array.isArray(wanted) || wanted.includes(member));
  });
  stack.line.watch = () => {
    const found = stack.emulator.portal.list().length;
    if (found > 1 && !guard.isDoubled) broken.push(`There are ${found} organizations for one that is declared.`);
    guard.isDoubled ||= found > 1;
    if (found === 0) return;
    const now = stack.members();
    const lost = lists.flatMap((kind, index) => (keep[index] ?? []).filter((member) => !now[kind].includes(member)));
    if (lost.length > 0) broken.push(`The sponsors ${lost.join(", ")} were lost.`);
  };
  return guard;
}

function checkMessage(error: Error | undefined): string[] {
  if (!error) return [];
  const { message } = error;
  const rules: [boolean, string][] = [
    [/[\r\n]/.test(message), "has several lines"],
    [/\bat \S+ \(|\.[jt]s:\d+/.test(message), "has a stack"],
    [message.includes(token) || message.includes(secret) || /eyJ[\w-]+\./.test(message), "has a token or secret"],
    [!/^(creating|reading|updating|deleting|comparing|looking up) /.test(message), "does not say what was done"],
    [/defect in pulumi-connectedorgs|undefined|\[object/.test(message), "is not for a person"],
    [message.length > 900, "is too long"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, rule]) => `The message ${rule}: ${message}`);
}

function checkTimes({ line, longest }: Stack): string[] {
  const overrun = longest / 1000 - timeoutSeconds;
  return [
    ...line.tooEarly.map((text) => `Sent before Retry-After was over: ${text}.`),
    ...(overrun > 0 ? [`It took ${overrun} s longer than the time-out.`] : []),
  ];
}

interface Next {
  readonly broken: readonly string[];
  readonly isNamed: boolean;
}

/** The next commands, without trouble: they must end with what is declared, and with nothing left to do. */
async function goOn(stack: Stack, operation: Operation, { span }: Trouble): Promise<Next> {
  nextCommand(stack);
  // Both ways must lead there: straight on, and with the refresh that a nightly job puts between.
  const { state } = stack;
  if (span !== "once") {
    const failure = await failureOf(stack.refresh());
    if (failure) return { broken: [`The next refresh failed: ${failure.message}`], isNamed: false };
    if (state && !stack.state && idsOf(stack).includes(state.id)) {
      return { broken: ["The next refresh took what exists for deleted."], isNamed: false };
    }
    nextCommand(stack);
  }
  const isGone = operation.stored.length === 0;
  const command = async () => await (isGone ? operation.run(stack) : stack.up());
  let failure = await failureOf(command());
  const [only] = idsOf(stack);
  const isNamed = !stack.state && only !== undefined && failure?.message.includes(`(id ${only}, `) === true;
  if (isNamed) {
    stack.declared = { ...stack.declared, adoptExisting: true };
    nextCommand(stack);
    failure = await failureOf(command());
  }
  if (failure) return { broken: [`The next command failed: ${failure.message}`], isNamed };
  return {
    broken: [...checkTimes(stack), ...checkEnd(stack, operation), ...(await checkRest(stack, isGone))],
    isNamed,
  };
}

/** All that the service stores must be what is declared, and the state must hold its id. */
function checkEnd({ emulator, state, declared }: Stack, { stored }: Operation): string[] {
  const [only, ...others] = emulator.portal.list();
  if (stored.length === 0) return only || state ? ["It was not deleted."] : [];
  if (!only || others.length > 0) return [`There are ${others.length + (only ? 1 : 0)} organizations in the end.`];
  const same = (left: unknown, right: unknown, what: string) =>
    isDeepStrictEqual(left, right)
      ? []
      : [`In the end ${what} is ${JSON.stringify(left)}, not ${JSON.stringify(right)}.`];
  return [
    ...same(state?.id, only.id, "the id in state"),
    ...same(only.displayName, declared["displayName"], "displayName"),
    ...same(only.description ?? "", declared["description"], "description"),
    ...same(only.state, declared["state"], "state"),
    ...same(only.identitySources.map(nameOf).sort(), [...stored].sort(), "identitySources"),
    ...lists.flatMap((kind) => {
      const wanted = declared[kind];
      return Array.isArray(wanted) ? same([...only[kind]].sort(), [...wanted].sort(), kind) : [];
    }),
  ];
}

/** Another refresh and another up must find nothing to do. */
async function checkRest(stack: Stack, isGone: boolean): Promise<string[]> {
  if (isGone) return [];
  nextCommand(stack);
  const failure = await failureOf(
    stack
      .up()
      .then(() => stack.refresh())
      .then(() => stack.up()),
  );
  const writes = stack.line.sent.filter((label) => !label.startsWith("GET ") && label !== "POST token");
  return [
    ...(failure ? [`The command after that failed: ${failure.message}`] : []),
    ...(writes.length > 0 ? [`The command after that sent ${writes.join(", ")}.`] : []),
    ...(stack.difference?.changes === false ? [] : ["There is still a difference."]),
  ];
}

function nextCommand(stack: Stack): void {
  stack.restart();
  stack.line.begin();
}

function idsOf({ emulator }: Stack): string[] {
  return emulator.portal.list().map(({ id }) => id);
}

function nameOf(source: IdentitySource): string {
  const type = source["@odata.type"].replace("#microsoft.graph.", "");
  return `${type} ${String(source["tenantId"] ?? source["domainName"])}`;
}

async function failureOf(work: Promise<unknown>): Promise<Error | undefined> {
  return await work.then(
    () => undefined,
    (reason: unknown) => (reason instanceof Error ? reason : new Error(`Not an Error: ${String(reason)}`)),
  );
}
