// A row's values beside those of the state: written in any spelling and order, they may mean the same.
import { check } from "../../provider/organization/check";
import { type Source, sourceKey } from "../../provider/organization/identity-source";
import type { Values } from "../../provider/organization/recorded";
import { SECRET } from "../drift-report/drift";
import type { Change, Property } from "./change";

/** With which any single property can be checked. */
const sample: Values = {
  displayName: "sample",
  identitySources: [{ type: "domainIdentitySource", domainName: "sample.example" }],
};

/** In check's normal form, with its default; as it is where the provider would refuse it. */
function normalOf(property: Property, value: unknown): unknown {
  const { inputs, failures } = check({}, { ...sample, [property]: value });
  return failures.length > 0 ? value : inputs[property];
}

export function isSame(property: Property, left: unknown, right: unknown): boolean {
  const [one, other] = [left, right].map((value) => keysOf(property, normalOf(property, value)));
  return one?.join() === other?.join();
}

function keysOf(property: Property, value: unknown): string[] {
  return Array.isArray(value) ? value.map((item) => keyOf(property, item)).sort() : [JSON.stringify(value) ?? ""];
}

function keyOf(property: Property, item: unknown): string {
  const normal = [normalOf(property, [item])].flat()[0];
  return isSource(normal) ? sourceKey(normal) : JSON.stringify(normal);
}

function isSource(item: unknown): item is Source {
  return typeof item === "object" && item !== null && "type" in item;
}

/** Why a program cannot declare what was found: the portal and Graph may allow more. */
export function refusalOf({ property, found }: Change): string | undefined {
  if (property === undefined) return undefined;
  if (found === SECRET) return `${property} is secret: see its value in the portal.`;
  const [failure] = check({}, { ...sample, [property]: found }).failures;
  return failure && `${failure.property} ${failure.reason}`;
}

/** Which members of a row's list stay, and what comes after them. */
export function mergeLists(property: Property, row: readonly unknown[], found: readonly unknown[]) {
  const keys = (list: readonly unknown[]) => new Set(list.map((item) => keyOf(property, item)));
  const [before, after] = [keys(row), keys(found)];
  const added = found.filter((item) => !before.has(keyOf(property, item)));
  return { stays: row.map((item) => after.has(keyOf(property, item))), added };
}
