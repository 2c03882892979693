/** The provider against the emulator in one process, on a clock that no test waits for. */

import { createEmulator, type Emulator, type EmulatorOptions } from "../../emulator";
import type { Clock } from "../../provider/clock";
import { PartialFailure } from "../../provider/errors";
import { replacementNotes } from "../../provider/lifecycle/in-use";
import { create, read, update } from "../../provider/lifecycle/lifecycle";
import { findAll, findOne } from "../../provider/lifecycle/look-up";
import { Owners } from "../../provider/lifecycle/owners";
import { previewNotes } from "../../provider/lifecycle/preview-check";
import type { Reach, Say } from "../../provider/lifecycle/reach";
import { remove } from "../../provider/lifecycle/remove";
import { check } from "../../provider/organization/check";
import { compare, type Difference } from "../../provider/organization/difference";
import type { FindTenant } from "../../provider/organization/identity";
import type { Values } from "../../provider/organization/recorded";
import type { ConnectedOrganizationQuery, ConnectedOrganizationResult } from "../../provider/organization/shape";
import { explain } from "../../provider/remedy";
import { openSession, type Surroundings } from "../../provider/session";
import { readSettings } from "../../provider/settings/settings";

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/**
 * Sleeping takes no time but moves the clock. A time-out comes after turns of the event loop, a short one before a long
 * one, so that no test waits for the real clock and none is slower than it on a busy machine.
 */
export class TestClock implements Clock {
  readonly slept: number[] = [];
  readonly timeouts: number[] = [];
  #now = Date.parse("2026-02-03T09:10:11Z");
  #turn = 0;
  #alarms: Alarm[] = [];

  now = (): number => this.#now;

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(milliseconds);
    this.#now += milliseconds;
  }

  timeout(milliseconds: number): AbortSignal {
    this.timeouts.push(milliseconds);
    const controller = new AbortController();
    const ring = () => controller.abort(new DOMException("The time is over.", "TimeoutError"));
    const isTurning = this.#alarms.length > 0;
    // A long one, which few tests want to be over, must not keep the event loop turning beside those that follow.
    this.#alarms.push({ at: this.#turn + Math.ceil(50 * Math.log2(1 + milliseconds / 300)), ring });
    if (!isTurning) void this.#turnUntilQuiet();
    return controller.signal;
  }

  /** No wait lasts. */
  after = () => () => undefined;

  async moment(): Promise<void> {
    await new Promise(setImmediate);
  }

  async #turnUntilQuiet(): Promise<void> {
    while (this.#alarms.length > 0) {
      await new Promise(setImmediate);
      this.#turn += 1;
      const due = this.#alarms.filter(({ at }) => at <= this.#turn);
      if (due.length === 0) continue;
      this.#alarms = this.#alarms.filter(({ at }) => at > this.#turn);
      for (const { ring } of due) ring();
    }
  }
}

/** What one process of the provider does. */
export interface Process {
  create(inputs: Values): Promise<{ id: string; outputs: Values }>;
  read(id: string, outputs: Values): Promise<{ outputs: Values; inputs: Values } | undefined>;
  update(id: string, outputs: Values, inputs: Values): Promise<Values>;
  remove(id: string, outputs?: Values): Promise<void>;
  compare(outputs: Values, inputs: Values): Promise<Difference>;
  previewNotes(inputs: Values): Promise<string[]>;
  replacementNotes(id: string): Promise<string[]>;
  findTenant: FindTenant;
  findOne(query: ConnectedOrganizationQuery): Promise<ConnectedOrganizationResult>;
  findAll(query: ConnectedOrganizationQuery): Promise<ConnectedOrganizationResult[]>;
}

export interface World extends Process {
  readonly emulator: Emulator;
  readonly clock: TestClock;
  /** Method and path of the requests since the last call; a batch as its members. */
  sent(): string[];
  /** What a person was told. */
  readonly said: readonly string[];
}

export interface WorldOptions {
  /** Milliseconds that the service's clock is ahead of ours. */
  readonly serviceAhead?: number;
  /** Stands between the provider and the emulator. */
  readonly between?: (next: typeof fetch) => typeof fetch;
  /** Asks every operation to stop. */
  readonly signal?: AbortSignal;
  /** What one process knows of its resources. @default each operation runs in a process of its own */
  readonly owners?: Owners;
}

export function startWorld(
  options: EmulatorOptions = {},
  settings: Record<string, string> = {},
  { serviceAhead = 0, between = (next) => next, signal, owners }: WorldOptions = {},
): World {
  const clock = new TestClock();
  const emulator = createEmulator({ clock: () => clock.now() + serviceAhead, ...options });
  const transport = between((input, init) => emulator.fetch(input as string, init));
  const config = { accessToken: "test-token", timeoutSeconds: "600", ...settings };
  const surroundings = { clock, transport, ...(signal && { signal }), ...(owners && { owners }) };
  const said: string[] = [];
  return {
    ...startProcess(config, surroundings, undefined, (line) => said.push(line)),
    emulator,
    clock,
    said,
    sent() {
      const lines = emulator.requests.flatMap(({ method, path, body }) => {
        const { requests } = (body ?? {}) as { requests?: readonly { method: string; url: string }[] };
        return requests?.map((member) => `${member.method} /v1.0${member.url}`) ?? `${method} ${path}`;
      });
      emulator.clearRequests();
      return lines.map(decodeURIComponent);
    },
  };
}

/** @param subject what the messages name, as those of the host do; without it, only partial failures are explained */
export function startProcess(
  config: Readonly<Record<string, string>>,
  { owners, ...surroundings }: Surroundings,
  subject?: string,
  say: Say = () => undefined,
): Process {
  const settings = readSettings({ environment: {}, config: (key) => config[key.replace("connectedorgs:", "")] });
  const session = openSession(settings, { ...surroundings, random: () => 0 });
  const open = () => ({
    reach: { ...session.reach(), owners: owners ?? new Owners(), say },
    signedInAs: session.connection.signedInAs,
  });
  const during = async <T>(doing: string, work: (reach: Reach) => Promise<T>): Promise<T> => {
    const what = subject === undefined ? doing : `${doing} ${subject}`;
    const { reach, signedInAs } = open();
    return await work(reach).catch((error: unknown) => {
      const isPlain = subject === undefined && !(error instanceof PartialFailure);
      throw isPlain ? error : explain(what, error, signedInAs);
    });
  };
  return {
    create: (inputs) => during("creating", (reach) => create(reach, checked(inputs))),
    read: (id, outputs) => during("reading", (reach) => read(reach, id, outputs)),
    update: (id, outputs, inputs) => during("updating", (reach) => update(reach, id, outputs, checked(inputs))),
    remove: (id, outputs = {}) => during("deleting", (reach) => remove(reach, id, outputs)),
    compare: (outputs, inputs) =>
      during("comparing", ({ findTenant }) =>
        compare(outputs, checked(inputs), findTenant).then(({ difference }) => difference),
      ),
    previewNotes: (inputs) => during("checking", (reach) => previewNotes(reach, checked(inputs))),
    replacementNotes: (id) => during("comparing", (reach) => replacementNotes(reach, id)),
    findTenant: (domainName) => during("looking up", ({ findTenant }) => findTenant(domainName)),
    findOne: (query) => findOne(open, query),
    findAll: (query) => findAll(open, query),
  };
}

export function checked(inputs: Values): Values {
  const { inputs: normal, failures } = check({}, inputs);
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return normal;
}
