// The organizations as declared, from the engine's state, next to what the emulated service stores.
import type { Organization } from "../../emulator";
import type { Stage } from "./stage";

type Source = Readonly<Record<string, unknown>>;

export interface Declared {
  readonly id: string;
  readonly displayName: string;
  readonly identitySources: readonly Source[];
  readonly resolvedIdentitySources: readonly Source[];
}

interface StateResource {
  readonly id?: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

const types = [
  "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization",
  "connectedorgs:index:ConnectedOrganization",
];

/** Sorted by name. */
export async function readDeclared(stage: Pick<Stage, "run">): Promise<Declared[]> {
  const { stdout } = await stage.run(["stack", "export"]);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources?: StateResource[] } };
  const resources = (deployment.resources ?? []).filter((resource) => types.includes(resource.type));
  return resources.map(declaredOf).sort((one, other) => one.displayName.localeCompare(other.displayName));
}

function declaredOf({ id = "", inputs = {}, outputs = {} }: StateResource): Declared {
  return {
    id,
    displayName: String(inputs["displayName"]),
    identitySources: sourcesOf(inputs["identitySources"]),
    resolvedIdentitySources: sourcesOf(outputs["resolvedIdentitySources"]),
  };
}

function sourcesOf(value: unknown): Source[] {
  return Array.isArray(value) ? value : [];
}

export function findStored(stage: Pick<Stage, "emulator">, id: string): Organization {
  const stored = stage.emulator.portal.get(id);
  if (stored === undefined)
    throw new Error(`The engine's state names the organization ${id}, but the service has none.`);
  return stored;
}

/** A source in two words, such as `domain adatum.com`, `tenant 2b1d6f0a…`. */
export function describe(source: Source | undefined): string {
  if (source === undefined) return "nothing";
  if (source["domainName"] !== undefined) return `domain ${source["domainName"]}`;
  return `tenant ${String(source["tenantId"]).slice(0, 8)}…`;
}
