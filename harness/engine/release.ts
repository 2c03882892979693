// Downloads the official release through Pulumi's own npm package, which fetches the CLI and its language hosts.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProcess } from "../run-process";
import { engineEnvironment } from "./environment";
import { ENGINE_VERSION } from "./pin";

const DOWNLOAD_LIMIT_MS = 5 * 60 * 1000;

export async function downloadRelease(folder: string, inherited: NodeJS.ProcessEnv): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), "connectedorgs-release-"));
  try {
    const env = engineEnvironment({ folders: [] }, { home, inherited, extra: { PULUMI_HOME: home } });
    // Not a devDependency: it would put another `pulumi` on the PATH of every npm script.
    const args = ["--yes", `pulumi@${ENGINE_VERSION}`, "version"];
    const { exitCode, output } = await runProcess("npx", args, { cwd: home, env, timeoutMs: DOWNLOAD_LIMIT_MS });
    if (exitCode !== 0) {
      throw new Error(lastLine(output));
    }
    await cp(join(home, "versions", ENGINE_VERSION, "bin"), folder, { recursive: true });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function lastLine(output: string): string {
  return output.trim().split("\n").at(-1) || "no output";
}
