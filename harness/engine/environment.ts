// The environment an engine runs in: a backend and a home of its own, nothing of the user's Pulumi or Azure settings.
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

export interface EngineFolders {
  /** Folders for the front of PATH that hold `pulumi` and `pulumi-language-nodejs`. */
  folders: readonly string[];
}

export interface EngineEnvironmentOptions {
  /** Holds Pulumi's own files and the state; belongs to the caller. */
  home: string;
  /** @default the process's own environment */
  inherited?: NodeJS.ProcessEnv;
  /** @default true */
  noColor?: boolean;
  extra?: Readonly<Record<string, string>>;
}

const FOREIGN = /^(PULUMI_|ARM_|AZURE_|AZUREAD_|CONNECTEDORGS_)/i;

export function engineEnvironment(engine: EngineFolders, options: EngineEnvironmentOptions): NodeJS.ProcessEnv {
  const inherited = options.inherited ?? process.env;
  return {
    ...withoutForeignSettings(inherited),
    PATH: [...engine.folders, pluginFolder(), inherited["PATH"] ?? ""].join(delimiter),
    PULUMI_BACKEND_URL: pathToFileURL(stateFolder(options.home)).href,
    PULUMI_CONFIG_PASSPHRASE: "not-a-secret",
    PULUMI_HOME: join(options.home, "pulumi"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...((options.noColor ?? true) ? { NO_COLOR: "1" } : {}),
    ...options.extra,
  };
}

/** What is left of an environment when nothing in it can lead to somebody's stacks, tenant or credentials. */
export function withoutForeignSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN.test(name)));
}

/** Must exist before the engine runs: the file backend does not make it. */
export function stateFolder(home: string): string {
  return join(home, "state");
}

/** Where the SDK keeps `pulumi-resource-pulumi-nodejs`, the launcher of dynamic providers. */
export function pluginFolder(): string {
  return dirname(require.resolve("@pulumi/pulumi/package.json"));
}
