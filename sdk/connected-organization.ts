import type * as pulumi from "@pulumi/pulumi";
import type { ConnectedOrganizationArgs } from "./args";
import { DeclaredOrganization } from "./declared-organization";
import { refuseIds, refuseIndirect } from "./refusal";
import { shim, typeToken } from "./shim";

/**
 * A connected organization of Microsoft Entra entitlement management: a partner company whose users may request access
 * packages.
 *
 * A domain that belongs to an Entra tenant is stored by the service as that tenant. The two count as the same here, so
 * a declared domain shows no difference afterwards.
 *
 * What is declared is checked in preview, all mistakes at once. The option `deleteBeforeReplace` is on if not set: the
 * service may refuse two organizations for one identity.
 *
 * @example
 * ```ts
 * const wingtip = new ConnectedOrganization("wingtip", {
 *   displayName: "Wingtip Toys",
 *   identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
 * });
 * export const organizationId = wingtip.id; // what access-package policies take
 * ```
 *
 * @see https://learn.microsoft.com/graph/api/resources/connectedorganization
 */
export class ConnectedOrganization extends DeclaredOrganization {
  /** Whether the value is a ConnectedOrganization, also one of another copy of this package. */
  static override isInstance(value: unknown): value is ConnectedOrganization {
    return DeclaredOrganization.hasType(value, typeToken);
  }

  constructor(name: string, args: ConnectedOrganizationArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseIds(name, opts);
    refuseIndirect();
    super(typeToken, name, { ...args, __provider: shim }, opts);
  }
}
