/** The rules for single text values: the normal form, and what to say about a value that breaks the rule. */
import { domainToASCII } from "node:url";
import { distance } from "fastest-levenshtein";
import { quote } from "../errors";

export interface TextRule {
  /** The normal form, or undefined if the value breaks the rule. Idempotent. */
  readonly normalize: (text: string) => string | undefined;
  /** What the value must be, after the words "must be". */
  readonly expected: string;
  /** The value that was probably meant. */
  readonly suggest?: (text: string) => string | undefined;
  /** A sentence about a value that is something else, well known. */
  readonly advise?: (text: string) => string | undefined;
  /** Equal for different spellings of a value that the normal form keeps apart. */
  readonly comparable?: (text: string) => string;
}

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const guidInside = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const domainPattern =
  /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/;

function normalizeGuid(text: string): string | undefined {
  const id = text
    .trim()
    .replace(/^\{(.*)\}$/, "$1")
    .toLowerCase();
  return guidPattern.test(id) && /[1-9a-f]/.test(id) ? id : undefined;
}

function normalizeDomain(text: string): string | undefined {
  const domain = text.trim().replace(/[.。．｡]$/u, "");
  // domainToASCII parses URL hosts: it would accept percent signs and slashes, and read numbers as addresses.
  if (/[%/\\:@?#[\]\s]/.test(domain)) return undefined;
  const ascii = domainToASCII(domain);
  return domainPattern.test(ascii) ? ascii : undefined;
}

function findDomain(text: string): string | undefined {
  const host = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/^[^/?#]*@/, "")
    .replace(/[/?#:].*$/, "")
    .replace(/^\*?\./, "");
  return normalizeDomain(host);
}

function normalizeUri(text: string): string | undefined {
  const uri = text.trim();
  return URL.canParse(uri) && !/[\s\p{Cc}]/u.test(uri) ? uri : undefined;
}

export const domainName: TextRule = {
  normalize: normalizeDomain,
  expected: "a domain name such as contoso.com",
  suggest: findDomain,
};

export const guid: TextRule = {
  normalize: normalizeGuid,
  expected: "a GUID such as 2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20",
  suggest: (text) => guidInside.exec(text.toLowerCase())?.[0],
};

export const tenantId: TextRule = {
  ...guid,
  advise: (text) => {
    const domain = normalizeDomain(text);
    return domain && `For a domain, use { type: "domainIdentitySource", domainName: "${domain}" }.`;
  },
};

export const objectId: TextRule = {
  ...guid,
  // What azuread has as the `id` of a user or a group.
  normalize: (text) => normalizeGuid(text.trim().replace(/^\/(users|groups)\//, "")),
  expected: "the object id of a user or group",
  advise: (text) => (text.includes("@") ? "A user principal name is not an object id." : undefined),
};

export const uri: TextRule = {
  normalize: normalizeUri,
  expected: "an absolute URI such as https://sts.contoso.com/adfs/services/trust",
  comparable: (text) => (URL.canParse(text) ? new URL(text).href : text).replace(/\/+$/, ""),
};

export const nonEmpty: TextRule = {
  normalize: (text) => text.trim() || undefined,
  expected: "text",
};

export const anyText: TextRule = { normalize: (text) => text.trim(), expected: "text" };

/** What people call a member otherwise, as patterns. */
type Nicknames = Readonly<Record<string, RegExp>>;

/** One of Graph's enumeration members, in Graph's casing. */
export function oneOf(members: readonly string[], nicknames: Nicknames = {}): TextRule {
  return {
    normalize: (text) => members.find((member) => member === text.trim()),
    expected: alternatives(members),
    suggest: (text) => nearest(text, members) ?? members.find((member) => nicknames[member]?.test(text)),
  };
}

/** For values that the service may store in any case, and for clouds that it may store as their sign-in host. */
export function oneOfAnyCase<Member extends string>(members: readonly Member[], nicknames: Nicknames = {}): TextRule {
  return { ...oneOf(members, nicknames), comparable: (text) => text.toLowerCase().replace(/^login\./, "") };
}

function alternatives(members: readonly string[]): string {
  const all = members.join(", ");
  return members.length > 2 ? `one of ${all}` : all.replace(", ", " or ");
}

/** What is wrong with a value, after the name of what holds it. */
export function refusal(value: unknown, { expected, suggest, advise }: TextRule): string {
  if (typeof value !== "string") return mustBe(expected, value);
  if (value.trim() === "") return "must not be empty.";
  const meant = suggest?.(value);
  const advice = meant === undefined ? advise?.(value) : undefined;
  return `${mustBe(expected, value)}${didYouMean(meant)}${advice === undefined ? "" : ` ${advice}`}`;
}

export function mustBe(expected: string, value: unknown): string {
  return `must be ${expected}, not ${quote(value)}.`;
}

/** The member that a misspelt or shortened word most likely means. */
export function nearest(word: string, members: readonly string[]): string | undefined {
  const written = word.trim().toLowerCase();
  const ranked = members
    .map((member) => ({ member, edits: distance(written, member.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  const longest = Math.max(best?.member.length ?? 0, written.length);
  // "on" is not meant as "off".
  if (best && best.edits <= longest / 2 && best.edits <= Math.max(2, best.member.length / 3)) return best.member;
  const longer = members.filter((member) => written.length > 2 && member.toLowerCase().startsWith(written));
  return longer.find((member) => longer.every((other) => other.startsWith(member)));
}

export function didYouMean(meant: string | undefined): string {
  return meant === undefined ? "" : ` Did you mean ${meant}?`;
}
