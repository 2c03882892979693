/** Organizations in a program of YAML. */
import { describeLife, tenantOfFabrikam, token } from "../languages/life";

const program = (url: string) => `
variables:
  contoso:
    fn::invoke:
      function: connectedorgs:getConnectedOrganization
      arguments:
        domainName: contoso.example
outputs:
  id: \${wingtip.id}
  kind: \${wingtip.resolvedIdentitySources[0].type}
  found: \${contoso.id}
resources:
  partners:
    type: pulumi:providers:connectedorgs
    properties:
      graphEndpoint: ${url}
      authorityHost: ${url}
      accessToken: ${token}
      timeoutSeconds: 60
      environment: public
      apiVersion: v1.0
  wingtip:
    type: connectedorgs:ConnectedOrganization
    properties:
      displayName: Wingtip Toys
      description: Toy supplier
      identitySources:
        - type: domainIdentitySource
          domainName: wingtiptoys.com
  fabrikam:
    type: connectedorgs:ConnectedOrganization
    properties:
      displayName: Fabrikam
      identitySources:
        - type: azureActiveDirectoryTenant
          tenantId: ${tenantOfFabrikam}
    options:
      provider: \${partners}
`;
const litware = `
  litware:
    type: connectedorgs:ConnectedOrganization
    properties:
      displayName: Litware
      identitySources:
        - type: domainIdentitySource
          domainName: litware.example
`;

describe("an organization in a YAML program", function () {
  this.timeout(300_000);
  describeLife({ before: program, after: (url) => program(url) + litware }, async () => ({ language: "yaml" }));
});
