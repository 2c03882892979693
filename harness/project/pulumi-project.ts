// A Pulumi project for the real engine, with its own folder, backend and stack, and the package as users install it.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ensureEngine } from "../engine";
import { engineEnvironment, stateFolder } from "../engine/environment";
import { type RunResult, runProcess } from "../run-process";
import { installedPackage } from "./installed-package";
import { encrypt, keyService, secretsProvider, secretsSettings } from "./key-service";
import { type ProjectLanguage, projectFiles } from "./project-files";
import { launcherFolder, programHost, providerHost } from "./shared-process";
import { readStackState, resourceNamed, type StackState, type StateResource } from "./stack-state";

const NAME = "engine-test";
const STACK = "test";

export interface ProjectOptions {
  /** The full text of index.js, index.ts or __main__.py; in YAML, what follows the project's own lines. */
  program: string;
  /** JavaScript saves a few seconds of type checking per run. @default "javascript" */
  language?: ProjectLanguage;
  /** Whether a program of Node finds the plugin; other languages always do. @default false */
  usesPlugin?: boolean;
  /** For Python. */
  virtualenv?: string;
  /** Whether programs in JavaScript run in one process for all of them, which never sees `env`. @default false */
  sharesProcess?: boolean;
  /** Whether dynamic providers run in one process for all of them, which does. @default what sharesProcess says */
  sharesHost?: boolean;
  config?: Readonly<Record<string, string>>;
  /** Configuration to store encrypted. */
  secrets?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  /** Per command. @default 120000 */
  timeoutMs?: number;
}

const engines = new Map<ProjectLanguage, ReturnType<typeof ensureEngine>>();

/** The first call of a test run takes about 15 seconds for the installation, every other about one. */
export async function createProject(options: ProjectOptions): Promise<PulumiProject> {
  const [{ folders }, installation] = await Promise.all([engineFor(options.language), installedPackage()]);
  const folder = await mkdtemp(join(installation, "project-"));
  const project = new PulumiProject(folder, [...pythonFolders(options), ...folders], options);
  await project.initialize();
  return project;
}

/** The host that is built knows nothing of the option `virtualenv`, and takes the first Python on PATH. */
function pythonFolders({ virtualenv }: ProjectOptions): string[] {
  return virtualenv === undefined ? [] : [join(virtualenv, process.platform === "win32" ? "Scripts" : "bin")];
}

function engineFor(language: ProjectLanguage = "javascript"): ReturnType<typeof ensureEngine> {
  const isOther = language === "yaml" || language === "python";
  const engine = engines.get(language) ?? ensureEngine({ languages: isOther ? [language] : [] });
  engines.set(language, engine);
  return engine;
}

export class PulumiProject {
  /** Added to the environment of every command; tests may change it between commands. */
  readonly env: Record<string, string>;
  private readonly home: string;
  private readonly config: Record<string, unknown> = {};
  private language: ProjectLanguage = "javascript";

  constructor(
    readonly folder: string,
    private readonly engineFolders: readonly string[],
    private readonly options: ProjectOptions,
  ) {
    this.home = join(folder, ".home");
    this.env = { ...options.env };
  }

  async initialize(): Promise<void> {
    await mkdir(stateFolder(this.home), { recursive: true });
    await this.writeProgram(this.options.program);
    await this.configure(this.options.config ?? {}, this.options.secrets ?? {});
    await this.mustRun(["stack", "init", STACK, "--secrets-provider", secretsProvider]);
  }

  /** @param language another one than the project began with, which the engine must have a host for */
  async writeProgram(program: string, language = this.options.language ?? "javascript"): Promise<void> {
    const { usesPlugin = false, virtualenv } = this.options;
    this.language = language;
    const files = projectFiles({ name: NAME, language, program, usesPlugin, virtualenv });
    for (const [name, text] of Object.entries(files)) await writeFile(join(this.folder, name), text);
  }

  /** @param config what is undefined is taken out again */
  async configure(
    config: Readonly<Record<string, string | undefined>>,
    secrets: Readonly<Record<string, string>>,
  ): Promise<void> {
    const encrypted = Object.entries(secrets).map(([name, value]) => [name, encrypt(value)]);
    Object.assign(this.config, config, Object.fromEntries(encrypted));
    const settings = { ...secretsSettings, config: this.config };
    await writeFile(join(this.folder, `Pulumi.${STACK}.yaml`), JSON.stringify(settings));
  }

  /** Skips the preview, as refresh and destroy do; call `preview` for that. */
  up(flags: readonly string[] = []): Promise<RunResult> {
    return this.run(["up", ...unattended(flags)]);
  }

  preview(flags: readonly string[] = []): Promise<RunResult> {
    return this.run(["preview", ...flags]);
  }

  refresh(flags: readonly string[] = []): Promise<RunResult> {
    return this.run(["refresh", ...unattended(flags)]);
  }

  destroy(flags: readonly string[] = []): Promise<RunResult> {
    return this.run(["destroy", ...unattended(flags)]);
  }

  /** Throws only on a timeout; the caller judges the exit code. */
  async run(args: readonly string[]): Promise<RunResult> {
    const { sharesProcess = false, sharesHost = sharesProcess } = this.options;
    const installation = dirname(this.folder);
    const host = sharesHost ? await providerHost(installation) : {};
    const folders = sharesHost ? [launcherFolder, ...this.engineFolders] : this.engineFolders;
    const extra = { ...(await keyService()), ...host, ...this.env };
    const runsProgram = this.language === "javascript" && ["up", "preview"].includes(args[0] ?? "");
    const client = sharesProcess && runsProgram ? [`--client=${await programHost(installation)}`] : [];
    return await runProcess("pulumi", [...args, ...client, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: engineEnvironment({ folders }, { home: this.home, inherited: process.env, extra }),
      timeoutMs: this.options.timeoutMs ?? 120_000,
    });
  }

  state(): Promise<StackState> {
    return readStackState(join(stateFolder(this.home), ".pulumi", "stacks", NAME, `${STACK}.json`));
  }

  async resource(name: string): Promise<StateResource | undefined> {
    return resourceNamed(await this.state(), name);
  }

  /** The program's exports, with secrets in plain text. */
  async outputs(): Promise<Record<string, unknown>> {
    const { stdout } = await this.mustRun(["stack", "output", "--json", "--show-secrets"]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  /** Removes the folder. Destroy the stack first. */
  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  private async mustRun(args: readonly string[]): Promise<RunResult> {
    const result = await this.run(args);
    if (result.exitCode !== 0) {
      throw new Error(`pulumi ${args[0]} ${args[1]} failed with exit code ${result.exitCode}:\n${result.output}`);
    }
    return result;
  }
}

function unattended(flags: readonly string[]): string[] {
  return flags.includes("--preview-only") ? [...flags] : ["--yes", "--skip-preview", ...flags];
}
