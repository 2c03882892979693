// What the file backend keeps of a stack: the same as `pulumi stack export`, without starting the CLI.
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
  /** The file as it is, for what must or must not be in it. */
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

/** The resource with this name in the program; providers have names of their own. */
export function resourceNamed(state: StackState, name: string): StateResource | undefined {
  return state.resources.find(({ urn, type }) => urn.endsWith(`::${name}`) && !type.startsWith("pulumi:providers:"));
}
