import * as pulumi from "@pulumi/pulumi";
import type { ProviderArgs } from "../args";
import { givenArguments } from "../given-arguments";
import { pluginName } from "./token";

/**
 * One tenant among several in a program, passed as `opts.provider`, through the plugin.
 *
 * An unknown argument, and one that is given and empty, is an error here; values are checked in preview.
 *
 * @example
 * ```ts
 * const europe = new Provider("europe", { tenantId, clientId, clientSecret });
 * new ConnectedOrganization("wingtip", { … }, { provider: europe });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    super(pluginName, name, Object.fromEntries(givenArguments(name, args)), opts);
  }
}
