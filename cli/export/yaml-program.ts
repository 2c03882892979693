// The YAML program that declares what was read: Pulumi.yaml holds the project and the resources.
import { withoutDefaults } from "../../provider/organization/check";
import { type Source, sourceKey } from "../../provider/organization/identity-source";
import { sponsorKinds } from "../../provider/organization/organization";
import type { Values } from "../../provider/organization/recorded";
import type { Exported, LeftOut } from "./estate";
import { comment, yamlLiteral } from "./literal";
import { describeLeftOut, type Files, namesOfTenants } from "./program";

/** @param project the lines that come before the resources */
export function yamlProgram(
  project: readonly string[],
  exported: readonly Exported[],
  leftOut: readonly LeftOut[],
): Files {
  const resources = ["resources:", ...exported.flatMap(declare).map((line) => `  ${line}`)];
  const lines = [...project, ...resources, ...leftOut.map((one) => describeLeftOut(one, "#"))];
  return { "Pulumi.yaml": `${lines.join("\n")}\n` };
}

function declare({ name, inputs, outputs }: Exported): string[] {
  const tenants = namesOfTenants(outputs["resolvedIdentitySources"] as readonly Source[]);
  const properties = yamlPropertyLines(withoutDefaults(inputs), tenants);
  // The language keeps this word for itself as a key, not as a name.
  const [key, named] = name === "pulumi" ? ["_pulumi", ["  name: pulumi"]] : [keyOf(name), []];
  return [
    `${key}:`,
    "  type: connectedorgs:ConnectedOrganization",
    ...named,
    "  properties:",
    ...properties.map((line) => `    ${line}`),
  ];
}

/** Of the properties that have a value. */
export function yamlPropertyLines(values: Values, tenants: ReadonlyMap<string, string>): string[] {
  const { displayName, description, state, identitySources } = values;
  return [
    ...(displayName === undefined ? [] : [`displayName: ${yamlLiteral(String(displayName))}`]),
    ...(description === undefined ? [] : [`description: ${yamlLiteral(String(description))}`]),
    ...(state === undefined ? [] : [`state: ${state}`]),
    ...(identitySources === undefined ? [] : ["identitySources:"]),
    ...((identitySources ?? []) as readonly Source[]).flatMap((source) => describe(source, tenants)),
    ...sponsorKinds.flatMap((kind) => list(kind, values[kind] as readonly string[] | undefined)),
  ];
}

function describe(source: Source, tenants: ReadonlyMap<string, string>): string[] {
  const tenant = tenants.get(sourceKey(source));
  const [first = "", ...others] = Object.entries(source).map(([key, value]) =>
    key === "type" ? `type: ${value}` : `${key}: ${yamlLiteral(String(value))}`,
  );
  const lines = [`  - ${first}`, ...others.map((line) => `    ${line}`)];
  return tenant ? [`  ${comment("Tenant", tenant, "#")}`, ...lines] : lines;
}

function list(key: string, items: readonly string[] | undefined): string[] {
  if (items === undefined) return [];
  return items.length === 0 ? [`${key}: []`] : [`${key}:`, ...items.map((item) => `  - ${yamlLiteral(item)}`)];
}

/** Numbers and some words are no texts without quotes. */
function keyOf(name: string): string {
  return /^[a-z][a-z-]*\d*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/.test(name)
    ? name
    : yamlLiteral(name);
}
