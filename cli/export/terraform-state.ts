// The connected organizations of a Terraform state: what Terraform declared each one with, which Graph may no longer tell.
import { UserError } from "../../provider/errors";
import { asRecord } from "../../provider/json";
import { type Source, sourceFromGraph } from "../../provider/organization/identity-source";
import { guid } from "../../provider/organization/text-rule";

/** By the organizations' ids. */
export type DeclaredInTerraform = ReadonlyMap<string, readonly Source[]>;

type Values = Readonly<Record<string, unknown>>;

interface Resource {
  readonly type: unknown;
  readonly values: Values;
}

/** The resources that may be a connected organization, and how each holds its identity sources. */
const readers: Readonly<Record<string, (values: Values) => Source[] | undefined>> = {
  msgraph_resource: ({ url, body }) =>
    /(^|\/)connectedOrganizations\/?$/i.test(String(url))
      ? listOf(asRecord(plain(body))["identitySources"]).map((source) => sourceFromGraph(withKind(asRecord(source))))
      : undefined,
  microsoft365wp_connected_organization: ({ identity_sources: sources }) =>
    listOf(sources).flatMap((source) => {
      const [kind, properties] = Object.entries(asRecord(source)).find(([, value]) => value !== null) ?? [];
      const named = Object.entries(asRecord(properties)).map(([name, value]) => [camelCase(name), value]);
      return kind === undefined
        ? []
        : [sourceFromGraph({ "@odata.type": camelCase(kind), ...Object.fromEntries(named) })];
    }),
};

/** @param state what `terraform show -json` prints, or a state file @throws UserError if it holds no organization */
export function organizationsOfTerraform(state: unknown): DeclaredInTerraform {
  const found = resourcesIn(state).flatMap(({ type, values }) => {
    const sources = Object.hasOwn(readers, String(type)) ? readers[String(type)]?.(values) : undefined;
    const id = guid.normalize(String(values["id"]));
    return sources && id !== undefined ? [[id, sources.map(withoutName)] as const] : [];
  });
  if (found.length > 0) return new Map(found);
  throw new UserError(
    `The Terraform state holds no connected organization of ${Object.keys(readers).join(" or ")}.`,
    "Give the output of terraform show -json, or the state file.",
  );
}

function resourcesIn(state: unknown): Resource[] {
  const { resources, values } = asRecord(state);
  const managed = listOf(resources).map(asRecord).filter(isManaged);
  return [
    ...managed.flatMap(({ type, instances }) =>
      listOf(instances).map((instance) => ({ type, values: asRecord(asRecord(instance)["attributes"]) })),
    ),
    ...inModule(asRecord(values)["root_module"]),
  ];
}

function inModule(module: unknown): Resource[] {
  const { resources, child_modules: children } = asRecord(module);
  const managed = listOf(resources).map(asRecord).filter(isManaged);
  return [
    ...managed.map(({ type, values }) => ({ type, values: asRecord(values) })),
    ...listOf(children).flatMap(inModule),
  ];
}

/** A data source has the type of the resource. */
function isManaged({ mode }: Values): boolean {
  return mode === "managed";
}

/** A state file holds a value of any type together with its type. */
function plain(body: unknown): unknown {
  const record = asRecord(body);
  return "value" in record && "type" in record ? record["value"] : body;
}

/** A refresh of msgraph overwrites the type of a swapped domain, and keeps the domain. */
function withKind(source: Values): Values {
  const isLeftDomain = typeof source["domainName"] === "string" && !("tenantId" in source) && !("issuerUri" in source);
  return isLeftDomain ? { ...source, "@odata.type": "domainIdentitySource" } : source;
}

function withoutName({ displayName: _, ...source }: Source): Source {
  return source as Source;
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
