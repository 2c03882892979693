import * as pulumi from "@pulumi/pulumi";
import type { ConnectedOrganizationInputs, ConnectedOrganizationOutputs } from "../provider/organization/shape";
import type { ConnectedOrganizationArgs } from "./args";
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
export class ConnectedOrganization extends pulumi.CustomResource {
  /** Whether the value is a ConnectedOrganization, also one of another copy of this package. */
  static override isInstance(value: unknown): value is ConnectedOrganization {
    return pulumi.CustomResource.isInstance(value) && (value as { __pulumiType?: string }).__pulumiType === typeToken;
  }

  constructor(name: string, args: ConnectedOrganizationArgs, opts: pulumi.CustomResourceOptions = {}) {
    // For each output the SDK takes four stack traces, to tell of promises that never end: half of the time that a
    // program of a thousand organizations takes. Its own look for the resource's place in the program is not bounded.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      const { deleteBeforeReplace = true, additionalSecretOutputs = [] } = opts;
      const secrets = [...additionalSecretOutputs];
      const properties = { ...outputs, ...args, ...secretWithSources(args, secrets), __provider: shim };
      super(typeToken, name, properties, { ...opts, deleteBeforeReplace, additionalSecretOutputs: secrets });
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      if (error instanceof Error) Error.captureStackTrace(error, ConnectedOrganization);
      throw error;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }
}

/** What tells of the sources. */
const tellingOutputs = ["resolvedIdentitySources", "__resolutions", "__formerSources"];

/** The SDK reads the names of secret outputs when all inputs are known, and only then is known which of them are secret. */
function secretWithSources(
  { identitySources }: ConnectedOrganizationArgs,
  secrets: string[],
): Partial<Pick<ConnectedOrganizationArgs, "identitySources">> {
  if (!mayBeSecret(identitySources)) return {};
  const sources = pulumi.output(identitySources);
  const settled = pulumi.isSecret(sources).then((isSecret) => {
    if (isSecret) secrets.push(...tellingOutputs);
    return identitySources;
  });
  return { identitySources: settled as Promise<never> };
}

function mayBeSecret(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(mayBeSecret);
}

type Outputs<Shape> = { readonly [Property in keyof Shape]-?: pulumi.Output<Shape[Property]> };

export interface ConnectedOrganization
  extends Outputs<Required<ConnectedOrganizationInputs> & ConnectedOrganizationOutputs> {}

type Given = "displayName" | "identitySources";
type Assigned = Exclude<keyof ConnectedOrganizationInputs | keyof ConnectedOrganizationOutputs, Given>;

/** An output is only assigned when it is among the properties from the start. */
const outputs = {
  description: undefined,
  state: undefined,
  internalSponsors: undefined,
  externalSponsors: undefined,
  adoptExisting: undefined,
  resolvedIdentitySources: undefined,
  createdDateTime: undefined,
  modifiedDateTime: undefined,
  createdBy: undefined,
  modifiedBy: undefined,
} satisfies Record<Assigned, undefined>;
