// `npm run docs`: writes the tables in docs/ from the comments in provider/organization/shape.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { markdownTable } from "../cli/markdown-table";
import { type Setting, type SettingName, settingNames, variableOf } from "../provider/settings/setting-value";
import {
  type Declaration,
  type Declarations,
  declarationsOf,
  isLiteral,
  isValue,
  type Property,
} from "./docs/declarations";

const ROOT = join(__dirname, "..");

export const SHAPE = join(ROOT, "provider", "organization", "shape.ts");
export const PAGES = ["resource.md", "look-ups.md", "configuration.md"].map((name) => join(ROOT, "docs", name));

const marked = /(<!-- (properties|settings) of (\w+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The page with every marked section rewritten. */
export function writeTables(page: string, shape: string): string {
  const declared = declarationsOf(shape);
  return page.replace(marked, (_, begin: string, kind: string, name: string, end: string) => {
    const declaration = declared(name);
    if (declaration === undefined) throw new Error(`provider/organization/shape.ts has no interface ${name}.`);
    return `${begin}${kind === "settings" ? settings(name, declaration) : section(declaration, declared)}\n${end}`;
  });
}

const settingList = Object.keys(settingNames) as SettingName[];

function settings(holder: string, declaration: Declaration): string {
  const properties = new Map(declaration.properties.map((property) => [property.name, property]));
  const rows = settingList.map((name) => {
    const { variables = [], azuread }: Setting = settingNames[name];
    const property = properties.get(name);
    if (property === undefined) throw new Error(`${holder} does not describe the setting ${name}.`);
    const fallback = presence(property).replace("optional", "");
    return [
      code(name),
      code(variableOf(name)),
      variables.map(code).join(", "),
      azuread ? "yes" : "",
      fallback,
      property.comment,
    ];
  });
  return markdownTable([
    ["setting", "1. environment", "3. other variables", "4. azuread", "", "meaning"],
    ...rows,
  ]).join("\n");
}

function section({ comment, see, properties }: Declaration, declared: Declarations): string {
  const prose = [`${comment}${see ? ` ([Microsoft's page](${see}))` : ""}`];
  const rows = properties.map((property) => cells(property, declared));
  return [...prose, "", ...markdownTable([["property", "type", "", "meaning"], ...rows])].join("\n");
}

function cells(property: Property, declared: Declarations): string[] {
  const texts = [code(property.name), code(typeText(property.type, declared)), presence(property), property.comment];
  return texts.map((text) => text.replaceAll("|", "\\|"));
}

/** Spells out unions of literals, so that readers see the allowed values. */
function typeText(type: string, declared: Declarations): string {
  const members = declared(type)?.members ?? [];
  return members.length > 0 && members.every(isLiteral) ? members.join(" | ") : type;
}

function presence({ fallback, mayBeMissing }: Property): string {
  if (fallback !== undefined) return `default ${isValue(fallback) ? code(fallback) : fallback}`;
  return mayBeMissing ? "optional" : "";
}

function code(text: string): string {
  return `\`${text}\``;
}

if (require.main === module) {
  const shape = readFileSync(SHAPE, "utf8");
  for (const page of PAGES) writeFileSync(page, writeTables(readFileSync(page, "utf8"), shape));
}
