/** The provider in the SDK's own process, which the engine ends by SIGINT, against an emulated tenant on a port. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { withoutForeignSettings } from "../../harness/engine/environment";
import { DynamicHost } from "../../harness/host/dynamic-host";
import { ROOT } from "../../harness/root";

export interface InterruptedHost {
  readonly host: DynamicHost;
  readonly emulator: Emulator;
  /** Resolves once so many requests have come in. */
  requested(count: number): Promise<void>;
  /** Milliseconds until the process left, and the code it left with. */
  interrupt(): Promise<{ took: number; code: number | null }>;
  stop(): Promise<void>;
}

export async function startInterruptedHost(): Promise<InterruptedHost> {
  const emulator = createEmulator();
  const listener: Listener = await emulator.listen();
  const child = spawn(process.execPath, [script, "127.0.0.1:1"], {
    cwd: ROOT,
    env: { ...withoutForeignSettings(process.env), PULUMI_NODEJS_PROJECT: "host-test" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  running.add(child);
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const stop = async () => {
    running.delete(child);
    child.kill("SIGKILL");
    await listener.close();
  };
  const said = () => "";
  const host = new DynamicHost({ port: Number.parseInt(String(line), 10), stdout: said, stderr: said, stop }, 10_000);
  await host.configure({
    "connectedorgs:graphEndpoint": listener.url,
    "connectedorgs:authorityHost": listener.url,
    "connectedorgs:accessToken": "token-that-must-not-be-seen",
  });
  return {
    host,
    emulator,
    async requested(count) {
      while (emulator.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    async interrupt() {
      const startedAt = Date.now();
      child.kill("SIGINT");
      const [code] = child.exitCode === null ? await once(child, "exit") : [child.exitCode];
      return { took: Date.now() - startedAt, code };
    },
    stop: () => host.stop(),
  };
}

const script = createRequire(join(ROOT, "package.json")).resolve("@pulumi/pulumi/cmd/dynamic-provider");

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
