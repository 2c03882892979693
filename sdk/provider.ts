import * as pulumi from "@pulumi/pulumi";
import type { ProviderArgs } from "./args";

/** Never in clear in state. */
const secrets: readonly string[] = [
  "clientSecret",
  "clientCertificatePassword",
  "oidcToken",
  "oidcRequestToken",
  "accessToken",
];

/**
 * One tenant among several in a program, passed as `opts.provider`.
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

  /**
   * @param name the provider's name in the Pulumi program
   * @param args its settings; checked by the first operation
   * @param opts Pulumi's resource options
   */
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const settings = settingsOf(args);
    super("pulumi-nodejs", name, settings, opts);
    this.settings = pulumi.output(settings);
  }
}

function settingsOf(args: ProviderArgs): Record<string, pulumi.Output<string> | string> {
  const given = Object.entries<pulumi.Input<string | number | boolean>>({ ...args }).filter(
    ([, value]) => value !== undefined,
  );
  const settings = given.map(([name, value]) => {
    const text = pulumi.output(value).apply(String);
    return [`connectedorgs:${name}`, secrets.includes(name) ? pulumi.secret(text) : text] as const;
  });
  // Says that the values are this provider's arguments and not the stack's configuration.
  return { ...Object.fromEntries(settings), "connectedorgs:explicit": "true" };
}
