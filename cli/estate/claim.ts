// Which organizations a stack manages, from what `pulumi stack export` prints. What is secret in it stays encrypted.
import { asRecord, parseJson } from "../../provider/json";
import { sponsorsOf } from "../../provider/organization/recorded";
import { UsageError } from "../arguments";
import { organizationTypes } from "../organization-type";
import { nameOf, projectOf, stackOf } from "../urn";

/** A resource that manages an organization. */
export interface Claim {
  readonly urn: string;
  readonly stack: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** In lower case. */
  readonly id: string;
  /** Undefined if the state does not tell it, or not in clear. */
  readonly displayName: string | undefined;
  /** The tenant that holds the organization, if the state names it. */
  readonly tenantId: string | undefined;
  /** Object ids of the sponsors that the program declares, of both kinds. */
  readonly sponsors: readonly string[];
  /** The next `up` deletes the organization, or creates its replacement: it may be gone, and another resource may have it. */
  readonly isLeaving: boolean;
}

export interface Stack {
  readonly name: string;
  readonly claims: readonly Claim[];
}

/**
 * @param text what `pulumi stack export` printed
 * @param origin where it is from: its name if it has no resource
 * @throws UsageError
 */
export function readStack(text: string, origin: string): Stack {
  const { deployment } = asRecord(parseJson(text));
  if (typeof deployment !== "object" || deployment === null)
    throw new UsageError(`This is not the output of pulumi stack export: ${origin}.`);
  const { resources } = asRecord(deployment);
  const all = (Array.isArray(resources) ? resources : []).map(asRecord);
  const first = String(all[0]?.["urn"] ?? "");
  const project = projectOf(first);
  return { name: project === "" ? origin : `${project}/${stackOf(first)}`, claims: all.flatMap(claimsOf) };
}

function claimsOf(resource: Record<string, unknown>): Claim[] {
  const { urn, type, id } = resource;
  // Another stack manages what is only read (`get`): https://www.pulumi.com/docs/iac/concepts/resources/get/
  if (!organizationTypes.includes(String(type)) || resource["external"] === true) return [];
  if (typeof urn !== "string" || typeof id !== "string" || id === "") return [];
  const inputs = asRecord(resource["inputs"]);
  const { __tenantId } = asRecord(resource["outputs"]);
  const declared = sponsorsOf(inputs);
  return [
    {
      urn,
      stack: `${projectOf(urn)}/${stackOf(urn)}`,
      name: nameOf(urn),
      id: id.toLowerCase(),
      displayName: textOf(inputs["displayName"]),
      tenantId: textOf(__tenantId)?.toLowerCase(),
      sponsors: [...(declared.internalSponsors ?? []), ...(declared.externalSponsors ?? [])].map((one) =>
        one.toLowerCase(),
      ),
      isLeaving: resource["delete"] === true || resource["pendingReplacement"] === true,
    },
  ];
}

/** A secret is an object in an exported state. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
