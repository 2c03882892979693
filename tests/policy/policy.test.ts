/** The policy pack's functions, with the arguments that @pulumi/policy hands to a policy; no engine loads the pack here. */
import assert from "node:assert/strict";
import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { pack } from "../../examples/policy/pack";

type Values = Record<string, unknown>;

interface Situation {
  stack?: string;
  type?: string;
  config?: Values;
}

const domainSource = (domainName: string) => ({ type: "domainIdentitySource", domainName });
const wingtip = {
  displayName: "Wingtip Toys",
  state: "configured",
  identitySources: [domainSource("wingtiptoys.com")],
  internalSponsors: ["0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60"],
};

/** What all policies of the pack say, each with its name; the configuration is the default where none is given. */
async function violations(props: Values, situation: Situation): Promise<Record<string, string[]>> {
  const { stack = "production", type = "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization" } =
    situation;
  const said: Record<string, string[]> = {};
  for (const policy of pack.policies as ResourceValidationPolicy[]) {
    const schemas = Object.entries(policy.configSchema?.properties ?? {});
    const defaults = Object.fromEntries(schemas.map(([name, schema]) => [name, schema.default]));
    const config = { ...defaults, ...situation.config };
    const args: Partial<ResourceValidationArgs> = {
      type,
      props,
      name: "wingtip",
      urn: `urn:pulumi:${stack}::partners::${type}::wingtip`,
      getConfig: <T extends object>() => config as T,
    };
    const report = (message: string) => {
      said[policy.name] = [...(said[policy.name] ?? []), message];
    };
    for (const validate of [policy.validateResource ?? []].flat())
      await validate(args as ResourceValidationArgs, report);
  }
  return said;
}

const proposed = { state: "proposed" };
const noProposed = {
  "no-proposed-in-production": ["Wingtip Toys is proposed: in production every organization is configured."],
};
const noSponsor = {
  "internal-sponsor": [
    "Wingtip Toys has no internal sponsor: declare internalSponsors with at least one user or group.",
  ],
};
const consumer = (...domains: string[]) => ({
  "no-consumer-domain": domains.map(
    (domain) => `Wingtip Toys has the identity source ${domain}, where anybody can have a mailbox.`,
  ),
});
const spellings = ["GMail.com", "outlook.com.", "notgmail.com", "gmail.com.example"].map(domainSource);
const tenant = { type: "azureActiveDirectoryTenant", tenantId: "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48" };

const rows: [title: string, change: Values, situation: Situation, said: Record<string, string[]>][] = [
  ["has nothing against a configured organization with a sponsor and a domain of its own", {}, {}, {}],
  ["refuses a proposed organization in production", proposed, { stack: "prod" }, noProposed],
  [
    "refuses it from the plugin, too",
    proposed,
    { stack: "prod", type: "connectedorgs:index:ConnectedOrganization" },
    noProposed,
  ],
  ["takes a proposed organization elsewhere", proposed, { stack: "dev" }, {}],
  ["takes other names of production", proposed, { stack: "live", config: { stacks: ["live"] } }, noProposed],
  ["refuses an empty list of sponsors", { internalSponsors: [] }, {}, noSponsor],
  ["refuses a list of sponsors that is left out", { internalSponsors: undefined }, {}, noSponsor],
  [
    "refuses a mail domain for everybody, however it is written, and names each",
    { identitySources: spellings },
    {},
    consumer("gmail.com", "outlook.com"),
  ],
  ["takes sources that are not domains", { identitySources: [tenant] }, {}, {}],
  ["takes another list of domains", {}, { config: { domains: ["wingtiptoys.com"] } }, consumer("wingtiptoys.com")],
  [
    "leaves every other resource alone",
    { ...proposed, internalSponsors: [] },
    { type: "azuread:index/group:Group" },
    {},
  ],
];

describe("the policy pack", () => {
  for (const [title, change, situation, said] of rows) {
    it(title, async () => {
      assert.deepEqual(await violations({ ...wingtip, ...change }, situation), said);
    });
  }

  it("is mandatory in all its parts", () => {
    const levels = pack.policies.map(({ name, enforcementLevel }) => `${name}: ${enforcementLevel}`);
    assert.deepEqual(levels, [
      "no-proposed-in-production: mandatory",
      "internal-sponsor: mandatory",
      "no-consumer-domain: mandatory",
    ]);
  });
});
