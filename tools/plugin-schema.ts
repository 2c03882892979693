// `npm run docs`: writes plugin/schema.json, what each language knows of the plugin, from the comments of the source.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { description, version } from "../package.json";
import { secretNames } from "../provider/settings/setting-value";
import * as choices from "../sdk/choices";
import { typeToken } from "../sdk/shim";
import { type Declaration, declarationsOf } from "./docs/declarations";
import { enumOf, flattened, objectOf, propertyOf, stored } from "./docs/schema-type";

const ROOT = join(__dirname, "..");
export const SCHEMA = join(ROOT, "plugin", "schema.json");

type Declared = (name: string) => Declaration;

const token = (name: string) => `connectedorgs:index:${name}`;

export function pluginSchema(): string {
  const shape = declarationsIn("provider", "organization", "shape.ts");
  const resource = declarationsIn("sdk", "connected-organization.ts")("ConnectedOrganization").comment;
  const settings = shape("ProviderSettings");
  const schema = {
    name: "connectedorgs",
    displayName: "Microsoft Entra connected organizations",
    version,
    description,
    keywords: ["category/cloud", "kind/native", "entra", "microsoft-graph", "connected-organizations"],
    license: "Apache-2.0",
    language: languages,
    config: { variables: settingsOf(asVariables(settings)) },
    types: typesOf(shape),
    provider: { description: settings.comment, inputProperties: settingsOf(settings) },
    resources: { [token("ConnectedOrganization")]: { description: resource, ...resourceOf(shape) } },
    functions: functionsOf(shape, declarationsIn("sdk", "look-up.ts")),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The generated packages carry this version. */
const languages = {
  csharp: { respectSchemaVersion: true },
  go: { respectSchemaVersion: true },
  nodejs: { respectSchemaVersion: true },
  python: { respectSchemaVersion: true, pyproject: { enabled: true } },
};

function typesOf(shape: Declared) {
  const sources = shape("IdentitySource").members.map((name) => shape(name));
  const flat = flattened(sources);
  return {
    // Under another name, because Go gives the name of the shape to the state of the resource.
    [token("OrganizationState")]: enumOf(shape("ConnectedOrganizationState")),
    ...Object.fromEntries(
      Object.entries(choices).map(([name, values]) => [token(name), enumOf(shape(name), values)] as const),
    ),
    [token("IdentitySourceType")]: flat.kinds,
    [token("IdentitySource")]: { description: shape("IdentitySource").comment, ...flat.object },
    [token("ResolvedIdentitySource")]: {
      description: shape("ResolvedIdentitySource").comment,
      ...stored(flat.object.properties, shape("StoredProperties")),
    },
    [token("ConnectedOrganizationResult")]: objectOf(shape("ConnectedOrganizationResult")),
  };
}

function resourceOf(shape: Declared) {
  const inputs = objectOf(shape("ConnectedOrganizationInputs"));
  const outputs = objectOf(shape("ConnectedOrganizationOutputs"));
  const filled = shape("ConnectedOrganizationInputs").properties.filter(({ fallback }) => fallback !== undefined);
  const { id: _, ...listed } = objectOf(shape("ConnectedOrganizationQuery")).properties;
  return {
    inputProperties: inputs.properties,
    requiredInputs: inputs.required,
    properties: { ...inputs.properties, ...outputs.properties },
    required: [...inputs.required, ...filled.map(({ name }) => name), ...outputs.required],
    listInputs: { type: "object", properties: listed },
    aliases: [{ type: typeToken }],
  };
}

function functionsOf(shape: Declared, lookUp: Declared) {
  const inputs = objectOf(shape("ConnectedOrganizationQuery"));
  const organizations = { type: "array", items: { $ref: `#/types/${token("ConnectedOrganizationResult")}` } };
  return {
    [token("getConnectedOrganization")]: {
      description: lookUp("getConnectedOrganization").comment,
      inputs,
      outputs: objectOf(shape("ConnectedOrganizationResult")),
    },
    [token("getConnectedOrganizations")]: {
      description: lookUp("getConnectedOrganizations").comment,
      inputs,
      outputs: { type: "object", properties: { organizations }, required: ["organizations"] },
    },
    [token("getTenant")]: {
      description: lookUp("getTenant").comment,
      inputs: objectOf(shape("TenantQuery")),
      outputs: objectOf(shape("TenantResult")),
    },
  };
}

function settingsOf({ properties }: Declaration) {
  const secrets: readonly string[] = secretNames;
  const described = properties.map((property) => {
    const isSecret = secrets.includes(property.name);
    return [property.name, { ...propertyOf(property), ...(isSecret ? { secret: true } : {}) }] as const;
  });
  return Object.fromEntries(described);
}

/** Without enums: the generated package for Node would read a stack's `usgovernment` as JSON. */
function asVariables({ properties, ...settings }: Declaration): Declaration {
  const isPlain = ({ type }: Declaration["properties"][number]) => ["string", "number", "boolean"].includes(type);
  return { ...settings, properties: properties.map((each) => (isPlain(each) ? each : { ...each, type: "string" })) };
}

function declarationsIn(...path: string[]): Declared {
  const declared = declarationsOf(readFileSync(join(ROOT, ...path), "utf8"));
  return (name) => {
    const declaration = declared(name);
    if (declaration === undefined) throw new Error(`${path.join("/")} does not declare ${name}.`);
    return declaration;
  };
}

if (require.main === module) writeFileSync(SCHEMA, pluginSchema());
