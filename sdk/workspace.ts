/**
 * The variables of an Automation API workspace. Pulumi gives them to its own processes only: the provider of a resource
 * sees them, and an inline program, which runs in the caller's process, does not.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { automation } from "@pulumi/pulumi";

const running = new AsyncLocalStorage<automation.Stack>();

/** What runs the program. */
const operations = ["up", "preview", "refresh", "previewRefresh", "destroy", "previewDestroy"] as const;

type Run = (this: automation.Stack, ...args: unknown[]) => unknown;

// There is no hook for it: whatever an operation starts, its inline program too, remembers the stack.
const prototype = automation.Stack.prototype as unknown as Record<string, Run | undefined>;
for (const operation of operations) {
  const run = prototype[operation];
  if (!run) continue;
  prototype[operation] = function (...args) {
    return running.run(this, () => run.apply(this, args));
  };
}

/** What the provider of a resource of this program has as its environment. */
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, ...running.getStore()?.workspace.envVars };
}
