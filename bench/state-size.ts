// How many bytes of a stack's state a resource's own properties take, without what the engine keeps beside them.
import type { StackState } from "../harness/project/stack-state";

/** The mean over all resources of a provider. */
export function stateBytesIn({ resources }: Pick<StackState, "resources">): number {
  const sizes = resources
    .filter(({ type }) => type.startsWith("pulumi-nodejs:"))
    .map(({ inputs, outputs }) => bytes(inputs) + bytes(outputs));
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length);
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value ?? {}));
}
