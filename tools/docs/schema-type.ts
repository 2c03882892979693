// The source's types in the words of Pulumi's package schema.
import { type Declaration, isValue, type Property } from "./declarations";

/** The shape's names that have another one in the schema. */
const schemaNames: Readonly<Record<string, string>> = { ConnectedOrganizationState: "OrganizationState" };

export function objectOf({ comment, properties }: Declaration) {
  return {
    description: comment,
    type: "object",
    properties: Object.fromEntries(properties.map((property) => [property.name, propertyOf(property)])),
    required: properties.filter(({ mayBeMissing }) => !mayBeMissing).map(({ name }) => name),
  };
}

/** Without the default as a value: the provider sets it, so that it is known in one place. */
export function propertyOf({ type, comment, fallback }: Property) {
  const description = [comment, fallback === undefined ? "" : `Defaults to ${shown(fallback)}.`].join(" ").trim();
  return { ...typeOf(type), ...(description === "" ? {} : { description }) };
}

/** @param names of its values in the package for TypeScript, which the others then have, too */
export function enumOf({ comment, members }: Declaration, names: Readonly<Record<string, string>> = {}) {
  const values = members.map((member) => {
    const value: string = JSON.parse(member);
    const [name] = Object.entries(names).find(([, each]) => each === value) ?? [];
    return name === undefined ? { value } : { name, value };
  });
  return { description: comment, type: "string", enum: values };
}

/**
 * A union of objects as one object with the properties of all, each of which says where it belongs. Generated code and
 * YAML do poorly with the union: Python leaves the names of keys as they are, Go and C# know no type.
 */
export function flattened(members: readonly Declaration[]) {
  const kinds = members.map((member) => ({ value: kindOf(member), description: member.comment }));
  const names = new Set(members.flatMap(({ properties }) => properties.map(({ name }) => name)));
  names.delete("type");
  const merged = [...names].map((name) => [name, mergedProperty(name, members)] as const);
  return {
    kinds: { type: "string", enum: kinds },
    object: {
      type: "object",
      properties: {
        type: { $ref: "#/types/connectedorgs:index:IdentitySourceType", description: "Graph's own name of the kind." },
        ...Object.fromEntries(merged),
      },
      required: ["type"],
    },
  };
}

/** What is stored may be of a kind that Graph adds later, so nothing but `type` is certain. */
export function stored(declared: object, { properties }: Declaration) {
  const texts = Object.keys(declared).map((name) => [name, { type: "string" }] as const);
  const described = properties.map((property) => [property.name, propertyOf(property)] as const);
  const type = { type: "string", description: "Graph's name of the kind." };
  return { type: "object", properties: { ...Object.fromEntries([...texts, ...described]), type }, required: ["type"] };
}

function mergedProperty(name: string, members: readonly Declaration[]) {
  const holders = members.flatMap((member) =>
    member.properties.filter((property) => property.name === name).map((property) => ({ member, property })),
  );
  const [first] = holders;
  if (first === undefined) throw new Error(`No kind has the property ${name}.`);
  const kindsOf = (some: typeof holders) => some.map(({ member }) => `\`${kindOf(member)}\``);
  const comments = [...new Set(holders.map(({ property }) => property.comment))];
  const said = comments.map((comment) => {
    const kinds = kindsOf(holders.filter(({ property }) => property.comment === comment));
    return comments.length === 1 ? comment : `For ${inWords(kinds, "and")}: ${comment}`;
  });
  if (holders.length < members.length)
    said.push(`Required for ${inWords(kindsOf(holders), "and")}, and allowed only there.`);
  const fallbacks = [...new Set(holders.flatMap(({ property }) => property.fallback ?? []))];
  const fallback = fallbacks.length === 0 ? undefined : inWords(fallbacks, "or");
  return propertyOf({ ...first.property, comment: said.join(" "), fallback });
}

function inWords(items: readonly string[], word: "and" | "or"): string {
  const [last = "", ...others] = items.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} ${word} ${last}`;
}

function kindOf({ properties }: Declaration): string {
  return JSON.parse(properties.find(({ name }) => name === "type")?.type ?? "null") as string;
}

function typeOf(type: string): object {
  if (type.endsWith("[]")) return { type: "array", items: typeOf(type.slice(0, -2)) };
  if (["string", "number", "boolean"].includes(type)) return { type };
  return { $ref: `#/types/connectedorgs:index:${schemaNames[type] ?? type}` };
}

function shown(fallback: string): string {
  return isValue(fallback) ? `\`${fallback}\`` : fallback;
}
