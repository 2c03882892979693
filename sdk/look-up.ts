/** Look-ups run in the program's own process, at preview too. */
import * as pulumi from "@pulumi/pulumi";
import type { ConnectedOrganizationQuery, ConnectedOrganizationResult } from "../provider/organization/shape";
import type { ConnectedOrganizationQueryArgs } from "./args";
import type { Provider } from "./provider";

export interface LookUpOptions {
  /** The tenant to look in. @default the one of the stack's configuration and the environment */
  provider?: Provider;
}

/**
 * The one organization with this id, displayName, domainName or tenantId.
 *
 * @throws an error that names what is missing, or lists the ids, when none or several match
 * @see https://learn.microsoft.com/graph/api/entitlementmanagement-list-connectedorganizations
 */
export async function getConnectedOrganization(
  query: ConnectedOrganizationQuery,
  options: LookUpOptions = {},
): Promise<ConnectedOrganizationResult> {
  return await withoutStack(async () => await loadLookUp().findOne(await opener(options), query));
}

/** The same for a query that holds outputs of other resources. */
export function getConnectedOrganizationOutput(
  query: ConnectedOrganizationQueryArgs,
  options: LookUpOptions = {},
): pulumi.Output<ConnectedOrganizationResult> {
  return resolved(query, options).apply((plain) => getConnectedOrganization(plain, options));
}

/** All organizations that match; all there are when nothing is asked for. */
export async function getConnectedOrganizations(
  query: ConnectedOrganizationQuery = {},
  options: LookUpOptions = {},
): Promise<ConnectedOrganizationResult[]> {
  return await withoutStack(async () => await loadLookUp().findAll(await opener(options), query));
}

/** The same for a query that holds outputs of other resources. */
export function getConnectedOrganizationsOutput(
  query: ConnectedOrganizationQueryArgs = {},
  options: LookUpOptions = {},
): pulumi.Output<ConnectedOrganizationResult[]> {
  return resolved(query, options).apply((plain) => getConnectedOrganizations(plain, options));
}

/** Waits for the provider's settings as well, so that nothing is asked before they are known. */
function resolved(
  query: ConnectedOrganizationQueryArgs,
  { provider }: LookUpOptions,
): pulumi.Output<ConnectedOrganizationQuery> {
  return (
    pulumi
      // The settings are only waited for: what is found with a secret is no secret itself.
      .all([pulumi.output(query), provider ? pulumi.unsecret(provider.settings) : {}])
      .apply(([plain]) => plain as ConnectedOrganizationQuery)
  );
}

/** Pulumi prints this kind of error of a program as its message alone. */
async function withoutStack<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
  }
}

// What follows is loaded with the first look-up: a program without one never loads the provider.
type LookUp = typeof import("../provider/lifecycle/look-up");
type Session = ReturnType<typeof import("../provider/session").openSession>;

function loadLookUp(): LookUp {
  return require("../provider/lifecycle/look-up") as LookUp;
}

const sessions = new Map<string, Session>();

async function opener({ provider }: LookUpOptions): Promise<Parameters<LookUp["findOne"]>[0]> {
  const { readSettings } = require("../provider/settings/settings") as typeof import("../provider/settings/settings");
  const { openSession } = require("../provider/session") as typeof import("../provider/session");
  const own = provider && (await known(provider.settings));
  return () => {
    const settings = readSettings({ environment: process.env, config: own ? (key) => own[key] : stackConfig });
    const key = JSON.stringify(settings);
    const session = sessions.get(key) ?? openSession(settings);
    sessions.set(key, session);
    return { reach: session.reach(), signedInAs: session.connection.signedInAs };
  };
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
  throw new Error("The provider's settings are not known yet: use getConnectedOrganizationOutput.");
}
