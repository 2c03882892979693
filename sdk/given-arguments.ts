import * as pulumi from "@pulumi/pulumi";
import type { ProviderArgs } from "./args";
import { refused } from "./refusal";

/**
 * The arguments of a provider that are there, the secret ones as secrets.
 *
 * @throws an error for an argument that there is not, and for one that is there and empty
 */
export function givenArguments(provider: string, args: ProviderArgs): [name: string, value: pulumi.Output<unknown>][] {
  // Loaded here, because most programs have no explicit provider.
  const { isSecret, refusalOf } =
    require("../provider/settings/explicit") as typeof import("../provider/settings/explicit");
  return Object.entries<unknown>({ ...args }).flatMap(([name, value]) => {
    const refusal = refusalOf(name, value);
    if (refusal !== undefined) throw refused(`Provider ${JSON.stringify(provider)}: ${refusal}`);
    if (value === undefined) return [];
    // An output may turn out to be nothing: that is empty, and the provider refuses it.
    const given = pulumi.output(value).apply((known) => known ?? "");
    return [[name, isSecret(name) ? pulumi.secret(given) : given] as const];
  }) as [string, pulumi.Output<unknown>][];
}
