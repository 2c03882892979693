import * as pulumi from "@pulumi/pulumi";
import type { ProviderArgs } from "../args";
import { givenArguments } from "../given-arguments";
import { pluginName } from "./token";

/**
 * One tenant among several in a program, passed as `opts.provider`, through the plugin.
 *
 * @example
 * ```ts
 * const europe = new Provider("europe", { tenantId, clientId, clientSecret });
 * new ConnectedOrganization("wingtip", { … }, { provider: europe });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  /**
   * @param name the provider's name in the Pulumi program
   * @param args its settings; their values are checked in preview
   * @param opts Pulumi's resource options
   * @throws an error for an argument that there is not, and for one that is there and empty
   */
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    super(pluginName, name, Object.fromEntries(givenArguments(name, args)), opts);
  }
}
