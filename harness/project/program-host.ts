// Pulumi's SDK and Node take a second and a half to start, in every up and preview: so one process runs all the programs.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { join } from "node:path";
import { withoutForeignSettings } from "../engine/environment";
import { ROOT } from "../root";

let address: Promise<string> | undefined;

/** @returns the address of a language host for the programs in the installation, which ends with this process */
export function programHost(installation: string): Promise<string> {
  address ??= start(installation);
  return address;
}

async function start(installation: string): Promise<string> {
  const server = join(ROOT, "harness", "project", "program-server.ts");
  const child = spawn(process.execPath, ["-r", "ts-node/register", server, installation], {
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
