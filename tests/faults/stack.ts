/** One declared organization and its state, brought on as the engine does it: what a failure leaves decides what comes next. */

import { createEmulator, type Emulator, type EmulatorOptions } from "../../emulator";
import { PartialFailure } from "../../provider/errors";
import { create, read, update } from "../../provider/lifecycle/lifecycle";
import { findOne } from "../../provider/lifecycle/look-up";
import type { Reach } from "../../provider/lifecycle/reach";
import { remove } from "../../provider/lifecycle/remove";
import { compare, type Difference } from "../../provider/organization/difference";
import type { Values } from "../../provider/organization/recorded";
import type { ConnectedOrganizationQuery, ConnectedOrganizationResult } from "../../provider/organization/shape";
import { explain } from "../../provider/remedy";
import { openSession } from "../../provider/session";
import { readSettings, type Settings } from "../../provider/settings/settings";
import { checked } from "../support/world";
import { SpoiledNetwork } from "./spoiled-network";
import { VirtualClock } from "./virtual-clock";

export const timeoutSeconds = 400;
export const token = "token-that-must-not-be-seen";

export interface State {
  readonly id: string;
  readonly outputs: Values;
  /** Its create did not end: the engine calls update whatever diff says. */
  readonly isPending: boolean;
}

export interface StackOptions {
  readonly emulator?: EmulatorOptions;
  readonly settings?: Readonly<Record<string, string>>;
}

export class Stack {
  readonly clock = new VirtualClock();
  readonly emulator: Emulator;
  readonly line: SpoiledNetwork;
  /** How long the longest operation took, in milliseconds. */
  longest = 0;
  state: State | undefined;
  readonly #settings: Settings;
  #open: (what: string) => { reach: Reach; signedInAs: string };

  constructor(
    public declared: Values,
    { emulator = {}, settings = {} }: StackOptions = {},
  ) {
    this.emulator = createEmulator({ clock: this.clock.now, ...emulator });
    this.line = new SpoiledNetwork(this.emulator, this.clock);
    const config: Record<string, string> = {
      accessToken: token,
      timeoutSeconds: String(timeoutSeconds),
      ...settings,
    };
    this.#settings = readSettings({ environment: {}, config: (key) => config[key.replace("connectedorgs:", "")] });
    this.#open = this.#start();
  }

  /** The next command runs in a process of its own, which remembers nothing. */
  restart(): void {
    this.#open = this.#start();
  }

  #start(): (what: string) => { reach: Reach; signedInAs: string } {
    const transport = this.line.fetch as typeof fetch;
    const session = openSession(this.#settings, { clock: this.clock, transport, random: () => 0 });
    return (what) => ({ reach: session.reach(what), signedInAs: session.connection.signedInAs });
  }

  /** What the last comparison said. */
  difference: Difference | undefined;

  async up(): Promise<void> {
    const { state } = this;
    const inputs = checked(this.declared);
    if (!state) return await this.#create(inputs);
    this.difference = await this.#run("comparing", (reach) => compare(state.outputs, inputs, reach.findTenant));
    if (this.difference.replaces) {
      await this.destroy();
      return await this.#create(inputs);
    }
    if (this.difference.changes === false && !state.isPending) return;
    await this.#keep(async () => {
      const outputs = await this.#run("updating", (reach) => update(reach, state.id, state.outputs, inputs));
      return { id: state.id, outputs };
    });
  }

  async refresh(): Promise<void> {
    const { state } = this;
    if (!state) return;
    const found = await this.#run("reading", (reach) => read(reach, state.id, state.outputs));
    this.state = found && { id: state.id, outputs: found.outputs, isPending: false };
  }

  async destroy(): Promise<void> {
    const { state } = this;
    if (state) await this.#run("deleting", (reach) => remove(reach, state.id, state.outputs));
    this.state = undefined;
  }

  async lookUp(query: ConnectedOrganizationQuery): Promise<ConnectedOrganizationResult> {
    return await this.#timed(() => findOne(this.#open, query));
  }

  /** Live members of both lists. */
  members(): Readonly<Record<"internalSponsors" | "externalSponsors", readonly string[]>> {
    const [only] = this.emulator.portal.list();
    return { internalSponsors: only?.internalSponsors ?? [], externalSponsors: only?.externalSponsors ?? [] };
  }

  async #create(inputs: Values): Promise<void> {
    await this.#keep(() => this.#run("creating", (reach) => create(reach, inputs)));
  }

  /** What exists although the operation failed is state all the same. */
  async #keep(work: () => Promise<{ id: string; outputs: Values }>): Promise<void> {
    try {
      this.state = { ...(await work()), isPending: false };
    } catch (error) {
      if (error instanceof PartialFailure) this.state = { id: error.id, outputs: error.outputs, isPending: true };
      throw error;
    }
  }

  async #run<T>(doing: string, work: (reach: Reach) => Promise<T>): Promise<T> {
    const what = `${doing} connected organization "Partner"`;
    const { reach, signedInAs } = this.#open(what);
    return await this.#timed(async () => {
      try {
        return await work(reach);
      } catch (error) {
        throw explain(what, error, signedInAs);
      }
    });
  }

  async #timed<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = this.clock.now();
    try {
      return await work();
    } finally {
      this.longest = Math.max(this.longest, this.clock.now() - startedAt);
    }
  }
}
