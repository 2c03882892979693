/** The texts that the provider can say, taken from its source: what varies in them is an ellipsis. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Every text of three words or more in the sources of a folder and those below it. */
export function sentencesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return [...new Set(files.flatMap((name) => sentencesOf(readFileSync(join(folder, name), "utf8"))))];
}

export function sentencesOf(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined && hasThreeWords(text)) found.push(text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true));
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text.trim();
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…").trim();
}

function hasThreeWords(text: string): boolean {
  return /[a-z]+ \S+ \S/i.test(text.replace(/[^\p{L}… ]/gu, ""));
}
