import * as pulumi from "@pulumi/pulumi";
import { ConnectedOrganization, getConnectedOrganizationOutput, Provider } from "pulumi-connectedorgs";

// One app in each tenant. Set the values with `pulumi config set europeTenantId …`, the secrets with `--secret`.
const config = new pulumi.Config();

const europe = new Provider("europe", {
  tenantId: config.require("europeTenantId"),
  clientId: config.require("europeClientId"),
  clientSecret: config.requireSecret("europeClientSecret"),
});

const america = new Provider("america", {
  tenantId: config.require("americaTenantId"),
  clientId: config.require("americaClientId"),
  clientSecret: config.requireSecret("americaClientSecret"),
});

const partner = {
  displayName: "Wingtip Toys",
  identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" } as const],
};

const inEurope = new ConnectedOrganization("wingtip-europe", partner, { provider: europe });
const inAmerica = new ConnectedOrganization("wingtip-america", partner, { provider: america });

// A look-up goes to the tenant of the provider it is given. The id makes it wait for the organization.
const seen = getConnectedOrganizationOutput({ id: inEurope.id }, { provider: europe });

export const organizationIds = { europe: inEurope.id, america: inAmerica.id };
export const stateInEurope = seen.state;
