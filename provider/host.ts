/**
 * The adapter between Pulumi's dynamic-provider process and the lifecycle: the only file that knows the oddities of
 * the host. The text in every state requires this module by the package's subpath `./provider`, so the name of its
 * export is a public contract for ever.
 */

import { oneLine, PartialFailure, quote, type UserError } from "./errors";
import { create, read, update } from "./lifecycle/lifecycle";
import { Owners } from "./lifecycle/owners";
import { isNewIdentity, previewWarnings } from "./lifecycle/preview-check";
import type { Reach } from "./lifecycle/reach";
import { remove } from "./lifecycle/remove";
import { type CheckFailure, check } from "./organization/check";
import { compare, type Difference } from "./organization/difference";
import { declaredOf, type Values } from "./organization/recorded";
import { redact } from "./redact";
import { explain } from "./remedy";
import { openSession, type Session } from "./session";
import { readSettings, type Settings } from "./settings/settings";
import { waits } from "./waits";

/** What the host calls: `pulumi.dynamic.ResourceProvider` in plain values. */
export interface ConnectedOrganizationProvider {
  configure(request: { config: { get(key: string): string | undefined } }): void;
  check(olds: Values, news: Values): Promise<{ inputs: Values; failures: CheckFailure[] }>;
  diff(id: string, olds: Values, news: Values): Promise<Difference>;
  create(inputs: Values): Promise<{ id: string; outs: Values }>;
  read(id: string, props: Values): Promise<{ id?: string; props?: Values; inputs?: Values }>;
  update(id: string, olds: Values, news: Values): Promise<{ outs: Values }>;
  delete(id: string, props: Values): Promise<void>;
}

function createProvider(): ConnectedOrganizationProvider {
  let settings = settingsFrom(() => undefined);
  let session: Session | undefined;
  const owners = new Owners();
  let running = 0;

  function reach(atMost?: number): Reach {
    session ??= openSession(settings(), { owners, signal: stopSignal(() => running > 0) });
    return session.reach(atMost);
  }

  /** Nothing but a clean Error may leave: what else is thrown is never answered. */
  async function run<T>(what: string, inputs: Values, work: () => Promise<T>): Promise<T> {
    running += 1;
    try {
      settings();
      return plain(await work());
    } catch (error) {
      throw forHost(explain(what, error, session?.connection.signedInAs ?? "the configured identity"), inputs);
    } finally {
      running -= 1;
    }
  }

  return {
    // The host caches the provider before it awaits this, and goes on after it threw: so it never waits and never throws.
    configure({ config }) {
      session = undefined;
      settings = settingsFrom((key) => config.get(key));
    },
    async check(olds, news) {
      const what = title("checking", news);
      return await run(what, news, async () => {
        const checked = check(own(olds), own(news));
        if (checked.failures.length > 0) return checked;
        owners.declare(declaredOf(checked.inputs));
        const isAsked = settings().previewChecks;
        if (isAsked && isNewIdentity(own(olds), checked.inputs)) {
          // The host shows what is printed as lines of the stack; the SDK's own log only prints there, too.
          const lines = await previewWarnings(reach(waits.previewCheck / 1000), checked.inputs);
          for (const line of lines) process.stdout.write(`${redact(line)}\n`);
        }
        return checked;
      });
    },
    async diff(id, olds, news) {
      const what = title("comparing", news);
      const findTenant = async (domainName: string) => await reach().findTenant(domainName);
      return await run(what, news, async () => {
        const difference = await compare(own(olds), own(news), findTenant);
        owners.compare(id, own(olds), declaredOf(own(news)), difference.replaces !== undefined);
        return difference;
      });
    },
    async create(inputs) {
      const what = title("creating", inputs);
      return await run(what, inputs, async () => {
        const { id, outputs } = await create(reach(), own(inputs));
        return { id, outs: outputs };
      });
    },
    async read(id, props) {
      const what = title("reading", props, id);
      return await run(what, props, async () => {
        const found = await read(reach(), id, own(props));
        return found ? { id, props: found.outputs, inputs: found.inputs } : {};
      });
    },
    async update(id, olds, news) {
      const what = title("updating", news, id);
      return await run(what, news, async () => {
        const outs = plain(await update(reach(), id, own(olds), own(news)));
        owners.updated(id, own(olds), outs);
        return { outs };
      });
    },
    async delete(id, props) {
      const what = title("deleting", props, id);
      await run(what, props, async () => await remove(reach(), id, own(props)));
    },
  };
}

/** Read at once, so that a wrong setting is one error, raised again by every call. */
function settingsFrom(config: (key: string) => string | undefined): () => Settings {
  let read: Settings | undefined;
  return () => (read ??= readSettings({ environment: process.env, config }));
}

/** The engine ends its hosts by SIGINT and kills them five seconds later: until then, waits end and answers go out. */
function stopSignal(isBusy: () => boolean): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => {
    controller.abort();
    setTimeout(() => process.exit(130), isBusy() ? waits.exitAfterStop : 0);
  });
  return controller.signal;
}

function title(doing: string, { displayName }: Values, id?: string): string {
  return `${doing} connected organization ${quote(displayName ?? "")}${id ? ` (${oneLine(id)})` : ""}`;
}

function own({ __provider: _, ...values }: Values): Values {
  return values;
}

/** The host packs plain JSON only, refuses `undefined` after the fact, and writes into what it is given. */
function plain<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

/** The host prints the message and the stack behind it, so there is none; an integer `code` would become a gRPC status. */
function forHost(error: UserError, { __provider }: Values): Error {
  const clean = new Error(redact(error.message));
  clean.stack = "";
  if (!(error instanceof PartialFailure)) return clean;
  return Object.assign(clean, {
    id: error.id,
    properties: plain({ ...error.outputs, __provider }),
    reasons: [clean.message],
  });
}

/** The provider of `pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization`. */
export const connectedOrganization: ConnectedOrganizationProvider = createProvider();
