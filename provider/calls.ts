/**
 * What Pulumi asks of the provider, in plain values: the one core behind both doors, the dynamic resource (`host.ts`) and
 * the plugin. One process has one of these: the settings, the session, what is known of its resources, and how it stops.
 */

import { oneLine, quote, UserError } from "./errors";
import { replacementNotes } from "./lifecycle/in-use";
import { create, read, readForImport, update } from "./lifecycle/lifecycle";
import { findAll, findOne, findTenantOf } from "./lifecycle/look-up";
import { Owners } from "./lifecycle/owners";
import { isNewIdentity, previewNotes } from "./lifecycle/preview-check";
import type { Reach, Say } from "./lifecycle/reach";
import { remove } from "./lifecycle/remove";
import { type CheckFailure, check } from "./organization/check";
import { type Comparison, compare } from "./organization/difference";
import { declaredOf, type Values } from "./organization/recorded";
import type {
  ConnectedOrganizationQuery,
  ConnectedOrganizationResult,
  TenantQuery,
  TenantResult,
} from "./organization/shape";
import { redact } from "./redact";
import { explain } from "./remedy";
import { openSession, type Session } from "./session";
import { readSettings, type Settings } from "./settings/settings";
import { waits } from "./waits";

/** Reads a setting by its full key, such as `connectedorgs:tenantId`. */
export type Config = (key: string) => string | undefined;

/** How one operation is run. */
export interface During {
  /** Bounds it, in place of the setting `timeoutSeconds`. */
  readonly seconds?: number | undefined;
  /** Takes what a person should read about the resource or the look-up. @default nobody is told */
  readonly say?: Say;
}

/**
 * Every method fails with a UserError, or a PartialFailure where the organization exists: explained, and without secrets.
 * Every answer is plain JSON that belongs to the caller.
 */
export interface Calls {
  /** Never waits and never throws: a wrong setting fails every call. */
  configure(config: Config): void;
  check(olds: Values, news: Values, during?: During): Promise<{ inputs: Values; failures: CheckFailure[] }>;
  compare(id: string, outputs: Values, inputs: Values, during?: During): Promise<Comparison>;
  create(inputs: Values, during?: During): Promise<{ id: string; outputs: Values }>;
  /** @returns nothing when the organization is certainly gone */
  read(id: string, outputs: Values, during?: During): Promise<{ outputs: Values; inputs: Values } | undefined>;
  /** Reads what no state holds, with the inputs that a person would write. */
  readForImport(id: string, during?: During): Promise<{ id: string; outputs: Values; inputs: Values } | undefined>;
  update(id: string, outputs: Values, inputs: Values, during?: During): Promise<Values>;
  remove(id: string, outputs: Values, during?: During): Promise<void>;
  findOne(query: ConnectedOrganizationQuery, during?: During): Promise<ConnectedOrganizationResult>;
  findAll(query: ConnectedOrganizationQuery, during?: During): Promise<ConnectedOrganizationResult[]>;
  findTenant(query: Partial<TenantQuery>, during?: During): Promise<TenantResult>;
  /** Ends all waits, until the next `configure`. */
  stop(): void;
}

export function createCalls(): Calls {
  let settings = settingsFrom(() => undefined);
  let session: Session | undefined;
  let stopping = new AbortController();
  let running = 0;
  const owners = new Owners();
  const stop = () => stopping.abort();

  function open(): Session {
    if (!session) {
      session = openSession(settings(), { owners, signal: stopping.signal });
      exitOnInterrupt(stop, () => running > 0);
    }
    return session;
  }

  const reach = ({ seconds, say }: During = {}): Reach => open().reach(seconds, say);

  async function run<T>(what: () => string, work: () => Promise<T>): Promise<T> {
    running += 1;
    try {
      settings();
      return plain(await work());
    } catch (error) {
      throw explain(what(), error, session?.connection.signedInAs ?? "the configured identity");
    } finally {
      running -= 1;
    }
  }

  /** Tells what the setting `previewChecks` asks for. */
  async function note(say: Say, notes: (reach: Reach) => Promise<readonly string[]>): Promise<void> {
    const { previewChecks, timeoutSeconds } = settings();
    if (!previewChecks) return;
    const seconds = Math.min(waits.previewCheck / 1000, timeoutSeconds);
    for (const line of await notes(reach({ seconds }))) say(redact(line));
  }

  const opening = (during?: During) => () => ({ reach: reach(during), signedInAs: open().connection.signedInAs });

  return {
    configure(config) {
      session = undefined;
      stopping = new AbortController();
      settings = settingsFrom(config);
    },
    stop,
    check: async (olds, news, { say } = {}) => {
      const wrongSetting = refusalOf(settings);
      if (wrongSetting) return plain({ inputs: news, failures: [wrongSetting, ...check(olds, news).failures] });
      return await run(title("checking", news), async () => {
        const checked = check(olds, news);
        if (checked.failures.length > 0) return checked;
        owners.declare(declaredOf(checked.inputs));
        if (say && isNewIdentity(olds, checked.inputs)) await note(say, (brief) => previewNotes(brief, checked.inputs));
        return checked;
      });
    },
    compare: (id, outputs, inputs, { say } = {}) =>
      run(title("comparing", inputs), async () => {
        const findTenant = async (domainName: string) => await reach().findTenant(domainName);
        const comparison = await compare(outputs, inputs, findTenant);
        const isReplaced = comparison.difference.replaces !== undefined;
        owners.compare(id, outputs, declaredOf(inputs), isReplaced);
        if (say && isReplaced) await note(say, (brief) => replacementNotes(brief, id));
        return comparison;
      }),
    create: (inputs, during) => run(title("creating", inputs), () => create(reach(during), inputs)),
    read: (id, outputs, during) => run(title("reading", outputs, id), () => read(reach(during), id, outputs)),
    readForImport: (id, during) => run(title("importing", {}, id), () => readForImport(reach(during), id)),
    update: (id, outputs, inputs, during) =>
      run(title("updating", inputs, id), async () => {
        const after = plain(await update(reach(during), id, outputs, inputs));
        owners.updated(id, outputs, after);
        return after;
      }),
    remove: (id, outputs, during) => run(title("deleting", outputs, id), () => remove(reach(during), id, outputs)),
    findOne: async (query, during) => plain(await findOne(opening(during), query)),
    findAll: async (query, during) => plain(await findAll(opening(during), query)),
    findTenant: async (query, during) => plain(await findTenantOf(opening(during), query)),
  };
}

/** Read at once, so that a wrong setting is one error, raised again by every call. */
function settingsFrom(config: Config): () => Settings {
  let read: Settings | undefined;
  return () => (read ??= readSettings({ environment: process.env, config }));
}

/** A failure of no property: the engine stops at the first resource, so it is said once. */
function refusalOf(settings: () => Settings): CheckFailure | undefined {
  try {
    settings();
    return undefined;
  } catch (error) {
    // What else is thrown is explained by the call.
    return error instanceof UserError ? { property: "", reason: error.message } : undefined;
  }
}

/** The engine ends its providers by SIGINT and kills them five seconds later: until then, waits end and answers go out. */
function exitOnInterrupt(stop: () => void, isBusy: () => boolean): void {
  process.once("SIGINT", () => {
    stop();
    setTimeout(() => process.exit(130), isBusy() ? waits.exitAfterStop : 0);
  });
}

/** Of an operation that fails: most do not, and a text takes longer than one might think to be made fit to print. */
function title(doing: string, { displayName }: Values, id?: string): () => string {
  return () => {
    const name = displayName === undefined ? "" : ` ${quote(displayName)}`;
    return `${doing} connected organization${name}${id ? ` (${oneLine(id)})` : ""}`;
  };
}

/** Without `undefined`, which Pulumi refuses after the fact, and nobody else's: the dynamic host writes into what it gets. */
function plain<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
