/**
 * Validates what a program declares and brings it into normal form. Pure and total: returns every failure with its
 * path; values that are not known yet pass unchanged.
 */
import { isDeepStrictEqual } from "node:util";
import { printable, quote } from "../errors";
import { kindName, kindNames, rulesOf, type Source, sourceKey } from "./identity-source";
import type { Values } from "./recorded";
import type { ConnectedOrganizationInputs } from "./shape";
import {
  anyText,
  didYouMean,
  domainName,
  mustBe,
  nearest,
  nonEmpty,
  objectId,
  oneOf,
  refusal,
  type TextRule,
} from "./text-rule";
import { containsUnknown } from "./unknown";

export interface CheckFailure {
  property: string;
  /**
   * Goes on after the property's path, which is shown before it: "must be …, not …". Repeats the value, because the
   * engine shows `<nil>` for the value of a nested path.
   */
  reason: string;
}

type Report = (property: string, reason: string) => void;
/** Returns the normal form; a value that breaks the rule is reported and returned unchanged. */
type Rule = (value: unknown, path: string, report: Report, former?: unknown) => unknown;

interface Property {
  readonly rule: Rule;
  readonly default?: unknown;
  readonly isOptional?: true;
}

const properties: Readonly<Record<keyof ConnectedOrganizationInputs, Property>> = {
  displayName: { rule: textValue(nonEmpty) },
  description: { rule: textValue(anyText), default: "" },
  state: { rule: textValue(oneOf(["configured", "proposed"])), default: "configured" },
  identitySources: { rule: identitySources },
  internalSponsors: { rule: objectIds, isOptional: true },
  externalSponsors: { rule: objectIds, isOptional: true },
  adoptExisting: { rule: trueOrFalse, default: false },
};

/** What a program would have to say. */
export function withoutDefaults(inputs: Values): Values {
  const said = Object.entries(inputs).filter(([name, value]) => value !== defaultOf(name));
  return Object.fromEntries(said);
}

function defaultOf(name: string): unknown {
  return Object.hasOwn(properties, name) ? properties[name as keyof ConnectedOrganizationInputs].default : undefined;
}

export function check(olds: Values, news: Values): { inputs: Values; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const report: Report = (property, reason) => failures.push({ property, reason });
  const inputs = Object.entries(properties).map(([name, { rule, default: fallback, isOptional }]) => {
    const value = news[name] ?? fallback;
    if (value === undefined && !isOptional) report(name, "must be provided.");
    // With the option ignoreChanges, the engine passes in what the service stores, valid or not.
    const isFormer = value === undefined || isDeepStrictEqual(value, olds[name]);
    return [name, isFormer ? value : rule(value, name, report, olds[name])] as const;
  });
  for (const name of Object.keys(news)) {
    if (Object.hasOwn(properties, name) || name.startsWith("__")) continue;
    const names = Object.keys(properties);
    const hint = didYouMean(nearest(name, names));
    const rest = hint ? `.${hint}` : `, which has ${names.join(", ")}.`;
    report(printable(name), `is not a property of a connected organization${rest}`);
  }
  const known = Object.fromEntries(inputs.filter(([, value]) => value !== undefined));
  return { inputs: failures.length > 0 ? news : keepOrder(olds, known), failures };
}

function textValue(rule: TextRule): Rule {
  return (value, path, report) => {
    if (containsUnknown(value)) return value;
    const normal = typeof value === "string" ? rule.normalize(value) : undefined;
    if (normal === undefined) report(path, refusal(value, rule));
    return normal ?? value;
  };
}

function trueOrFalse(value: unknown, path: string, report: Report): unknown {
  if (typeof value === "boolean" || containsUnknown(value)) return value;
  report(path, mustBe(typeof value === "string" ? "true or false without quotes" : "true or false", value));
  return value;
}

/** A set: duplicate ids count once. */
function objectIds(value: unknown, path: string, report: Report): unknown {
  if (!Array.isArray(value)) {
    if (!containsUnknown(value)) report(path, mustBe("a list of object ids of users and groups", value));
    return value;
  }
  const id = textValue(objectId);
  return [...new Set(value.map((item, index) => id(item, `${path}[${index}]`, report)))];
}

function identitySources(value: unknown, path: string, report: Report, former: unknown): unknown {
  if (!Array.isArray(value)) {
    if (!containsUnknown(value)) report(path, mustBe("a list of identity sources", value));
    return value;
  }
  if (value.length === 0) report(path, "must not be empty: at least one identity source must be provided.");
  const kept: readonly unknown[] = Array.isArray(former) ? former : [];
  const sources = value.map((item, index) =>
    kept.some((source) => isFormer(item, source)) ? item : identitySource(item, `${path}[${index}]`, report),
  );
  reportRepeated(sources, path, report);
  return sources;
}

/** For a kind that Graph added later, the service chooses the name, so the name is not compared. */
function isFormer(item: unknown, source: unknown): boolean {
  if (isDeepStrictEqual(item, source)) return true;
  return isSource(item) && !rulesOf(item.type) && isSource(source) && sourceKey(item) === sourceKey(source);
}

function identitySource(value: unknown, path: string, report: Report): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    if (!containsUnknown(value)) report(path, mustBe(`an identity source such as ${sampleSource(value)}`, value));
    return value;
  }
  const { type: kind, ...keys } = value as Values;
  const type = sourceType(kind, keys, `${path}.type`, report);
  const rules = typeof type === "string" ? rulesOf(type) : undefined;
  if (!rules) return value;
  const allowed: Record<string, Rule> = { displayName: textValue(nonEmpty) };
  for (const [key, rule] of Object.entries(rules)) allowed[key] = textValue(rule);
  return { type, ...sourceKeys(String(type), keys, allowed, path, report) };
}

function sampleSource(value: unknown): string {
  const domain = [value]
    .flat()
    .flatMap((text) => (typeof text === "string" ? domainName.normalize(text) : undefined))[0];
  return `{ type: "domainIdentitySource", domainName: "${domain ?? "contoso.com"}" }`;
}

function sourceType(kind: unknown, keys: Values, path: string, report: Report): unknown {
  if (kind !== undefined && kind !== null) return textValue(kindName)(kind, path, report);
  const wireType = keys["@odata.type"];
  const meant = typeof wireType === "string" ? kindName.suggest?.(wireType) : undefined;
  report(path, `must be provided: ${kindName.expected}.${didYouMean(meant)}`);
  return undefined;
}

function sourceKeys(type: string, keys: Values, allowed: Record<string, Rule>, path: string, report: Report): Values {
  const normal: Record<string, unknown> = {};
  for (const [key, rule] of Object.entries(allowed)) {
    const value = keys[key] ?? undefined;
    if (value !== undefined) normal[key] = rule(value, `${path}.${key}`, report);
    else if (key !== "displayName") report(`${path}.${key}`, `must be provided for type ${type}.`);
  }
  for (const key of Object.keys(keys)) {
    if (Object.hasOwn(allowed, key)) continue;
    const owner = kindNames.find((kind) => Object.hasOwn(rulesOf(kind) ?? {}, key));
    const names = Object.keys(allowed).sort();
    const hint = didYouMean(nearest(key, names)) || (owner ? ` It belongs to type ${owner}.` : "");
    const rest = hint ? `.${hint}` : `, which has ${names.join(", ")}.`;
    report(printable(`${path}.${key}`), `is not a property of type ${type}${rest}`);
  }
  return normal;
}

function reportRepeated(sources: readonly unknown[], path: string, report: Report): void {
  const seen = new Map<string, number>();
  for (const [index, source] of sources.entries()) {
    if (!isComplete(source)) continue;
    const key = sourceKey(source);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else report(`${path}[${index}]`, `repeats ${path}[${first}]: ${quote(source)}.`);
  }
}

/** Keeps the former order of a set, so that the engine's own comparison sees no change. */
function keepOrder(olds: Values, inputs: Values): Values {
  const lists = Object.entries(inputs).map(([name, after]) => [name, inFormerOrder(olds[name], after)] as const);
  return Object.fromEntries(lists);
}

function inFormerOrder(before: unknown, after: unknown): unknown {
  if (!Array.isArray(before) || !Array.isArray(after) || containsUnknown(after)) return after;
  const byKey = new Map(after.map((item) => [memberKey(item), item]));
  const formerKeys = new Set(before.map(memberKey));
  const reordered = [...formerKeys].flatMap((key) => byKey.get(key) ?? []);
  return reordered.length === after.length ? reordered : after;
}

function memberKey(item: unknown): unknown {
  return isSource(item) ? sourceKey(item) : item;
}

function isSource(value: unknown): value is Source {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    !containsUnknown(value)
  );
}

function isComplete(value: unknown): value is Source {
  const rules = isSource(value) ? rulesOf(value.type) : undefined;
  return rules !== undefined && Object.keys(rules).every((property) => typeof (value as Source)[property] === "string");
}
