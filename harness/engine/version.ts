// Asks a Pulumi CLI for its version without touching the user's login, stacks or plugins.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProcess } from "../run-process";
import { engineEnvironment } from "./environment";
import { CLI } from "./pin";

/** The version without its leading "v", or undefined if the program does not print one. */
export async function versionIn(folder: string): Promise<string | undefined> {
  const home = await mkdtemp(join(tmpdir(), "connectedorgs-version-"));
  try {
    const env = engineEnvironment({ folders: [folder] }, { home });
    const { exitCode, stdout } = await runProcess(join(folder, CLI), ["version"], { env, timeoutMs: 30_000 });
    return exitCode === 0 ? stdout.trim().replace(/^v/, "") : undefined;
  } catch {
    return undefined;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
