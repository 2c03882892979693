/** What each release wrote into the state of one estate: every kind of source, sponsors, a swap, two unfinished creates. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { OrganizationInput } from "../../emulator";
import type { StateResource } from "../../harness/project/stack-state";
import type { Values } from "../../provider/organization/recorded";
import { abroad, domain, fabrikam, tenant } from "../support/sources";
import { adele, guests } from "../support/sponsors";

export const RECORDED = join(__dirname, "recorded");

/** Finished before the record was made. */
export const finished: Readonly<Record<string, Values>> = {
  swapped: {
    displayName: "Wingtip Toys",
    description: "Toy supplier",
    identitySources: [domain("wingtiptoys.com")],
    internalSponsors: [adele],
    externalSponsors: [],
  },
  domain: { displayName: "A. Datum", identitySources: [domain("adatum.com")], externalSponsors: [guests] },
  tenant: { displayName: "Fabrikam", state: "proposed", identitySources: [tenant(fabrikam)] },
  crossCloud: { displayName: "Proseware", identitySources: [abroad] },
  federated: {
    displayName: "Tailspin",
    identitySources: [
      {
        type: "externalDomainFederation",
        domainName: "tailspin.example",
        issuerUri: "https://sts.tailspin.example/trust",
      },
    ],
  },
  social: {
    displayName: "Facebook users",
    identitySources: [{ type: "socialIdentitySource", socialIdentitySourceType: "facebook" }],
  },
  several: { displayName: "Trey Research", identitySources: [domain("treyresearch.net"), domain("lucerne.test")] },
  adopted: { displayName: "Litware", identitySources: [domain("litwareinc.com")], adoptExisting: true },
};

/** Made before the record, without their sponsors. */
export const sponsorless: Readonly<Record<string, Values>> = {
  sponsorless: {
    displayName: "Northwind",
    identitySources: [domain("northwind.example")],
    internalSponsors: [adele],
  },
};

/** Made before the record, and never seen since. */
export const unseen: Readonly<Record<string, Values>> = {
  unseen: { displayName: "Coho", identitySources: [domain("coho.example")] },
};

export interface RecordedEstate {
  /** The version of the package that wrote the state. */
  readonly release: string;
  readonly declared: Readonly<Record<string, Values>>;
  /** What the service held then. */
  readonly organizations: OrganizationInput[];
  readonly deployment: { readonly resources: StateResource[] };
}

export function recordedEstates(): RecordedEstate[] {
  return readdirSync(RECORDED).map((name) => JSON.parse(readFileSync(join(RECORDED, name), "utf8")) as RecordedEstate);
}

/** The resource of each name. */
export function resourcesOf({ deployment }: RecordedEstate): Map<string, StateResource> {
  const ours = deployment.resources.filter(({ type }) => type.endsWith(":ConnectedOrganization"));
  return new Map(ours.map((resource) => [resource.urn.split("::").at(-1) ?? "", resource]));
}

export function programOf(declared: Readonly<Record<string, Values>>): string {
  return `
    const { ConnectedOrganization } = require("pulumi-connectedorgs");
    for (const [name, args] of Object.entries(${JSON.stringify(declared)})) new ConnectedOrganization(name, args);`;
}
