// What a source file declares, with its comments: documents and the plugin's schema are written from it.
import ts from "typescript";

export interface Property {
  name: string;
  /** As written, without `| undefined`. */
  type: string;
  mayBeMissing: boolean;
  /** The text of `@default`. */
  fallback: string | undefined;
  comment: string;
}

export interface Declaration {
  comment: string;
  see: string | undefined;
  /** Of an interface. */
  properties: Property[];
  /** The members of a union, as written. */
  members: string[];
}

type Named = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.ClassDeclaration | ts.FunctionDeclaration;

export type Declarations = (name: string) => Declaration | undefined;

export function declarationsOf(text: string): Declarations {
  const { statements } = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
  const found = new Map(statements.filter(isNamed).map((one) => [one.name?.text, one]));
  return (name) => {
    const node = found.get(name);
    if (node === undefined) return undefined;
    const properties = ts.isInterfaceDeclaration(node) ? node.members.filter(ts.isPropertySignature) : [];
    const union = ts.isTypeAliasDeclaration(node) && ts.isUnionTypeNode(node.type) ? node.type.types : [];
    return {
      comment: commentOf(node),
      see: tagOf(node, "see"),
      properties: properties.map(propertyOf),
      members: union.map((member) => member.getText()),
    };
  };
}

function isNamed(node: ts.Statement): node is ts.Statement & Named {
  return (
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isFunctionDeclaration(node)
  );
}

function propertyOf(node: ts.PropertySignature): Property {
  const written = node.type?.getText() ?? "unknown";
  const type = written.replace(/ \| undefined$/, "");
  return {
    name: node.name.getText(),
    type,
    mayBeMissing: node.questionToken !== undefined || type !== written,
    fallback: tagOf(node, "default"),
    comment: commentOf(node),
  };
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

/** Whether a member of a union is a text and not the name of a type. */
export function isLiteral(member: string): boolean {
  return member.startsWith('"');
}

/** Whether a `@default` is a value and not a sentence about it. */
export function isValue(fallback: string): boolean {
  return /^["\d[]|^(true|false)$/.test(fallback);
}
