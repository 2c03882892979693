/** The rules as policies, with their configuration. */
import type { PolicyPackArgs, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import {
  knownConsumerDomains,
  type Organization,
  refuseConsumerDomains,
  refuseProposed,
  requireInternalSponsor,
} from "./rules";

/** Of the dynamic resource, and of the plugin. */
const organizationTypes = [
  "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization",
  "connectedorgs:index:ConnectedOrganization",
];

function policy(
  description: Pick<ResourceValidationPolicy, "name" | "description" | "configSchema">,
  violations: (organization: Organization, args: ResourceValidationArgs) => string[],
): ResourceValidationPolicy {
  return {
    ...description,
    enforcementLevel: "mandatory",
    validateResource: (args, report) => {
      if (!organizationTypes.includes(args.type)) return;
      for (const violation of violations(args.props as Organization, args)) report(violation);
    },
  };
}

const strings = { type: "array" as const, items: { type: "string" as const } };

export const pack: PolicyPackArgs = {
  policies: [
    policy(
      {
        name: "no-proposed-in-production",
        description: "In production no organization is proposed.",
        configSchema: { properties: { stacks: { ...strings, default: ["prod", "production"] } } },
      },
      (organization, args) =>
        args.getConfig<{ stacks: string[] }>().stacks.includes(stackOf(args)) ? refuseProposed(organization) : [],
    ),
    policy(
      { name: "internal-sponsor", description: "Every organization has an internal sponsor." },
      requireInternalSponsor,
    ),
    policy(
      {
        name: "no-consumer-domain",
        description: "No identity source is the domain of a public mail service.",
        configSchema: { properties: { domains: { ...strings, default: [...knownConsumerDomains] } } },
      },
      (organization, args) => refuseConsumerDomains(organization, args.getConfig<{ domains: string[] }>().domains),
    ),
  ],
};

/** urn:pulumi:<stack>::<project>::<type>::<name> */
function stackOf({ urn }: ResourceValidationArgs): string {
  return urn.split("::")[0]?.split(":").at(-1) ?? "";
}
