import type * as pulumi from "@pulumi/pulumi";
import type { ConnectedOrganizationArgs } from "./args";
import { DeclaredOrganization } from "./declared-organization";
import { token } from "./plugin/token";
import { refuseIds, refuseIndirect } from "./refusal";
import { shim, typeToken } from "./shim";

/**
 * A connected organization of Microsoft Entra entitlement management: a partner company whose users may request access
 * packages.
 *
 * The service stores a domain that belongs to an Entra tenant as that tenant. The provider treats the two as the same, so
 * a declared domain shows no difference afterwards.
 *
 * Previews check the declaration and report all mistakes at once. The option `deleteBeforeReplace` is on by default,
 * because the service may refuse two organizations for one identity.
 *
 * @example
 * ```ts
 * const wingtip = new ConnectedOrganization("wingtip", {
 *   displayName: "Wingtip Toys",
 *   identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
 * });
 * export const organizationId = wingtip.id; // for access-package policies
 * ```
 *
 * @see https://learn.microsoft.com/graph/api/resources/connectedorganization
 */
export class ConnectedOrganization extends DeclaredOrganization {
  /** Whether the value is a ConnectedOrganization, even of another copy of this package. */
  static override isInstance(value: unknown): value is ConnectedOrganization {
    return DeclaredOrganization.hasType(value, typeToken);
  }

  constructor(name: string, args: ConnectedOrganizationArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseIds(name, opts);
    refuseIndirect();
    // A stack that was made through the plugin goes on unchanged.
    const aliases = [...(opts.aliases ?? []), { type: token("ConnectedOrganization") }];
    super(typeToken, name, { ...args, __provider: shim }, { ...opts, aliases });
  }
}
