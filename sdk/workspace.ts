/**
 * The variables of an Automation API workspace. Pulumi gives them to its own processes only: the provider of a resource
 * sees them, and an inline program, which runs in the caller's process, does not.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { automation } from "@pulumi/pulumi";

type Workspace = automation.Workspace;
type Program = automation.PulumiFn | undefined;
type Options = { readonly program?: Program } | undefined;
type Run = (this: automation.Stack, options: Options, ...others: unknown[]) => unknown;

const running = new AsyncLocalStorage<Workspace>();

/** What the provider of a resource of this program has as its environment. */
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, ...running.getStore()?.envVars };
}

// A program is not told whose it is, and Pulumi has no hook that could tell it.
const prototype = automation.Stack.prototype as unknown as Record<string, Run | undefined>;
for (const operation of ["up", "preview", "refresh", "previewRefresh", "destroy", "previewDestroy"]) {
  const run = prototype[operation];
  if (!run) continue;
  prototype[operation] = function (options, ...others) {
    const { workspace } = this;
    const own = Object.create(workspace, { program: { value: within(workspace, workspace.program) } });
    const stack = Object.create(this, { workspace: { value: own } }) as automation.Stack;
    const given = options?.program ? { ...options, program: within(workspace, options.program) } : options;
    return run.call(stack, given, ...others);
  };
}

function within(workspace: Workspace, program: Program): Program {
  return program && (() => running.run(workspace, program));
}
