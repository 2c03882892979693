// `npm run docs`: writes the JSON schema of an example's partners.yaml, which editors read, from the comments of the source.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Declaration, declarationsOf } from "./docs/declarations";
import { enumOf, objectOf } from "./docs/schema-type";
import { SHAPE } from "./resource-docs";

export const PARTNERS_SCHEMA = join(__dirname, "..", "examples", "partners-from-file", "partners.schema.json");

export function partnersSchema(): string {
  const declared = declarationsOf(readFileSync(SHAPE, "utf8"));
  const shape = (name: string): Declaration => {
    const declaration = declared(name);
    if (declaration === undefined) throw new Error(`provider/organization/shape.ts does not declare ${name}.`);
    return declaration;
  };
  const { comment, members } = shape("IdentitySource");
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Partners",
    description: "One connected organization per key, which is the name of its resource.",
    type: "object",
    minProperties: 1,
    additionalProperties: { $ref: "#/definitions/Partner" },
    definitions: {
      Partner: { ...objectOf(shape("ConnectedOrganizationInputs")), additionalProperties: false },
      OrganizationState: choiceOf(shape("ConnectedOrganizationState")),
      CloudInstance: choiceOf(shape("CloudInstance")),
      IdentitySource: { description: comment, oneOf: members.map((name) => sourceOf(shape(name))) },
    },
  };
  return `${JSON.stringify(schema, null, 2).replaceAll("#/types/connectedorgs:index:", "#/definitions/")}\n`;
}

function choiceOf(declaration: Declaration): object {
  const choice = enumOf(declaration);
  return { ...choice, enum: choice.enum.map(({ value }) => value) };
}

function sourceOf(declaration: Declaration): object {
  const { properties, ...rest } = objectOf(declaration);
  const [kind] = declaration.properties.filter(({ name }) => name === "type");
  return {
    ...rest,
    properties: { ...properties, type: { const: JSON.parse(kind?.type ?? "") } },
    additionalProperties: false,
  };
}

if (require.main === module) writeFileSync(PARTNERS_SCHEMA, partnersSchema());
