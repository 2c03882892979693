/**
 * The door of the dynamic resource: the only file that knows the oddities of Pulumi's dynamic-provider process. The text
 * in every state requires this module by the package's subpath `./provider`, so the name of its export is a public
 * contract for ever.
 */

import { createCalls } from "./calls";
import { PartialFailure, quote } from "./errors";
import type { Say } from "./lifecycle/reach";
import type { CheckFailure } from "./organization/check";
import type { Difference } from "./organization/difference";
import type { Values } from "./organization/recorded";

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
  const calls = createCalls();
  return {
    // The host caches the provider before it awaits this, and goes on after it threw.
    configure({ config }) {
      calls.configure((key) => config.get(key));
    },
    check: (olds, news) => answer(news, () => calls.check(own(olds), own(news), telling(news))),
    diff: (id, olds, news) =>
      answer(news, async () => {
        const { difference } = await calls.compare(id, own(olds), own(news), telling(news));
        // The host runs what the state holds: one of the plugin's, or a wrong import, gets the text by an update.
        return difference.changes === false && !("__provider" in olds) ? { changes: true } : difference;
      }),
    create: (inputs) =>
      answer(inputs, async () => {
        const { id, outputs } = await calls.create(own(inputs), telling(inputs));
        return { id, outs: outputs };
      }),
    read: (id, props) =>
      answer(props, async () => {
        const found = await calls.read(id, own(props), telling(props));
        return found ? { id, props: found.outputs, inputs: found.inputs } : {};
      }),
    update: (id, olds, news) =>
      answer(news, async () => ({ outs: await calls.update(id, own(olds), own(news), telling(news)) })),
    delete: (id, props) => answer(props, () => calls.remove(id, own(props), telling(props))),
  };
}

/** The host shows what is printed as lines of the stack, whatever its severity; the SDK's own log only prints there, too. */
function telling({ displayName }: Values): { say: Say } {
  return {
    say: (line, severity) => {
      const subject = `connected organization ${quote(displayName)}`;
      process.stdout.write(`${severity ? `${severity}: ` : ""}${subject}: ${line}\n`);
    },
  };
}

function own({ __provider: _, ...values }: Values): Values {
  return values;
}

/**
 * Nothing but a clean Error may leave: what else is thrown is never answered. The host prints the message and the stack
 * behind it, so there is none; an integer `code` would become a gRPC status.
 */
async function answer<T>({ __provider }: Values, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const clean = new Error((error as Error).message);
    clean.stack = "";
    if (!(error instanceof PartialFailure)) throw clean;
    const properties = { ...error.outputs, ...(__provider !== undefined && { __provider }) };
    throw Object.assign(clean, { id: error.id, properties, reasons: [clean.message] });
  }
}

/** The provider of `pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization`. */
export const connectedOrganization: ConnectedOrganizationProvider = createProvider();
