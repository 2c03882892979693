// The lines with which a program declares what was found, for changes that a person makes.
import { quote } from "../../provider/errors";
import type { Values } from "../../provider/organization/recorded";
import { propertyLines } from "../export/program";
import { yamlPropertyLines } from "../export/yaml-program";
import type { Change } from "./change";
import { refusalOf } from "./value";

export type Language = "typescript" | "yaml";

/** A change that is left, with why. */
export interface Left {
  readonly change: Change;
  readonly reason?: string | undefined;
}

/** A paragraph per resource. */
export function showLeft(left: readonly Left[], language: Language): string {
  const names = [...new Set(left.map(({ change }) => change.name))];
  const paragraphs = names.map((name) => {
    const own = left.filter(({ change }) => change.name === name);
    const reasons = [...new Set(own.flatMap(({ reason }) => reason ?? []))];
    const title = `${quote(name)} (${quote(own[0]?.change.what)}):${reasons.map((reason) => ` ${reason}`).join("")}`;
    const lines = linesOf(own, language);
    return [title, ...lines.map((line) => `  ${line}`)].join("\n");
  });
  return paragraphs.join("\n\n");
}

function linesOf(left: readonly Left[], language: Language): string[] {
  if (left.some(({ change }) => change.property === undefined)) return ["is gone: remove the resource"];
  const shown = left.filter(({ change }) => refusalOf(change) === undefined);
  const values: Values = Object.fromEntries(shown.map(({ change }) => [change.property, change.found]));
  return language === "yaml" ? yamlPropertyLines(values, new Map()) : propertyLines(values, new Map(), "");
}
