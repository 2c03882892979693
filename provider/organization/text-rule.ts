/** The rules for single text values: the normal form, and what to say about a value that breaks the rule. */
import { domainToASCII } from "node:url";
import { distance } from "fastest-levenshtein";

export interface TextRule {
  /** The normal form, or undefined if the value breaks the rule. Idempotent. */
  readonly normalize: (text: string) => string | undefined;
  /** The rule, as a sentence about the value. */
  readonly expected: string;
  /** The value that was probably meant. */
  readonly suggest?: (text: string) => string | undefined;
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
  expected: "It must be a domain name such as contoso.com",
  suggest: findDomain,
};

export const guid: TextRule = {
  normalize: normalizeGuid,
  expected: "It must be a GUID such as 2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20",
  suggest: (text) => guidInside.exec(text.toLowerCase())?.[0],
};

export const uri: TextRule = {
  normalize: normalizeUri,
  expected: "It must be an absolute URI such as https://sts.contoso.com/adfs/services/trust",
  comparable: (text) => (URL.canParse(text) ? new URL(text).href : text).replace(/\/+$/, ""),
};

export const nonEmpty: TextRule = {
  normalize: (text) => text.trim() || undefined,
  expected: "It must not be empty",
};

export const anyText: TextRule = { normalize: (text) => text.trim(), expected: "It must be text" };

/** One of Graph's enumeration members, in Graph's casing. */
export function oneOf(...members: readonly string[]): TextRule {
  return {
    normalize: (text) => members.find((member) => member === text.trim()),
    expected: `Allowed values are: ${members.join(", ")}`,
    suggest: (text) => nearest(text, members),
  };
}

/** For values that the service may store in any case, and for clouds that it may store as their sign-in host. */
export function oneOfAnyCase<Member extends string>(...members: readonly Member[]): TextRule {
  return { ...oneOf(...members), comparable: (text) => text.toLowerCase().replace(/^login\./, "") };
}

/** The member that a misspelt word most likely means. */
export function nearest(word: string, members: readonly string[]): string | undefined {
  const ranked = members
    .map((member) => ({ member, edits: distance(word.trim().toLowerCase(), member.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best && best.edits < best.member.length && best.edits <= Math.max(2, best.member.length / 3)
    ? best.member
    : undefined;
}
