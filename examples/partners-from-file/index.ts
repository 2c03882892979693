import { readFileSync } from "node:fs";
import { domainToASCII } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { ConnectedOrganization, type ConnectedOrganizationArgs } from "pulumi-connectedorgs";
import { isMap, parseDocument } from "yaml";

const file = parseDocument(readFileSync("partners.yaml", "utf8"));
const mistakes = file.errors.map(({ message }) => `partners.yaml: ${message}`);
if (!isMap(file.contents)) mistakes.push("partners.yaml must hold one row per partner, each under a key of its own.");
if (mistakes.length > 0) throw new pulumi.RunError(mistakes.join("\n"));

/** A row's key is the name of its resource, so the order of the rows does not matter. */
const partners = Object.entries(file.toJS() as Record<string, ConnectedOrganizationArgs>);

// The provider checks each row on its own. Only Graph would notice, during `up`, that two rows declare the same source.
const owners = new Map<string, string>();
for (const [key, row] of partners) {
  for (const source of sourcesOf(row)) {
    const identity = identityOf(source);
    const owner = owners.get(identity) ?? key;
    if (owner !== key) void pulumi.log.error(`${key} declares the same identity source as ${owner}: ${identity}`);
    owners.set(identity, owner);
  }
}

const organizations = partners.map(([key, row]) => [key, new ConnectedOrganization(key, { ...row })] as const);

/** What access-package policies take. */
export const organizationIds = Object.fromEntries(organizations.map(([key, { id }]) => [key, id]));

function sourcesOf(row: ConnectedOrganizationArgs | null): object[] {
  return [row?.identitySources].flat().filter((source) => typeof source === "object" && source !== null);
}

/** The same for every spelling of a source. */
function identityOf(source: object): string {
  const { displayName: _, ...properties } = source as Record<string, unknown>;
  const normal = Object.entries(properties).map(([name, value]) => {
    const text = String(value).trim().toLowerCase();
    return [name, name === "domainName" ? domainToASCII(text.replace(/\.$/, "")) : text];
  });
  return normal
    .map((pair) => pair.join(": "))
    .sort()
    .join(", ");
}
