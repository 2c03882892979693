import type * as pulumi from "@pulumi/pulumi";
import type { ConnectedOrganizationArgs } from "../args";
import { DeclaredOrganization } from "../declared-organization";
import { typeToken as dynamicToken } from "../shim";
import { token } from "./token";

const typeToken = token("ConnectedOrganization");

/**
 * A connected organization of Microsoft Entra entitlement management, through the plugin. Arguments and outputs are those
 * of the class of the same name in `pulumi-connectedorgs`, and a stack that was created with that class continues unchanged.
 *
 * The option `import` with an organization's id takes it over. The option `deleteBeforeReplace` is on by default, because
 * the service may refuse two organizations for one identity.
 *
 * @example
 * ```ts
 * const wingtip = new ConnectedOrganization("wingtip", {
 *   displayName: "Wingtip Toys",
 *   identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
 * });
 * const litware = ConnectedOrganization.get("litware", litwareId); // only read
 * ```
 *
 * @see https://learn.microsoft.com/graph/api/resources/connectedorganization
 */
export class ConnectedOrganization extends DeclaredOrganization {
  /** Whether the value is a ConnectedOrganization of the plugin, even of another copy of this package. */
  static override isInstance(value: unknown): value is ConnectedOrganization {
    return DeclaredOrganization.hasType(value, typeToken);
  }

  /**
   * An organization that something else manages, read and never changed.
   *
   * @param name the resource's name in the Pulumi program
   * @param id the organization's id, a GUID
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): ConnectedOrganization {
    // A resource with an id is read and not registered, so it declares nothing.
    return new ConnectedOrganization(name, {} as ConnectedOrganizationArgs, { ...opts, id });
  }

  constructor(name: string, args: ConnectedOrganizationArgs, opts: pulumi.CustomResourceOptions = {}) {
    super(typeToken, name, { ...args }, { ...opts, aliases: [...(opts.aliases ?? []), { type: dynamicToken }] });
  }
}
