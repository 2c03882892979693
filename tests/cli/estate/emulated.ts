/** The command in process, against an emulated tenant. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type Emulator, type EmulatorOptions, type Listener } from "../../../emulator";
import { temporaryFolder } from "../../../harness/project/temporary-folder";
import { type Ended, run } from "../run";

export interface Emulated {
  /** Of the tenant that is served now. */
  emulator(): Emulator;
  /** In place of the tenant before. */
  serve(options: EmulatorOptions): Promise<void>;
  estate(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  close(): Promise<void>;
}

export const folder = temporaryFolder("estate");

export function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

export function emulated(): Emulated {
  let emulator = createEmulator();
  let listener: Listener | undefined;
  const close = async () => await listener?.close();
  return {
    emulator: () => emulator,
    async serve(options) {
      await close();
      emulator = createEmulator(options);
      listener = await emulator.listen();
    },
    async estate(args, more = {}) {
      const env = {
        CONNECTEDORGS_GRAPH_ENDPOINT: listener?.url ?? "",
        CONNECTEDORGS_AUTHORITY_HOST: listener?.url ?? "",
        CONNECTEDORGS_ACCESS_TOKEN: "token",
        CONNECTEDORGS_TIMEOUT_SECONDS: "30",
        ...more,
      };
      return await run(["estate", ...args], { env });
    },
    close,
  };
}
