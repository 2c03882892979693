import * as pulumi from "@pulumi/pulumi";
import type { ProviderArgs } from "./args";
import { givenArguments } from "./given-arguments";

/**
 * One tenant among several in a program, passed as `opts.provider`.
 *
 * An unknown or empty argument is an error here; the first operation checks the values.
 *
 * @example
 * ```ts
 * const europe = new Provider("europe", { tenantId, clientId, clientSecret });
 * new ConnectedOrganization("wingtip", { … }, { provider: europe });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  /** The settings by their configuration keys, for look-ups. */
  readonly settings: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const settings = settingsOf(name, args);
    super("pulumi-nodejs", name, settings, opts);
    this.settings = pulumi.output(settings);
  }
}

function settingsOf(provider: string, args: ProviderArgs): Record<string, pulumi.Output<string> | string> {
  const settings = givenArguments(provider, args).map(
    ([name, value]) => [`connectedorgs:${name}`, value.apply(String)] as const,
  );
  // Says that the values are this provider's arguments and not the stack's configuration.
  return { ...Object.fromEntries(settings), "connectedorgs:explicit": "true" };
}
