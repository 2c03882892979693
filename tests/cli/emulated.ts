/** A command in process, against an emulated tenant. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type EmulatorOptions, type Listener } from "../../emulator";
import { type Ended, run, type Surroundings } from "./run";

export interface Emulated {
  /** Of the tenant that is served now. */
  emulator(): Emulator;
  /** In place of the tenant before; the last one ends with the tests. */
  serve(options: EmulatorOptions): Promise<void>;
  /** Leads any process to the tenant. */
  env(): Record<string, string>;
  /** Sees that the token is not printed. */
  command(args: readonly string[], env?: Surroundings["env"], more?: Surroundings): Promise<Ended>;
}

const token = "token-that-must-not-be-seen";

export function emulated(name: string): Emulated {
  let emulator = createEmulator();
  let listener: Listener | undefined;
  const close = async () => await listener?.close();
  after(close);
  const env = () => ({
    CONNECTEDORGS_GRAPH_ENDPOINT: listener?.url ?? "",
    CONNECTEDORGS_AUTHORITY_HOST: listener?.url ?? "",
    CONNECTEDORGS_ACCESS_TOKEN: token,
    CONNECTEDORGS_TIMEOUT_SECONDS: "30",
  });
  return {
    emulator: () => emulator,
    env,
    async serve(options) {
      await close();
      emulator = createEmulator(options);
      listener = await emulator.listen();
    },
    async command(args, own = {}, more = {}) {
      const ended = await run([name, ...args], { ...more, env: { ...env(), ...own } });
      assert.ok(!JSON.stringify(ended).includes(token));
      return ended;
    },
  };
}
