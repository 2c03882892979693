/** One emulated tenant and one real Pulumi stack that declares organizations in it, through the packed package. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type EmulatorOptions, type Listener } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import type { RunResult } from "../../harness/run-process";

export const tenantOfWingtip = "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48";
export const tenantOfFabrikam = "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20";
export const wingtip = {
  displayName: "Wingtip Toys",
  description: "Toy supplier",
  identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
};

export type Declarations = Readonly<Record<string, unknown>>;

/** The package's entry whose classes a program uses, and so the way to the provider. */
export type Entry = "pulumi-connectedorgs" | "pulumi-connectedorgs/plugin";
export const entries: readonly Entry[] = ["pulumi-connectedorgs", "pulumi-connectedorgs/plugin"];

export interface Stack {
  readonly emulator: Emulator;
  readonly project: PulumiProject;
  /** Declares one organization per key. */
  declare(organizations: Declarations): Promise<void>;
  /** Methods of the requests since the last call; a batch of reads is a GET. */
  sent(): string[];
  /** Those of them that are no reads. */
  writes(): string[];
  /** Destroys what is declared, and checks that nothing is left in the tenant. */
  end(): Promise<void>;
}

const credential = { "connectedorgs:accessToken": "token-that-must-not-be-seen" };

export async function startStack(
  organizations: Declarations,
  options: EmulatorOptions = {},
  config: Record<string, string> = {},
  secrets: Record<string, string> = credential,
  entry: Entry = "pulumi-connectedorgs",
): Promise<Stack> {
  const emulator = createEmulator(options);
  const listener: Listener = await emulator.listen();
  const project = await createProject({
    program: programOf(organizations, entry),
    usesPlugin: entry === "pulumi-connectedorgs/plugin",
    config: {
      "connectedorgs:graphEndpoint": listener.url,
      "connectedorgs:authorityHost": listener.url,
      "connectedorgs:timeoutSeconds": "60",
      ...config,
    },
    secrets,
  });
  const sent = (): string[] => {
    const methods = emulator.requests.map(({ method, body }) => {
      const { requests } = (body ?? {}) as { requests?: readonly { method: string }[] };
      return requests?.every((member) => member.method === "GET") ? "GET" : method;
    });
    emulator.clearRequests();
    return methods;
  };
  return {
    emulator,
    project,
    declare: (declarations) => project.writeProgram(programOf(declarations, entry)),
    sent,
    writes: () => sent().filter((method) => method !== "GET"),
    async end() {
      try {
        const { exitCode, output } = await project.destroy();
        assert.equal(exitCode, 0, output);
        assert.deepEqual(emulator.portal.list(), []);
        await project.dispose();
      } finally {
        // Or mocha would wait for ever after a failure.
        await listener.close();
      }
    },
  };
}

/** Neither refresh nor up finds anything to do: the flag counts what either of them changes. */
export async function isSettled({ project }: Pick<Stack, "project">): Promise<void> {
  await succeeded(project.up(["--refresh", "--expect-no-changes"]));
}

function programOf(organizations: Declarations, entry: Entry): string {
  return `
    const { ConnectedOrganization } = require("${entry}");
    for (const [name, args] of Object.entries(${JSON.stringify(organizations)})) {
      const organization = new ConnectedOrganization(name, args);
      exports[name] = { id: organization.id, resolved: organization.resolvedIdentitySources };
    }`;
}

/** The output of a command that ended well. */
export async function succeeded(command: Promise<RunResult>): Promise<string> {
  const { exitCode, output } = await command;
  assert.equal(exitCode, 0, output);
  return output;
}

/** The output of a command that failed, as it must without a stack and without the token. */
export async function failed(command: Promise<RunResult>): Promise<string> {
  const { exitCode, output } = await command;
  assert.notEqual(exitCode, 0, output);
  assert.doesNotMatch(output, /^\s+at |must-not-be-seen/m);
  return output;
}
