/** The rules as plain functions: each takes what a program declares and returns what breaks it, as whole sentences. */
import type { IdentitySource } from "pulumi-connectedorgs";

export interface Organization {
  readonly displayName: string;
  readonly state?: string;
  readonly identitySources: readonly IdentitySource[];
  readonly internalSponsors?: readonly string[];
}

/** A proposed organization was never approved by anybody, and policies for configured ones leave it out. */
export function refuseProposed({ displayName, state }: Organization): string[] {
  if (state !== "proposed") return [];
  return [`${displayName} is proposed: in production every organization is configured.`];
}

/** A list that is left out is not managed, so nobody could tell who answers for the partner. */
export function requireInternalSponsor({ displayName, internalSponsors = [] }: Organization): string[] {
  if (internalSponsors.length > 0) return [];
  return [`${displayName} has no internal sponsor: declare internalSponsors with at least one user or group.`];
}

/** Anybody can have an address there, so such a source would let in the whole world. */
export function refuseConsumerDomains(
  { displayName, identitySources }: Organization,
  consumerDomains: readonly string[],
): string[] {
  return identitySources.flatMap((source) => {
    if (source.type !== "domainIdentitySource") return [];
    const domain = source.domainName.trim().toLowerCase().replace(/\.$/, "");
    if (!consumerDomains.includes(domain)) return [];
    return [`${displayName} has the identity source ${domain}, where anybody can have a mailbox.`];
  });
}

export const knownConsumerDomains: readonly string[] = [
  "aol.com",
  "fastmail.com",
  "gmail.com",
  "gmx.com",
  "gmx.de",
  "gmx.net",
  "googlemail.com",
  "hotmail.com",
  "icloud.com",
  "live.com",
  "mac.com",
  "mail.com",
  "me.com",
  "msn.com",
  "outlook.com",
  "proton.me",
  "protonmail.com",
  "qq.com",
  "web.de",
  "yahoo.com",
  "ymail.com",
  "zoho.com",
];
