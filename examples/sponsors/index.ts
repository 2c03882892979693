import * as pulumi from "@pulumi/pulumi";
import { ConnectedOrganization } from "pulumi-connectedorgs";

// Object ids of users and groups. Set them with: pulumi config set --path 'internalSponsors[0]' <object id>
const config = new pulumi.Config();

const wingtip = new ConnectedOrganization("wingtip", {
  displayName: "Wingtip Toys",
  identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
  // Anybody added by hand shows as drift, and `up --refresh` removes them.
  internalSponsors: config.requireObject<string[]>("internalSponsors"),
  // Nobody. Leave the property out to let the portal manage the list.
  externalSponsors: [],
});

export const organizationId = wingtip.id;
