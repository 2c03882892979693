/** What the class does in the same way through both doors. */
import * as pulumi from "@pulumi/pulumi";
import type * as recorded from "../provider/organization/recorded";
import type { ConnectedOrganizationInputs, ConnectedOrganizationOutputs } from "../provider/organization/shape";
import type { ConnectedOrganizationArgs } from "./args";
import { mistakesIn, Refusal } from "./mistakes";

export class DeclaredOrganization extends pulumi.CustomResource {
  protected static hasType(value: unknown, token: string): boolean {
    return pulumi.CustomResource.isInstance(value) && (value as { __pulumiType?: string }).__pulumiType === token;
  }

  /** @param args with what is registered beside them; none for a resource that is only read */
  constructor(
    token: string,
    name: string,
    args: Partial<ConnectedOrganizationArgs> & pulumi.Inputs,
    opts: pulumi.CustomResourceOptions,
  ) {
    // The SDK captures four stack traces per output to report leaked promises: half of the run time of a program with a
    // thousand organizations. Its own search for the resource's place in the program is not limited.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      const { deleteBeforeReplace = true, additionalSecretOutputs = [] } = opts;
      const secrets = [...additionalSecretOutputs];
      const properties = { ...outputs, ...args, ...settledSecrets(args, secrets) };
      const options = { ...opts, deleteBeforeReplace, additionalSecretOutputs: secrets };
      const mistakes = mistakesIn(args, opts);
      if (mistakes.length === 0) {
        super(token, name, properties, options);
      } else {
        const refusal = new Refusal(mistakes, pulumi.createUrn(name, token, opts.parent));
        super(token, name, properties, {
          ...options,
          dependsOn: refusal.hold((opts.dependsOn ?? []) as pulumi.Resource[]),
        });
        refusal.apply(this);
      }
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit;
      if (error instanceof Error) Error.captureStackTrace(error, new.target);
      throw error;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }
}

/** The SDK reads the names of secret outputs when all inputs are known, and only then is known which of them are secret. */
function settledSecrets(args: Partial<ConnectedOrganizationArgs>, secrets: string[]): pulumi.Inputs {
  const names = ["identitySources", "internalSponsors", "externalSponsors"] as const;
  const settled = names.flatMap((name) => {
    const { [name]: value } = args;
    if (!mayBeSecret(value)) return [];
    const known = pulumi.isSecret(pulumi.output<unknown>(value)).then((isSecret) => {
      if (isSecret) secrets.push(...outputsTelling(name));
      return value;
    });
    return [[name, known] as const];
  });
  return Object.fromEntries(settled);
}

/** Loaded when such an argument is secret. */
function outputsTelling(name: keyof typeof recorded.telling): readonly string[] {
  return (require("../provider/organization/recorded") as typeof recorded).telling[name];
}

function mayBeSecret(value: unknown): boolean {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(mayBeSecret);
}

type Outputs<Shape> = { readonly [Property in keyof Shape]-?: pulumi.Output<Shape[Property]> };

export interface DeclaredOrganization
  extends Outputs<Required<ConnectedOrganizationInputs> & ConnectedOrganizationOutputs> {}

type Assigned = keyof ConnectedOrganizationInputs | keyof ConnectedOrganizationOutputs;

/** An output is only assigned when it is among the properties from the start. */
const outputs = {
  displayName: undefined,
  description: undefined,
  state: undefined,
  identitySources: undefined,
  internalSponsors: undefined,
  externalSponsors: undefined,
  adoptExisting: undefined,
  resolvedIdentitySources: undefined,
  createdDateTime: undefined,
  modifiedDateTime: undefined,
  createdBy: undefined,
  modifiedBy: undefined,
} satisfies Record<Assigned, undefined>;
