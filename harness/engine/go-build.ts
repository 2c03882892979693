// Builds the programs from Go modules whose versions and hashes are locked in harness/engine/go.
import { chmod, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../run-process";
import { pluginFolder } from "./environment";
import { CLI, ENGINE_VERSION, folderOnPath, hostOf, LANGUAGE_HOST, type Language } from "./pin";
import { withProgress } from "./progress";

const BUILD_LIMIT_MS = 30 * 60 * 1000;
const PLUGIN = `pulumi-resource-pulumi-nodejs${process.platform === "win32" ? ".cmd" : ""}`;
const MODULES = join(__dirname, "go");

export function hasGo(env: NodeJS.ProcessEnv): boolean {
  return folderOnPath(env["PATH"] ?? "", process.platform === "win32" ? "go.exe" : "go") !== undefined;
}

export async function buildWithGo(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const stamp = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${ENGINE_VERSION}`;
  await withProgress(`building pulumi ${ENGINE_VERSION} from source, usually 3 to 7 minutes`, () =>
    goBuild("cli", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", join(folder, CLI), stamp, env),
  );
  // The host's own module has no release tags, so use the last SDK release that contained it.
  const host = "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs";
  await withProgress("building the Node.js language host, usually less than a minute", () =>
    goBuild("language-host", host, join(folder, LANGUAGE_HOST), "-s -w", env),
  );
  // Beside the CLI, as in a release: the engine warns about one found elsewhere on PATH.
  await copyFile(join(pluginFolder(), PLUGIN), join(folder, PLUGIN));
}

const SDK = "github.com/pulumi/pulumi/sdk/v3";
/** The last SDK releases that contained them, as for Node.js; YAML's has releases of its own. */
const hosts: Record<Language, { name: string; source: string; usually: string }> = {
  yaml: {
    name: "YAML",
    source: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    usually: "usually 1 to 3 minutes",
  },
  python: {
    name: "Python",
    source: `${SDK}/python/cmd/pulumi-language-python`,
    usually: "usually less than a minute",
  },
  go: { name: "Go", source: `${SDK}/go/pulumi-language-go`, usually: "usually less than a minute" },
};

export async function buildHost(language: Language, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { name, source, usually } = hosts[language];
  const module = `${language}-host`;
  await withProgress(`building the ${name} language host, ${usually}`, async () => {
    await goBuild(module, source, join(folder, hostOf(language)), "-s -w", env);
    if (language === "python") await copyLauncher(module, folder, env);
  });
}

/** What the Python host starts programs with. */
async function copyLauncher(module: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const sdk = await go(["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK], module, env);
  const launcher = join(folder, "pulumi-language-python-exec");
  await copyFile(join(sdk.trim(), "python", "cmd", "pulumi-language-python-exec"), launcher);
  await chmod(launcher, 0o755);
}

async function goBuild(module: string, source: string, target: string, ldflags: string, env: NodeJS.ProcessEnv) {
  await go(["build", "-trimpath", "-mod=readonly", "-ldflags", ldflags, "-o", target, source], module, env);
}

/** Runs Go in one of the locked modules. @returns what it prints */
export async function go(args: readonly string[], module: string, inherited: NodeJS.ProcessEnv): Promise<string> {
  const { exitCode, stdout, output } = await runProcess("go", args, {
    cwd: join(MODULES, module),
    env: { ...inherited, GOWORK: "off" },
    timeoutMs: BUILD_LIMIT_MS,
  });
  if (exitCode !== 0) throw new Error(`go ${args[0]} of ${args.at(-1)} failed:\n${output.trim()}`);
  return stdout;
}
