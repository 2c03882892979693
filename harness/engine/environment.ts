// The environment an engine runs in: its own backend and home, and none of the user's Pulumi or Azure settings.
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

export interface EngineFolders {
  /** Folders to put first on PATH; they hold `pulumi` and `pulumi-language-nodejs`. */
  folders: readonly string[];
}

export interface EngineEnvironmentOptions {
  /** Holds Pulumi's own files and the state. The caller removes it. */
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

/** The environment without anything that leads to a user's stacks, tenant or credentials. */
export function withoutForeignSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !FOREIGN.test(name)));
}

/** Create it before the engine runs: the file backend does not. */
export function stateFolder(home: string): string {
  return join(home, "state");
}

/** Where the SDK keeps `pulumi-resource-pulumi-nodejs`, the launcher of dynamic providers. */
export function pluginFolder(): string {
  return dirname(require.resolve("@pulumi/pulumi/package.json"));
}
