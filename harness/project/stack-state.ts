// Reads a stack from the file backend: like `pulumi stack export`, but without starting the CLI.
import { readFile } from "node:fs/promises";

export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  provider?: string;
  initErrors?: string[];
}

export interface StackState {
  resources: StateResource[];
  pendingOperations: { type: string; resource: StateResource }[];
  /** The raw file, to check what must or must not be in it. */
  text: string;
}

interface Checkpoint {
  checkpoint: {
    latest?: { resources?: StateResource[]; pending_operations?: StackState["pendingOperations"] };
  };
}

export async function readStackState(file: string): Promise<StackState> {
  const text = await readFile(file, "utf8");
  const { latest } = (JSON.parse(text) as Checkpoint).checkpoint;
  return { resources: latest?.resources ?? [], pendingOperations: latest?.pending_operations ?? [], text };
}

/** The resource with this name in the program, but never a provider. */
export function resourceNamed(state: StackState, name: string): StateResource | undefined {
  return state.resources.find(({ urn, type }) => urn.endsWith(`::${name}`) && !type.startsWith("pulumi:providers:"));
}
