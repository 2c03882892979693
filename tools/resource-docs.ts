// `npm run docs`: writes the tables in docs/ from the comments in provider/organization/shape.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { markdownTable } from "../cli/markdown-table";
import { type Setting, type SettingName, settingNames, variableOf } from "../provider/settings/setting-value";

const ROOT = join(__dirname, "..");

export const SHAPE = join(ROOT, "provider", "organization", "shape.ts");
export const PAGES = ["resource.md", "look-ups.md", "configuration.md"].map((name) => join(ROOT, "docs", name));

const marked = /(<!-- (properties|settings) of (\w+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The page with every marked section rewritten. */
export function writeTables(page: string, shape: string): string {
  const source = ts.createSourceFile("shape.ts", shape, ts.ScriptTarget.Latest, true);
  return page.replace(marked, (_, begin: string, kind: string, name: string, end: string) => {
    const declaration = source.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === name);
    if (declaration === undefined) throw new Error(`provider/organization/shape.ts has no interface ${name}.`);
    return `${begin}${kind === "settings" ? settings(declaration) : section(declaration, source)}\n${end}`;
  });
}

const settingList = Object.keys(settingNames) as SettingName[];

function settings(declaration: ts.InterfaceDeclaration): string {
  const properties = new Map(propertiesOf(declaration).map((property) => [property.name.getText(), property]));
  const rows = settingList.map((name) => {
    const { variables = [], azuread }: Setting = settingNames[name];
    const property = properties.get(name);
    if (property === undefined) throw new Error(`${declaration.name.text} does not describe the setting ${name}.`);
    const fallback = presence(property).replace("optional", "");
    return [
      code(name),
      code(variableOf(name)),
      variables.map(code).join(", "),
      azuread ? "yes" : "",
      fallback,
      commentOf(property),
    ];
  });
  return markdownTable([
    ["setting", "1. environment", "3. other variables", "4. azuread", "", "meaning"],
    ...rows,
  ]).join("\n");
}

function propertiesOf(declaration: ts.InterfaceDeclaration): ts.PropertySignature[] {
  return declaration.members.filter(ts.isPropertySignature);
}

function section(declaration: ts.InterfaceDeclaration, source: ts.SourceFile): string {
  const see = tagOf(declaration, "see");
  const prose = [`${commentOf(declaration)}${see ? ` ([Microsoft's page](${see}))` : ""}`];
  const rows = propertiesOf(declaration).map((property) => cells(property, source));
  return [...prose, "", ...markdownTable([["property", "type", "", "meaning"], ...rows])].join("\n");
}

function cells(property: ts.PropertySignature, source: ts.SourceFile): string[] {
  const type = property.type === undefined ? "unknown" : typeText(property.type, source);
  const texts = [code(property.name.getText()), code(type), presence(property), commentOf(property)];
  return texts.map((text) => text.replaceAll("|", "\\|"));
}

/** Spells out unions of literals, so that readers see the allowed values. */
function typeText(type: ts.TypeNode, source: ts.SourceFile): string {
  const name = type.getText();
  const alias = source.statements.filter(ts.isTypeAliasDeclaration).find((one) => one.name.text === name);
  const text = alias !== undefined && isLiteralUnion(alias.type) ? alias.type.getText() : name;
  return text.replace(/ \| undefined$/, "");
}

function isLiteralUnion(type: ts.TypeNode): boolean {
  return ts.isUnionTypeNode(type) && type.types.every(ts.isLiteralTypeNode);
}

function presence(property: ts.PropertySignature): string {
  const fallback = tagOf(property, "default");
  if (fallback !== undefined) return `default ${/^["\d[]|^(true|false)$/.test(fallback) ? code(fallback) : fallback}`;
  const mayBeMissing = property.questionToken !== undefined || property.type?.getText().endsWith("| undefined");
  return mayBeMissing ? "optional" : "";
}

function commentOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return oneLine(comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join(" "));
}

function tagOf(node: ts.Node, name: string): string | undefined {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === name);
  if (tag === undefined) return undefined;
  // The parser mistakes the scheme of a link for a name, so read the raw text.
  return oneLine(tag.getText().replace(/^@\w+/, "").replaceAll("*", ""));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function code(text: string): string {
  return `\`${text}\``;
}

if (require.main === module) {
  const shape = readFileSync(SHAPE, "utf8");
  for (const page of PAGES) writeFileSync(page, writeTables(readFileSync(page, "utf8"), shape));
}
