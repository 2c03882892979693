/**
 * Every mistake of a program in one preview. The engine stops at the first resource that it refuses, so what is known
 * when a resource is constructed is checked here. One with mistakes is never registered: each mistake is an error at its
 * URN, and all its outputs fail. What only becomes known later, and what a transform may change, the engine checks.
 */
import * as pulumi from "@pulumi/pulumi";
import type { CheckFailure } from "../provider/organization/check";
import type { Values } from "../provider/organization/recorded";

export function mistakesIn(args: object, opts: pulumi.CustomResourceOptions): string[] {
  const { id, urn, ignoreChanges = [], transforms = [], transformations = [] } = opts;
  if (id !== undefined || urn !== undefined || transforms.length + transformations.length > 0) return [];
  // Loaded here, because a program that only looks something up needs none of it.
  const { check } = require("../provider/organization/check") as typeof import("../provider/organization/check");
  const declared = knownOf(args) as Values;
  const { failures } = check(mayBeRecorded(declared), declared);
  return failures
    .filter((failure) => !isIgnored(failure, ignoreChanges))
    .map((each) => `${each.property} ${each.reason}`);
}

/** Sources of kinds that Graph added later pass when the state holds them, so only the engine can tell. */
function mayBeRecorded({ identitySources }: Values): Values {
  const { kindName } =
    require("../provider/organization/identity-source") as typeof import("../provider/organization/identity-source");
  const isLater = (type: unknown) =>
    typeof type === "string" && (kindName.normalize(type) ?? kindName.suggest?.(type)) === undefined;
  const later = [identitySources].flat().filter((source) => isLater((source as Values | null)?.["type"]));
  return later.length > 0 ? { identitySources: later } : {};
}

/** An ignored property keeps its former value, whatever the program declares. */
function isIgnored({ property }: CheckFailure, ignoreChanges: readonly string[]): boolean {
  const rootOf = (path: string) => /^\w*/.exec(path)?.[0];
  return ignoreChanges.some((path) => path === "*" || rootOf(path) === rootOf(property));
}

/** Outputs, promises and whatever else is no plain value pass as not known yet. */
function knownOf(value: unknown, depth = 0): unknown {
  if (["string", "number", "boolean"].includes(typeof value) || value === null || value === undefined) return value;
  if (depth > 4) return pulumi.runtime.unknownValue;
  if (Array.isArray(value)) return value.map((item) => knownOf(item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return pulumi.runtime.unknownValue;
  const given = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(given.map(([name, item]) => [name, knownOf(item, depth + 1)]));
}

/** Registers a resource only when it turns out that the engine must judge it. */
export class Refusal {
  readonly #verdict: Promise<void>;
  #judge!: (resource: pulumi.CustomResource) => void;

  /** @throws under mocks, where there is no engine to tell */
  constructor(
    readonly mistakes: readonly string[],
    readonly urn: pulumi.Output<string>,
  ) {
    if (!pulumi.runtime.getEngine()) throw new Error(mistakes.join("\n"));
    const resource = new Promise<pulumi.CustomResource>((resolve) => {
      this.#judge = resolve;
    });
    this.#verdict = resource.then((refused) => this.#refuse(refused));
  }

  hold<Value>(value: Value): Promise<Value> {
    return this.#verdict.then(() => value);
  }

  /** Makes the outputs fail with the registration, or whoever waits for one would wait for ever. */
  apply(resource: pulumi.CustomResource): void {
    for (const [name, value] of Object.entries(resource)) {
      if (pulumi.Output.isInstance(value)) Object.assign(resource, { [name]: pulumi.output(this.hold(value)) });
    }
    this.#judge(resource);
  }

  async #refuse(resource: pulumi.CustomResource): Promise<void> {
    // By then the transforms of all its parents are there.
    await new Promise((resolve) => this.urn.apply(resolve));
    if (isTransformed(resource)) return;
    const place = { urn: this.urn } as pulumi.Resource;
    const errors = this.mistakes.map((mistake) => new pulumi.ResourceError(mistake, place, true));
    // Pulumi reports each rejection that nobody handles, once, and lets the program fail.
    for (const error of errors) void Promise.reject(error);
    await new Promise(setImmediate);
    // Who waits for an output may come later, which Node warns of. The Automation API says the text once more, at the stack.
    process.off("rejectionHandled", ignore).on("rejectionHandled", ignore);
    throw Object.assign(errors[0] as Error, {
      message: "The program has mistakes: see the errors of its connected organizations.",
    });
  }
}

/** The SDK tells nobody whether there are transforms; it runs a server for them. */
function isTransformed(resource: object): boolean {
  const { __transformations: transformations = [] } = resource as { __transformations?: readonly unknown[] };
  const { getStore } = require("@pulumi/pulumi/runtime/state") as { getStore?(): { callbacks?: unknown } };
  return transformations.length > 0 || getStore?.().callbacks !== undefined;
}

function ignore(): void {
  // Node warns where nobody listens.
}
