// Request bodies, checked as strictly as the metadata allows.
import { badRequest, GraphError, isGuid } from "./errors";
import { findSourceType, type SourceTypeName, sourceTypes } from "./identity-source";
import { type IdentitySource, type State, sponsorKinds, sponsorProperty } from "./model";

export type JsonObject = Readonly<Record<string, unknown>>;

export interface OrganizationBody {
  displayName?: string | null;
  description?: string | null;
  state?: State | null;
  identitySources?: readonly IdentitySource[] | null;
  /** Sponsors as sent, by property name, not yet validated. */
  sponsors: JsonObject;
}

const typeName = "microsoft.graph.connectedOrganization";

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function parseJson(text: string, contentType: string | undefined): JsonObject {
  if (contentType === undefined || contentType === "") {
    throw badRequest("Write requests (excluding DELETE) must contain the Content-Type header declaration.");
  }
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)) {
    throw new GraphError(415, "UnsupportedMediaType", "Entity only allows writes with a JSON Content-Type header.");
  }
  if (text.trim() === "") throw badRequest("Empty Payload. JSON content expected.");
  const body = tryParse(text);
  if (!isJsonObject(body)) {
    throw badRequest(
      "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    );
  }
  return body;
}

export function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function strangeProperty(property: string, type: string): GraphError {
  return badRequest(
    `The property '${property}' does not exist on type '${type}'. Make sure to only use property names that are defined by the type.`,
  );
}

function wrongType(property: string, expected: string): GraphError {
  return badRequest(
    `Cannot convert the value of property '${property}' to the expected type '${expected}'. The model is invalid.`,
  );
}

function readText(value: unknown, property: string): string | null {
  if (value === null || typeof value === "string") return value;
  throw wrongType(property, "Edm.String");
}

const literals = {
  cloudInstance: ["microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"],
  socialIdentitySourceType: ["facebook"],
} as const;

function readSourceProperty(type: SourceTypeName, property: string, value: unknown): unknown {
  const rules: Readonly<Record<string, string>> = sourceTypes[type];
  const rule = Object.hasOwn(rules, property) ? rules[property] : undefined;
  if (rule === undefined) throw strangeProperty(property, `microsoft.graph.${type}`);
  if (rule === "cloudInstance" || rule === "socialIdentitySourceType") {
    const allowed: readonly unknown[] = literals[rule];
    if (!allowed.includes(value)) throw wrongType(property, rule);
    return value;
  }
  const text = readText(value, property);
  if (rule === "guid" && text !== null && !isGuid(text)) throw badRequest("Unrecognized Guid format.");
  return text;
}

const required: Partial<Record<SourceTypeName, string>> = {
  azureActiveDirectoryTenant: "tenantId",
  crossCloudAzureActiveDirectoryTenant: "cloudInstance",
  domainIdentitySource: "domainName",
  externalDomainFederation: "domainName",
  socialIdentitySource: "socialIdentitySourceType",
};

function readSource(value: unknown): IdentitySource {
  if (!isJsonObject(value)) throw wrongType("identitySources", "Collection(microsoft.graph.identitySource)");
  const odataType = value["@odata.type"];
  if (typeof odataType !== "string") {
    throw badRequest(
      "Cannot create an abstract class: a type name is needed for an instance of 'microsoft.graph.identitySource'.",
    );
  }
  const type = findSourceType(odataType);
  if (type === undefined)
    throw badRequest(`The type '${odataType}' is not derived from 'microsoft.graph.identitySource'.`);
  const properties = Object.entries(value)
    .filter(([property]) => !property.includes("@"))
    .map(([property, content]) => [property, readSourceProperty(type, property, content)]);
  const source: IdentitySource = { "@odata.type": `#microsoft.graph.${type}`, ...Object.fromEntries(properties) };
  const key = required[type];
  if (key !== undefined && (source[key] ?? "") === "") throw badRequest(`The property '${key}' is required.`);
  return source;
}

function readSources(value: unknown): readonly IdentitySource[] | null {
  if (value === null) return null;
  if (!Array.isArray(value)) throw wrongType("identitySources", "Collection(microsoft.graph.identitySource)");
  return value.map(readSource);
}

function readState(value: unknown): State | null {
  if (value === null || value === "configured" || value === "proposed") return value;
  throw wrongType("state", "microsoft.graph.connectedOrganizationState");
}

const readOnly = new Set(["id", "createdDateTime", "modifiedDateTime"]);
const readOnlyInBeta = new Set(["createdBy", "modifiedBy"]);
const sponsorNames = new Set<string>(sponsorKinds.map((kind) => sponsorProperty[kind]));

function checkTypeAnnotation(value: unknown): void {
  if (typeof value !== "string") throw wrongType("@odata.type", "Edm.String");
  const bare = value.replace(/^#/, "").toLowerCase();
  if (bare !== typeName.toLowerCase()) throw badRequest(`The type '${value}' is not '${typeName}'.`);
}

/** An organization in the body of POST or PATCH. */
export function readOrganizationBody(body: JsonObject, version: string): OrganizationBody {
  const result: OrganizationBody = { sponsors: {} };
  for (const [property, value] of Object.entries(body)) {
    const [name = "", annotation] = property.split("@", 2);
    if (property === "@odata.type") checkTypeAnnotation(value);
    else if (sponsorNames.has(name)) result.sponsors = { ...result.sponsors, [property]: value };
    else if (annotation !== undefined || readOnly.has(name)) continue;
    else if (version === "beta" && readOnlyInBeta.has(name)) continue;
    else if (name === "displayName" || name === "description") result[name] = readText(value, name);
    else if (name === "state") result.state = readState(value);
    else if (name === "identitySources") result.identitySources = readSources(value);
    else throw strangeProperty(property, typeName);
  }
  return result;
}
