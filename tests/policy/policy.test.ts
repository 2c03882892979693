/** The policy pack's functions, with the arguments that @pulumi/policy hands to a policy; no engine loads the pack here. */
import assert from "node:assert/strict";
import type { ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { pack } from "../../examples/policy/pack";

type Values = Record<string, unknown>;
const type = "pulumi-nodejs:dynamic/connectedorgs:ConnectedOrganization";
const wingtip = {
  displayName: "Wingtip Toys",
  state: "configured",
  identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
  internalSponsors: ["0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60"],
};

interface Situation {
  stack?: string;
  type?: string;
  config?: Values;
}

/** What all policies of the pack say, each with its name; the configuration is the default where none is given. */
async function violations(props: Values, situation: Situation = {}): Promise<Record<string, string[]>> {
  const said: Record<string, string[]> = {};
  for (const policy of pack.policies as ResourceValidationPolicy[]) {
    const args = argumentsFor(policy, props, situation);
    const report = (message: string) => {
      said[policy.name] = [...(said[policy.name] ?? []), message];
    };
    for (const validate of [policy.validateResource ?? []].flat()) await validate(args, report);
  }
  return said;
}

function argumentsFor(policy: ResourceValidationPolicy, props: Values, situation: Situation): ResourceValidationArgs {
  const defaults = Object.entries(policy.configSchema?.properties ?? {}).map(([name, schema]) => [
    name,
    schema.default,
  ]);
  const config = { ...Object.fromEntries(defaults), ...situation.config };
  const token = situation.type ?? type;
  const args: Partial<ResourceValidationArgs> = {
    type: token,
    props,
    name: "wingtip",
    urn: `urn:pulumi:${situation.stack ?? "production"}::partners::${token}::wingtip`,
    getConfig: <T extends object>() => config as T,
  };
  return args as ResourceValidationArgs;
}

describe("the policy pack", () => {
  it("has nothing against a configured organization with a sponsor and a domain of its own", async () => {
    assert.deepEqual(await violations(wingtip), {});
  });

  it("refuses a proposed organization in production only", async () => {
    const proposed = { ...wingtip, state: "proposed" };
    const refused = {
      "no-proposed-in-production": ["Wingtip Toys is proposed: in production every organization is configured."],
    };
    assert.deepEqual(await violations(proposed, { stack: "prod" }), refused);
    assert.deepEqual(await violations(proposed, { stack: "dev" }), {});
    assert.deepEqual(await violations(proposed, { stack: "live", config: { stacks: ["live"] } }), refused);
  });

  for (const [title, internalSponsors] of [
    ["an empty list of sponsors", []],
    ["a list of sponsors that is left out", undefined],
  ] as const) {
    it(`refuses ${title}`, async () => {
      assert.deepEqual(await violations({ ...wingtip, internalSponsors }), {
        "internal-sponsor": [
          "Wingtip Toys has no internal sponsor: declare internalSponsors with at least one user or group.",
        ],
      });
    });
  }

  it("refuses a mail domain for everybody, however it is written, and names each", async () => {
    const domains = ["GMail.com", "outlook.com.", "notgmail.com", "gmail.com.example"];
    const identitySources = domains.map((domainName) => ({ type: "domainIdentitySource", domainName }));
    assert.deepEqual(await violations({ ...wingtip, identitySources }), {
      "no-consumer-domain": ["gmail.com", "outlook.com"].map(
        (domain) => `Wingtip Toys has the identity source ${domain}, where anybody can have a mailbox.`,
      ),
    });
  });

  it("looks at domain sources only, and takes another list of domains", async () => {
    const tenant = { type: "azureActiveDirectoryTenant", tenantId: "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48" };
    assert.deepEqual(await violations({ ...wingtip, identitySources: [tenant] }), {});
    const config = { domains: ["wingtiptoys.com"] };
    assert.deepEqual(Object.keys(await violations(wingtip, { config })), ["no-consumer-domain"]);
  });

  it("leaves every other resource alone", async () => {
    assert.deepEqual(await violations({ state: "proposed" }, { type: "azuread:index/group:Group" }), {});
  });

  it("is mandatory in all its parts", () => {
    assert.deepEqual(
      pack.policies.map(({ name, enforcementLevel }) => [name, enforcementLevel]),
      [
        ["no-proposed-in-production", "mandatory"],
        ["internal-sponsor", "mandatory"],
        ["no-consumer-domain", "mandatory"],
      ],
    );
  });
});
