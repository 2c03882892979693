// The emulator as its users start it: the installed package's command, in a process of its own, 100 ms per request.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { LoggedRequest, Organization, SeedInput } from "../emulator";

export const DELAY_MS = 100;

export interface EmulatorProcess {
  readonly url: string;
  /** The number of requests since the last call; a batch counts as one. */
  takeRequests(): Promise<number>;
  countOrganizations(): Promise<number>;
  /** @param milliseconds that a batch takes longer for each of its members */
  delayMembers(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startEmulator(folder: string, seed: SeedInput): Promise<EmulatorProcess> {
  const seedFile = join(folder, "seed.json");
  writeFileSync(seedFile, JSON.stringify(seed));
  // Resolved from the folder: a plain `require` would find this checkout under the package's name.
  const installed = createRequire(join(folder, "package.json"));
  const description = installed.resolve("pulumi-connectedorgs/package.json");
  const { bin } = installed(description) as { bin: { connectedorgs: string } };
  const script = join(description, "..", bin.connectedorgs);
  const args = [script, "emulator", "--port", "0", "--delay", String(DELAY_MS), "--seed", seedFile, "--quiet"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const url = await Promise.race([urlFrom(child.stdout), failure(child)]);
  return {
    url,
    async takeRequests() {
      const requests = await read<LoggedRequest[]>(`${url}/_emulator/requests`);
      await fetch(`${url}/_emulator/requests`, { method: "DELETE" });
      return requests.length;
    },
    countOrganizations: async () => (await read<Organization[]>(`${url}/_emulator/organizations`)).length,
    async delayMembers(member) {
      await fetch(`${url}/_emulator/delays`, { method: "PUT", body: JSON.stringify({ member }) });
    },
    async stop() {
      process.off("exit", kill);
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function urlFrom(stdout: Readable): Promise<string> {
  const [greeting] = await once(stdout, "data");
  return /CONNECTEDORGS_GRAPH_ENDPOINT=(\S+)/.exec(String(greeting))?.[1] ?? "";
}

async function failure(child: ChildProcess): Promise<never> {
  await once(child, "exit");
  throw new Error("The emulator ended before it listened.");
}

async function read<Body>(url: string): Promise<Body> {
  return (await (await fetch(url)).json()) as Body;
}
