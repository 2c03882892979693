// Organizations and sponsors in the form of an answer.
import { badRequest } from "./errors";
import { type DirectoryObject, type Organization, sponsorKinds, sponsorProperty } from "./model";
import type { Switches } from "./switches";
import { spellType, writeSource } from "./written-source";

const order = ["id", "displayName", "description", "createdBy", "createdDateTime", "modifiedBy", "modifiedDateTime"];
const names = [...order, "state", "identitySources"] as const;
const betaOnly = new Set(["createdBy", "modifiedBy"]);

type Json = Record<string, unknown>;

function writeDescription(description: string | null, switches: Readonly<Switches>): string | null | undefined {
  if (description !== null && description !== "") return description;
  switch (switches.clearedDescription) {
    case "null":
      return null;
    case "emptyString":
      return "";
    case "absent":
      return undefined;
    case "asSent":
    case "refused":
      return description;
  }
}

export function writeOrganization(organization: Organization, version: string, switches: Readonly<Switches>): Json {
  const beta = version === "beta" ? { createdBy: organization.createdBy, modifiedBy: organization.modifiedBy } : {};
  const description = writeDescription(organization.description, switches);
  return {
    id: organization.id,
    displayName: organization.displayName,
    ...(description === undefined ? {} : { description }),
    createdDateTime: organization.createdDateTime,
    modifiedDateTime: organization.modifiedDateTime,
    ...beta,
    state: organization.state,
    identitySources: organization.identitySources.map((source) => writeSource(source, switches)),
  };
}

/** Selecting a navigation property is allowed and returns nothing. */
const navigation = sponsorKinds.map((kind) => sponsorProperty[kind]);

/** The selected names as the metadata spells them; callers may use any case. */
export function selectedNames(
  select: readonly string[] | undefined,
  known: readonly string[],
  type: string,
): readonly string[] | undefined {
  if (select?.includes("*")) return undefined;
  return select?.map((sent) => {
    const name = known.find((other) => other.toLowerCase() === sent.toLowerCase());
    if (name !== undefined) return name;
    throw badRequest(
      `Parsing OData Select and Expand failed: Could not find a property named '${sent}' on type 'microsoft.graph.${type}'.`,
    );
  });
}

export function readSelect(select: readonly string[] | undefined, version: string): readonly string[] | undefined {
  const known = [...names, ...navigation].filter((name) => version === "beta" || !betaOnly.has(name));
  return selectedNames(select, known, "connectedOrganization");
}

/** Of users and groups. They have dozens of properties that are not emulated, and asking for those is no mistake. */
export function readObjectSelect(select: readonly string[] | undefined): readonly string[] | undefined {
  if (select?.includes("*")) return undefined;
  return select?.map((sent) => (sent.toLowerCase() === "displayname" ? "displayName" : sent.toLowerCase()));
}

/** Annotations stay. */
export function selectProperties(json: Json, select: readonly string[] | undefined): Json {
  if (select === undefined) return json;
  return Object.fromEntries(Object.entries(json).filter(([name]) => name.startsWith("@") || select.includes(name)));
}

export function writeSponsor(id: string, object: DirectoryObject | undefined, switches: Readonly<Switches>): Json {
  if (switches.sponsorItem === "untyped") return { id };
  const type = switches.sponsorItem === "generic" || object === undefined ? "directoryObject" : object.type;
  const name =
    type === "directoryObject" || object?.displayName === undefined ? {} : { displayName: object.displayName };
  return { "@odata.type": spellType(`#microsoft.graph.${type}`, switches.odataType), id, ...name };
}
