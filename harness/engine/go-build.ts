// Builds both programs from Go modules whose versions and hashes are locked in harness/engine/go.
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "../run-process";
import { pluginFolder } from "./environment";
import { CLI, ENGINE_VERSION, folderOnPath, LANGUAGE_HOST } from "./pin";
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

async function goBuild(module: string, source: string, target: string, ldflags: string, inherited: NodeJS.ProcessEnv) {
  const args = ["build", "-trimpath", "-mod=readonly", "-ldflags", ldflags, "-o", target, source];
  const env = { ...inherited, GOWORK: "off" };
  const { exitCode, output } = await runProcess("go", args, {
    cwd: join(MODULES, module),
    env,
    timeoutMs: BUILD_LIMIT_MS,
  });
  if (exitCode !== 0) {
    throw new Error(`go build of ${source} failed:\n${output.trim()}`);
  }
}
