// The bytes that a resource's own properties take in a stack's state, without the engine's own data.
import type { StackState } from "../harness/project/stack-state";

/** The mean over all resources of a provider, the provider itself not counted. */
export function stateBytesIn({ resources }: Pick<StackState, "resources">): number {
  const sizes = resources
    .filter(({ type }) => !type.startsWith("pulumi:"))
    .map(({ inputs, outputs }) => bytes(inputs) + bytes(outputs));
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value ?? {}));
}
