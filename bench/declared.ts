// What the measured programs declare, and the emulated tenant they declare it in.
import type { SeedInput } from "../emulator";

export interface Declared {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly identitySources: readonly { readonly type: "domainIdentitySource"; readonly domainName: string }[];
  readonly internalSponsors?: readonly string[];
  readonly externalSponsors?: readonly string[];
}

const employee = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";
const guest = "1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71";

export function declare(size: number): Declared[] {
  return Array.from({ length: size }, (_, index) => ({
    name: nameOf(index),
    displayName: `Partner ${index}`,
    description: `Supplier number ${index} of the benchmark`,
    identitySources: [{ type: "domainIdentitySource", domainName: domainOf(index) }],
  }));
}

export function withSponsors(declared: readonly Declared[]): Declared[] {
  return declared.map((one) => ({ ...one, internalSponsors: [employee], externalSponsors: [guest] }));
}

/** The resource's arguments. */
export function argumentsOf({ name: _, ...args }: Declared): Omit<Declared, "name"> {
  return args;
}

/** Changes every tenth description. */
export function withChanges(declared: readonly Declared[]): Declared[] {
  return declared.map((one, index) =>
    index % 10 === 0 ? { ...one, description: `${one.description}, changed` } : one,
  );
}

/** A tenant with `others` organizations of its own, where every second declared domain is stored as its tenant. */
export function seedFor(size: number, others: number): SeedInput {
  return {
    tenants: Array.from({ length: Math.ceil(size / 2) }, (_, index) => ({
      tenantId: guidOf(index),
      displayName: `Partner ${index * 2}`,
      domains: [domainOf(index * 2)],
    })),
    directoryObjects: [
      { id: employee, type: "user" },
      { id: guest, type: "user" },
    ],
    organizations: Array.from({ length: others }, (_, index) => ({
      displayName: `Somebody else ${index}`,
      description: "Not in the stack",
      identitySources: [
        { "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: `other-${index}.example` },
      ],
    })),
  };
}

function nameOf(index: number): string {
  return `partner-${index}`;
}

function domainOf(index: number): string {
  return `${nameOf(index)}.example`;
}

function guidOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
}
