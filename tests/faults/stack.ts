/** One declared organization and its state, brought on as the engine does it: what a failure leaves decides what comes next. */

import { createEmulator, type Emulator, type EmulatorOptions } from "../../emulator";
import { PartialFailure } from "../../provider/errors";
import { Owners } from "../../provider/lifecycle/owners";
import type { Difference } from "../../provider/organization/difference";
import type { Values } from "../../provider/organization/recorded";
import type { ConnectedOrganizationQuery, ConnectedOrganizationResult } from "../../provider/organization/shape";
import { type Process, startProcess } from "../support/world";
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
  /** What the last comparison said. */
  difference: Difference | undefined;
  readonly #settings: Readonly<Record<string, string>>;
  #process: Process;

  constructor(
    public declared: Values,
    { emulator = {}, settings = {} }: StackOptions = {},
  ) {
    this.emulator = createEmulator({ clock: this.clock.now, ...emulator });
    this.line = new SpoiledNetwork(this.emulator, this.clock);
    this.#settings = { accessToken: token, timeoutSeconds: String(timeoutSeconds), ...settings };
    this.#process = this.#start();
  }

  /** The next command runs in a process of its own, which remembers nothing. */
  restart(): void {
    this.#process = this.#start();
  }

  #start(): Process {
    const transport = this.line.fetch as typeof fetch;
    const surroundings = { clock: this.clock, transport, owners: new Owners() };
    return startProcess(this.#settings, surroundings, 'connected organization "Partner"');
  }

  async up(): Promise<void> {
    const { state, declared } = this;
    if (!state) return await this.#create();
    this.difference = await this.#timed((process) => process.compare(state.outputs, declared));
    if (this.difference.replaces) {
      await this.destroy();
      return await this.#create();
    }
    if (this.difference.changes === false && !state.isPending) return;
    await this.#keep(async (process) => {
      const outputs = await process.update(state.id, state.outputs, declared);
      return { id: state.id, outputs };
    });
  }

  async refresh(): Promise<void> {
    const { state } = this;
    if (!state) return;
    const found = await this.#timed((process) => process.read(state.id, state.outputs));
    this.state = found && { id: state.id, outputs: found.outputs, isPending: false };
  }

  async destroy(): Promise<void> {
    const { state } = this;
    if (state) await this.#timed((process) => process.remove(state.id, state.outputs));
    this.state = undefined;
  }

  async lookUp(query: ConnectedOrganizationQuery): Promise<ConnectedOrganizationResult> {
    return await this.#timed((process) => process.findOne(query));
  }

  /** Live members of both lists. */
  members(): Readonly<Record<"internalSponsors" | "externalSponsors", readonly string[]>> {
    const [only] = this.emulator.portal.list();
    return { internalSponsors: only?.internalSponsors ?? [], externalSponsors: only?.externalSponsors ?? [] };
  }

  async #create(): Promise<void> {
    await this.#keep((process) => process.create(this.declared));
  }

  /** What exists although the operation failed is state all the same. */
  async #keep(work: (process: Process) => Promise<{ id: string; outputs: Values }>): Promise<void> {
    try {
      this.state = { ...(await this.#timed(work)), isPending: false };
    } catch (error) {
      if (error instanceof PartialFailure) this.state = { id: error.id, outputs: error.outputs, isPending: true };
      throw error;
    }
  }

  async #timed<T>(work: (process: Process) => Promise<T>): Promise<T> {
    const startedAt = this.clock.now();
    try {
      return await work(this.#process);
    } finally {
      this.longest = Math.max(this.longest, this.clock.now() - startedAt);
    }
  }
}
