/** How a program's look-ups reach Graph: from the program's own process, during previews too. In a unit test, mocks answer instead. */
import * as pulumi from "@pulumi/pulumi";
import { token } from "./plugin/token";
import type { Provider } from "./provider";
import { refused } from "./refusal";
import { typeToken } from "./shim";
import { environment } from "./workspace";

/** As Pulumi's own functions take them. */
export interface LookUpOptions {
  /** A resource whose provider is asked: for a look-up inside a component, `this`. */
  parent?: pulumi.Resource | undefined;
  /** The tenant to look in. @default the parent's, or that of the stack's configuration and the environment */
  provider?: Provider | undefined;
  /** Ignored: a plain look-up always returns a promise. */
  async?: boolean | undefined;
}

// Loaded with the first look-up: a program without one never loads the provider.
type LookUp = typeof import("../provider/lifecycle/look-up");
type Session = ReturnType<typeof import("../provider/session").openSession>;
type Open = Parameters<LookUp["findOne"]>[0];

/** @param name of the plugin's function that does the same: by its token a unit test's mocks know it */
export async function ask<Result>(
  name: string,
  query: object,
  options: LookUpOptions,
  work: (lookUp: LookUp, open: Open) => Promise<Result>,
): Promise<Result> {
  const provider = providerOf(options);
  if (isMocked()) return await pulumi.runtime.invoke(token(name), { ...query }, provider ? { provider } : {});
  try {
    const lookUp = require("../provider/lifecycle/look-up") as LookUp;
    return await work(lookUp, await opener(provider));
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error));
  }
}

/** Waits for the provider's settings as well, so that nothing is asked before they are known. */
export function resolved<Query>(query: object, options: LookUpOptions): pulumi.Output<Query> {
  const provider = providerOf(options);
  return (
    pulumi
      // The settings are only waited for: what is found with a secret is no secret itself.
      .all([pulumi.output(query), provider ? pulumi.unsecret(provider.settings) : {}])
      .apply(([plain]) => plain as Query) as pulumi.Output<Query>
  );
}

function providerOf({ parent, provider }: LookUpOptions): Provider | undefined {
  if (provider && !isOwn(provider))
    throw refused("The provider of a look-up must be a Provider of pulumi-connectedorgs.");
  const inherited = provider ?? parent?.getProvider(typeToken);
  return inherited && isOwn(inherited) ? inherited : undefined;
}

/** Also one of another copy of this package. */
function isOwn(provider: pulumi.ProviderResource): provider is Provider {
  return "settings" in provider;
}

function isMocked(): boolean {
  if (!pulumi.runtime.hasMonitor()) return false;
  return "mocks" in (pulumi.runtime.getMonitor() ?? {});
}

const sessions = new Map<string, Session>();

async function opener(provider: Provider | undefined): Promise<Open> {
  const { readSettings } = require("../provider/settings/settings") as typeof import("../provider/settings/settings");
  const { openSession } = require("../provider/session") as typeof import("../provider/session");
  const own = provider && (await known(provider.settings));
  return () => {
    const settings = readSettings({ environment: environment(), config: own ? (key) => own[key] : stackConfig });
    const key = JSON.stringify(settings);
    const session = sessions.get(key) ?? openSession(settings);
    sessions.set(key, session);
    return { reach: session.reach(undefined, say), signedInAs: session.connection.signedInAs };
  };
}

function say(line: string): void {
  void pulumi.log.info(`looking up connected organizations: ${line}`);
}

function stackConfig(key: string): string | undefined {
  const [namespace = "", name = ""] = key.split(":");
  return new pulumi.Config(namespace).get(name);
}

/** An output whose value is not known before the update never calls back, so the program would end without a word. */
async function known(settings: pulumi.Output<Record<string, string>>): Promise<Record<string, string>> {
  const { isKnown, promise } = settings as unknown as {
    isKnown: Promise<boolean>;
    promise(): Promise<Record<string, string>>;
  };
  if (await isKnown) return await promise.call(settings);
  throw new Error("The provider's settings are not known yet: use the look-up's Output form.");
}
