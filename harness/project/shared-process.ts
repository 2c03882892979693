// Node and Pulumi's SDK take a second and more to start, in every command: so one process runs all the programs, and
// another one all the dynamic providers.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { join } from "node:path";
import { pluginFolder, withoutForeignSettings } from "../engine/environment";
import { ROOT } from "../root";

const HERE = join(ROOT, "harness", "project");
/** Holds what the engine starts in place of the SDK's launcher. */
export const launcherFolder = join(HERE, "launcher");

/** @returns the address of a language host for the programs in the installation, which ends with this process */
export const programHost = started("program-server.ts");

const providerServer = started("provider-server.ts");

/** @returns what the launcher needs to know */
export async function providerHost(installation: string): Promise<Record<string, string>> {
  return {
    PROVIDER_SERVER_PORT: await providerServer(installation),
    PROVIDER_LAUNCHER: join(pluginFolder(), "pulumi-resource-pulumi-nodejs"),
  };
}

function started(script: string): (installation: string) => Promise<string> {
  let line: Promise<string> | undefined;
  return (installation) => {
    line ??= start(script, installation);
    return line;
  };
}

/** @returns the first line that the script prints */
async function start(script: string, installation: string): Promise<string> {
  const child = spawn(process.execPath, ["-r", "ts-node/register", join(HERE, script), installation], {
    cwd: ROOT,
    env: withoutForeignSettings(process.env),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await Promise.race([once(child.stdout, "data"), failure(child)]);
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) (pipe as Socket).unref();
  return String(line).trim();
}

async function failure(child: ChildProcess): Promise<never> {
  await once(child, "exit");
  throw new Error("The host of the programs ended before it listened.");
}
