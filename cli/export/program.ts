// The TypeScript program that declares what was read, formatted with 120 columns and two spaces.
import { withoutDefaults } from "../../provider/organization/check";
import { type Source, sourceKey } from "../../provider/organization/identity-source";
import { plainProperties, type SponsorKind, sponsorKinds } from "../../provider/organization/organization";
import type { Values } from "../../provider/organization/recorded";
import type { Exported, LeftOut } from "./estate";
import { comment, literal } from "./literal";
import { identifierOf } from "./resource-name";

const columns = 120;

export type Files = Readonly<Record<string, string>>;

/**
 * Everything in index.ts.
 *
 * @param from the module that has the class
 */
export function oneFile(exported: readonly Exported[], leftOut: readonly LeftOut[], from: string): Files {
  const parts = exported.map((organization) => declare("", organization));
  return { "index.ts": join([[importLine(from)], ...parts, leftOut.map((one) => describeLeftOut(one, "//"))]) };
}

/** One module per organization; index.ts loads them. */
export function filePerOrganization(exported: readonly Exported[], leftOut: readonly LeftOut[], from: string): Files {
  const modules = exported.map((organization) => {
    const part = declare(`export const ${identifierOf(organization.name)} = `, organization);
    return [`organizations/${organization.name}.ts`, join([[importLine(from)], part])] as const;
  });
  const imports = exported.map(({ name }) => `import "./organizations/${name}";`);
  return {
    "index.ts": join([imports, leftOut.map((one) => describeLeftOut(one, "//"))]),
    ...Object.fromEntries(modules),
  };
}

function join(parts: readonly (readonly string[])[]): string {
  const blocks = parts.filter(({ length }) => length > 0).map((lines) => lines.join("\n"));
  return `${blocks.join("\n\n")}\n`;
}

const importLine = (from: string) => `import { ConnectedOrganization } from "${from}";`;

export function describeLeftOut({ id, displayName, reason }: LeftOut, mark: "//" | "#"): string {
  return comment("Left out", `${displayName} (${id}): ${reason}`, mark);
}

function declare(head: string, organization: Exported): string[] {
  const call = `${head}new ConnectedOrganization(`;
  const name = literal(organization.name);
  const together = `${call}${name}, {`;
  const properties = (indent: string) => {
    const tenants = namesOfTenants(organization.outputs["resolvedIdentitySources"] as readonly Source[]);
    return propertyLines(withoutDefaults(organization.inputs), tenants, indent);
  };
  if (fits(together)) return [together, ...properties("  "), "});"];
  return [call, `  ${name},`, "  {", ...properties("    "), "  },", ");"];
}

/** Of the properties that have a value. */
export function propertyLines(values: Values, tenants: ReadonlyMap<string, string>, indent: string): string[] {
  const sources = values["identitySources"] as readonly Source[] | undefined;
  return [
    ...plainProperties.flatMap((name) =>
      values[name] === undefined ? [] : textLines(name, String(values[name]), indent),
    ),
    ...(sources ? sourceLines(sources, tenants, indent) : []),
    ...sponsorKinds.flatMap((kind) => sponsorLines(kind, values[kind] as readonly string[] | undefined, indent)),
  ];
}

/** A tenant may have been declared by a domain, which cannot be read back, so a comment names the tenant. */
export function namesOfTenants(stored: readonly Source[]): ReadonlyMap<string, string> {
  const named = stored.filter(({ tenantId, displayName }) => tenantId && displayName && displayName !== tenantId);
  return new Map(named.map((source) => [sourceKey(source), source.displayName ?? ""]));
}

function textLines(key: string, text: string, indent: string): string[] {
  const line = `${indent}${key}: ${literal(text)},`;
  return fits(line) ? [line] : [`${indent}${key}:`, `${indent}  ${literal(text)},`];
}

function sourceLines(sources: readonly Source[], tenants: ReadonlyMap<string, string>, indent: string): string[] {
  const [only, ...others] = sources;
  const line = `${indent}identitySources: [${only ? inline(only) : ""}],`;
  if (only && others.length === 0 && !tenants.has(sourceKey(only)) && fits(line)) return [line];
  const inner = `${indent}  `;
  const lines = sources.flatMap((source) => {
    const tenant = tenants.get(sourceKey(source));
    const whole = `${inner}${inline(source)},`;
    const expanded = () => [
      `${inner}{`,
      ...pairs(source).flatMap((pair) => textLines(...pair, `${inner}  `)),
      `${inner}},`,
    ];
    return [...(tenant ? [inner + comment("Tenant", tenant, "//")] : []), ...(fits(whole) ? [whole] : expanded())];
  });
  return [`${indent}identitySources: [`, ...lines, `${indent}],`];
}

function pairs(source: Source): [key: string, value: string][] {
  return Object.entries(source).map(([key, value]) => [key, String(value)]);
}

function inline(source: Source): string {
  return `{ ${pairs(source)
    .map(([key, value]) => `${key}: ${literal(value)}`)
    .join(", ")} }`;
}

function sponsorLines(kind: SponsorKind, ids: readonly string[] | undefined, indent: string): string[] {
  if (ids === undefined) return [];
  const line = `${indent}${kind}: [${ids.map(literal).join(", ")}],`;
  if (fits(line)) return [line];
  return [`${indent}${kind}: [`, ...ids.map((id) => `${indent}  ${literal(id)},`), `${indent}],`];
}

function fits(line: string): boolean {
  const wide = line.match(/[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/gu) ?? [];
  const narrow = line.replace(/[\p{M}\u200c\u200d]/gu, "");
  return [...narrow].length + wide.length <= columns;
}
