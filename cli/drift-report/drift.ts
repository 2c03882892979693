// What `pulumi refresh --preview-only --json` found: which property of which resource differs from what is declared.
import { isDeepStrictEqual } from "node:util";
import { asRecord, parseJson } from "../../provider/json";
import { organizationTypes } from "../organization-type";
import { anything, listOf, optional, record, text } from "../shape";
import { nameOf, stackOf, typeOf } from "../urn";
import { type Failure, groupFailures } from "./failure";

export interface Difference {
  /** Whether it is one of ours. */
  readonly isOrganization: boolean;
  /** The organization's declared display name; the type for a resource of another kind. */
  readonly what: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** Undefined: the whole resource is gone. */
  readonly property: string | undefined;
  readonly declared: unknown;
  readonly found: unknown;
}

export interface Drift {
  readonly stack: string | undefined;
  /** How many resources were checked. */
  readonly looked: number;
  readonly differences: readonly Difference[];
  /** Why the check is incomplete; empty if it is complete. */
  readonly failures: readonly Failure[];
  /** How many differences an earlier report had already, so that they are left out. */
  readonly known?: number;
}

interface State {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

interface Step {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: State;
  readonly newState?: State;
  readonly diffReasons?: readonly string[];
}

interface Diagnostic {
  readonly message: string;
  readonly severity: string;
}

/** What the engine writes instead of a secret. */
export const SECRET = "[secret]";

interface Result {
  readonly steps?: readonly Step[];
  readonly duration?: number;
  readonly diagnostics?: readonly Diagnostic[];
}

export function readDrift(printed: string): Drift {
  // It has this form, or is cut off where the engine ended. Of a stack that holds nothing it has the duration only.
  const { duration, steps = duration && [], diagnostics = [] } = asRecord(parseJson(printed)) as Result;
  if (!Array.isArray(steps)) {
    const cause = "The engine ended without a result; the log has its message.";
    return unreadable(cause);
  }
  if (!isResult({ steps, diagnostics }))
    return unreadable(
      "This is not the output of pulumi refresh --preview-only --json. Use the file as the engine wrote it.",
    );
  // Of a preview, what is found and what is declared would change places.
  if (steps.some(({ op, urn }) => typeOf(urn) === "pulumi:pulumi:Stack" && op !== "refresh"))
    return unreadable("This is the output of pulumi preview: use that of pulumi refresh --preview-only --json.");
  const own = steps.filter(({ urn }) => !/^pulumi:(pulumi:Stack|providers:)/.test(typeOf(urn)));
  return {
    stack: steps[0] && stackOf(steps[0].urn),
    looked: own.length,
    differences: own.flatMap(differencesOf),
    failures: groupFailures(messagesIn(diagnostics)),
  };
}

const isStep = record<Step>({
  op: text,
  urn: text,
  oldState: anything,
  newState: anything,
  diffReasons: optional(listOf(text)),
});
const isResult = record<Required<Omit<Result, "duration">>>({
  steps: listOf(isStep),
  diagnostics: listOf(record<Diagnostic>({ message: text, severity: text })),
});

function unreadable(cause: string): Drift {
  return { stack: undefined, looked: 0, differences: [], failures: [{ cause, tasks: [] }] };
}

/** Each resource's own message, without the engine's last one, which only says that it failed. */
function messagesIn(diagnostics: readonly Diagnostic[]): string[] {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const messages = errors.map(({ message }) => message.trim().replace(/^error: (Preview failed: )?/, ""));
  const own = messages.filter((message) => message !== "preview failed");
  return [...new Set(own.length > 0 ? own : messages)];
}

function differencesOf(step: Step): Difference[] {
  if (step.op === "refresh" || step.op === "same") return [];
  const type = typeOf(step.urn);
  const displayName = step.oldState?.inputs?.["displayName"];
  const isOrganization = organizationTypes.includes(type);
  const what = isOrganization ? String(displayName ?? "") : type;
  const resource = { isOrganization, what, name: nameOf(step.urn) };
  if (step.op === "delete") return [{ ...resource, property: undefined, declared: undefined, found: undefined }];
  return changedProperties(step).map((property) => {
    const declared = propertyOf(step.oldState, property);
    const found = propertyOf(step.newState, property);
    // A refreshed value is no longer marked as secret, but may still contain parts of the declared one.
    return { ...resource, property, declared, found: holdsSecret(declared) ? SECRET : found };
  });
}

function changedProperties({ diffReasons = [], oldState, newState }: Step): readonly string[] {
  if (diffReasons.length > 0) return diffReasons;
  const names = new Set([...Object.keys(oldState?.outputs ?? {}), ...Object.keys(newState?.outputs ?? {})]);
  return [...names].filter(
    (name) => !name.startsWith("__") && !isDeepStrictEqual(oldState?.outputs?.[name], newState?.outputs?.[name]),
  );
}

function propertyOf(from: State | undefined, property: string): unknown {
  return from?.inputs?.[property] ?? from?.outputs?.[property];
}

function holdsSecret(value: unknown): boolean {
  return JSON.stringify(value)?.includes(SECRET) ?? false;
}
