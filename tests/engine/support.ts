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

/** The way to the provider. */
export interface Door {
  readonly title: string;
  /** Of the package, for programs in JavaScript. */
  readonly entry: "pulumi-connectedorgs" | "pulumi-connectedorgs/plugin";
  /** What organizations are declared in. Through the plugin, a command in YAML takes a third of the time. */
  readonly language: "javascript" | "yaml";
  /** How the engine shows the type of an organization. */
  readonly shownType: string;
}

export const dynamicDoor: Door = {
  title: "the dynamic resource",
  entry: "pulumi-connectedorgs",
  language: "javascript",
  shownType: "pulumi-nodejs:dynamic:ConnectedOrganization",
};
export const pluginDoor: Door = {
  title: "the plugin",
  entry: "pulumi-connectedorgs/plugin",
  language: "yaml",
  shownType: "connectedorgs:index:ConnectedOrganization",
};

/** Describes the same cases through the dynamic resource and through the plugin. */
export function forEachDoor(title: string, cases: (this: Mocha.Suite, door: Door) => void): void {
  for (const door of [dynamicDoor, pluginDoor])
    describe(`${title}, through ${door.title}`, function () {
      cases.call(this, door);
    });
}

export interface Stack {
  readonly emulator: Emulator;
  /** Of the emulator. */
  readonly url: string;
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

const credential = { accessToken: "token-that-must-not-be-seen" };

export interface StackOptions {
  /** @default the dynamic resource */
  readonly door?: Door;
  /** Whether each command's program and its provider have processes of their own, as a user's do. @default false */
  readonly ownProcess?: boolean;
  readonly emulator?: EmulatorOptions;
  /** The stack's configuration, without its namespace. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The part of it that is encrypted. @default an access token */
  readonly secrets?: Readonly<Record<string, string>>;
}

export async function startStack(
  organizations: Declarations,
  {
    door = dynamicDoor,
    ownProcess = false,
    emulator: tenant = {},
    settings = {},
    secrets = credential,
  }: StackOptions = {},
): Promise<Stack> {
  const emulator = createEmulator(tenant);
  const listener: Listener = await emulator.listen();
  const project = await createProject({
    language: door.language,
    program: programOf(organizations, door),
    usesPlugin: needsPlugin(door),
    sharesProcess: !ownProcess,
    config: keyed({ graphEndpoint: listener.url, authorityHost: listener.url, timeoutSeconds: "60", ...settings }),
    secrets: keyed(secrets),
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
    url: listener.url,
    project,
    declare: (declarations) => project.writeProgram(programOf(declarations, door), door.language),
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

export function needsPlugin({ entry }: Door): boolean {
  return entry === pluginDoor.entry;
}

function keyed(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [`connectedorgs:${name}`, value]));
}

/** Neither refresh nor up finds anything to do: the flag counts what either of them changes. */
export async function isSettled({ project }: Pick<Stack, "project">): Promise<void> {
  await succeeded(project.up(["--refresh", "--expect-no-changes"]));
}

/** Exports the id of each organization, and what it is stored as. */
function programOf(organizations: Declarations, { entry, language }: Door): string {
  if (language === "yaml") return yamlOf(organizations);
  return `
    const { ConnectedOrganization } = require("${entry}");
    for (const [name, args] of Object.entries(${JSON.stringify(organizations)})) {
      const organization = new ConnectedOrganization(name, args);
      exports[name] = { id: organization.id, resolved: organization.resolvedIdentitySources };
    }`;
}

function yamlOf(organizations: Declarations): string {
  const all = Object.entries(organizations);
  const type = "connectedorgs:ConnectedOrganization";
  const resources = Object.fromEntries(all.map(([name, properties]) => [name, { type, properties }]));
  const outputs = Object.fromEntries(
    all.map(([name]) => [name, { id: `\${${name}.id}`, resolved: `\${${name}.resolvedIdentitySources}` }]),
  );
  return `resources: ${JSON.stringify(resources)}\noutputs: ${JSON.stringify(outputs)}\n`;
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
