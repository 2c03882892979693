/** The look-up functions as a program calls them: with the stack's settings, or with a provider's. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { MockCallArgs } from "@pulumi/pulumi/runtime";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import {
  type ConnectedOrganizationResult,
  getConnectedOrganization,
  getConnectedOrganizationOutput,
  getConnectedOrganizations,
  getConnectedOrganizationsOutput,
  getTenant,
  getTenantOutput,
  Provider,
} from "../../sdk";
import { resolved, useCleanEnvironment, useEngine, useMocks } from "./mocks";

const tenantId = "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48";
const createdDateTime = "2025-01-02T03:04:05.1234567Z";

interface Tenant {
  readonly emulator: Emulator;
  readonly listener: Listener;
  readonly expected: ConnectedOrganizationResult;
}

async function startTenant(id: string, displayName: string): Promise<Tenant> {
  const source = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId, displayName: "Wingtip" };
  const organizations = [{ id, displayName, createdDateTime, identitySources: [source] }];
  const emulator = createEmulator({ seed: { organizations } });
  const expected: ConnectedOrganizationResult = {
    id,
    displayName,
    description: "",
    state: "configured",
    identitySources: [{ type: "azureActiveDirectoryTenant", tenantId, displayName: "Wingtip" }],
    createdDateTime,
    modifiedDateTime: createdDateTime,
    createdBy: undefined,
    modifiedBy: undefined,
  };
  return { emulator, listener: await emulator.listen(), expected };
}

describe("the look-up functions", () => {
  useEngine();
  useCleanEnvironment();
  let first: Tenant;
  let second: Tenant;

  before(async () => {
    first = await startTenant("11111111-2222-4333-8444-555555555501", "Wingtip");
    second = await startTenant("11111111-2222-4333-8444-555555555502", "Wingtip elsewhere");
  });
  after(async () => {
    await first.listener.close();
    await second.listener.close();
  });
  beforeEach(() => {
    for (const { emulator } of [first, second]) emulator.clearRequests();
  });

  const settingsOf = ({ listener }: Tenant) => ({
    graphEndpoint: listener.url,
    authorityHost: listener.url,
    accessToken: "token",
  });

  function useVariables({ listener }: Tenant): void {
    process.env["CONNECTEDORGS_GRAPH_ENDPOINT"] = listener.url;
    process.env["CONNECTEDORGS_AUTHORITY_HOST"] = listener.url;
    process.env["CONNECTEDORGS_ACCESS_TOKEN"] = "token";
  }

  function useConfiguration(tenant: Tenant): void {
    const entries = Object.entries(settingsOf(tenant)).map(([key, value]) => [`connectedorgs:${key}`, value]);
    pulumi.runtime.setAllConfig(Object.fromEntries(entries));
  }

  it("use the settings of the environment", async () => {
    useVariables(first);
    assert.deepEqual(await getConnectedOrganization({ domainName: "wingtiptoys.com" }), first.expected);
    assert.deepEqual(await getConnectedOrganizations(), [first.expected]);
    assert.deepEqual(second.emulator.requests, []);
  });

  it("use the stack configuration, and the environment before it", async () => {
    useConfiguration(second);
    assert.deepEqual(await getConnectedOrganization({ tenantId }), second.expected);
    useVariables(first);
    assert.deepEqual(await getConnectedOrganization({ tenantId }), first.expected);
  });

  it("use the settings of the provider that they are given, whatever the environment and the stack say", async () => {
    useVariables(first);
    useConfiguration(first);
    process.env["ARM_TENANT_ID"] = "other.example";
    const provider = new Provider("elsewhere", settingsOf(second));
    assert.deepEqual(await getConnectedOrganization({ tenantId }, { provider }), second.expected);
    assert.deepEqual(await getConnectedOrganizations({ tenantId }, { provider }), [second.expected]);
    assert.deepEqual(await resolved(getConnectedOrganizationOutput({ tenantId }, { provider })), second.expected);
    assert.deepEqual(await resolved(getConnectedOrganizationsOutput({}, { provider })), [second.expected]);
    assert.deepEqual(first.emulator.requests, []);
  });

  it("use the provider that a child of their parent would use, unless they are given one", async () => {
    useVariables(first);
    const provider = new Provider("elsewhere", settingsOf(second));
    const component = new pulumi.ComponentResource("a:b:Partner", "partner", {}, { providers: [provider] });
    const child = new pulumi.ComponentResource("a:b:Partner", "child", {}, { parent: component });
    const plain = new pulumi.ComponentResource("a:b:Partner", "plain");
    const answers = [
      await getConnectedOrganization({ tenantId }, { parent: child, async: false }),
      await resolved(getConnectedOrganizationOutput({ tenantId }, { parent: child })),
      await getConnectedOrganization({ tenantId }, { parent: plain }),
      await getConnectedOrganization({ tenantId }, { parent: plain, provider }),
    ];
    assert.deepEqual(
      answers,
      [second, second, first, second].map(({ expected }) => expected),
    );
  });

  it("refuse a provider of another package", async () => {
    const provider = new pulumi.ComponentResource("a:b:Other", "other") as unknown as Provider;
    const message = "The provider of a look-up must be a Provider of pulumi-connectedorgs.";
    await assert.rejects(getConnectedOrganization({ tenantId }, { provider }), { message });
  });

  it("take outputs in their Output form", async () => {
    useVariables(first);
    const query = { displayName: pulumi.output("Wingtip"), state: pulumi.output("configured" as const) };
    assert.deepEqual(await resolved(getConnectedOrganizationOutput(query)), first.expected);
    assert.deepEqual(await resolved(getConnectedOrganizationsOutput({ domainName: pulumi.output("adatum.com") })), []);
    assert.deepEqual(await resolved(getConnectedOrganizationsOutput()), [first.expected]);
  });

  it("keep what is secret in a query secret in the answer", async () => {
    useVariables(first);
    const answer = getConnectedOrganizationOutput({ displayName: pulumi.secret("Wingtip") });
    assert.deepEqual([await pulumi.isSecret(answer), await resolved(answer)], [true, first.expected]);
  });

  it("do not make an answer secret because the provider that was asked has a secret", async () => {
    const provider = new Provider("elsewhere", settingsOf(second));
    const answer = getConnectedOrganizationOutput({ tenantId }, { provider });
    assert.deepEqual([await pulumi.isSecret(answer), await resolved(answer)], [false, second.expected]);
    const all = getConnectedOrganizationsOutput({}, { provider });
    assert.deepEqual([await pulumi.isSecret(all), await resolved(all)], [false, [second.expected]]);
  });

  it("fail with a whole sentence, as an error that the engine prints without its stack", async () => {
    useVariables(first);
    const error: unknown = await getConnectedOrganization({ displayName: "Fabrikam" }).catch((reason) => reason);
    assert.ok(pulumi.RunError.isInstance(error), "the engine prints others with their stack");
    assert.equal(
      error.message,
      'looking up the connected organization with displayName "Fabrikam": No organization matches. Check the value, and that the settings name the right tenant.',
    );
  });

  it("say which setting is missing, and that none is", async () => {
    process.env["CONNECTEDORGS_GRAPH_ENDPOINT"] = first.listener.url;
    await assert.rejects(getConnectedOrganization({ tenantId }), {
      message: /^looking up the connected organization with tenantId "[^"]+": No credential is configured\. /,
    });
    process.env["CONNECTEDORGS_CLIENT_SECRET"] = "half-given-secret";
    await assert.rejects(getConnectedOrganization({ tenantId }), {
      message: /: The setting clientSecret is given, but tenantId is missing\. /,
    });
    assert.deepEqual(first.emulator.requests, []);
  });

  it("ask Graph no more than needed: one request by id, and one look-up of a domain per program", async () => {
    useVariables(second);
    const { id } = second.expected;
    await getConnectedOrganization({ id });
    assert.equal(second.emulator.requests.length, 1);
    second.emulator.clearRequests();
    await getConnectedOrganization({ domainName: "wingtiptoys.com" });
    await getConnectedOrganization({ domainName: "wingtiptoys.com" });
    const asked = second.emulator.requests.filter(({ path }) => path.includes("findTenantInformation"));
    assert.equal(asked.length, 1);
  });
});

describe("a look-up before the provider's settings are known", () => {
  useEngine();
  useCleanEnvironment();

  it("fails in its plain form with the form to use, and asks nothing", async () => {
    const Unknown = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<string>;
    const [no, nothing] = [Promise.resolve(false), Promise.resolve([])];
    const unknown = new Unknown([], Promise.resolve("x"), no, no, nothing);
    const provider = new Provider("later", { accessToken: "token", tenantId: unknown });
    await assert.rejects(getConnectedOrganization({ tenantId }, { provider }), {
      message: "The provider's settings are not known yet: use the look-up's Output form.",
    });
  });
});

describe("the look-up of a tenant", () => {
  useEngine();
  useCleanEnvironment();
  const domainName = "wingtiptoys.com";
  const emulator = createEmulator({ seed: { tenants: [{ tenantId, displayName: "Wingtip", domains: [domainName] }] } });
  let listener: Listener;

  before(async () => {
    listener = await emulator.listen();
  });
  after(() => listener.close());
  beforeEach(() => {
    process.env["CONNECTEDORGS_GRAPH_ENDPOINT"] = listener.url;
    process.env["CONNECTEDORGS_AUTHORITY_HOST"] = listener.url;
  });

  it("gives what Graph knows", async () => {
    process.env["CONNECTEDORGS_ACCESS_TOKEN"] = "token";
    const expected = { tenantId, displayName: "Wingtip", defaultDomainName: domainName };
    assert.deepEqual(await getTenant({ domainName: "WingtipToys.com." }), expected);
    assert.deepEqual(await resolved(getTenantOutput({ domainName: pulumi.output(domainName) })), expected);
  });

  it("gives the id without a credential, as the public discovery knows it", async () => {
    assert.deepEqual(await getTenant({ domainName }), { tenantId });
  });

  const failures: [query: object, message: string][] = [
    [
      { domainName: "nobody.example" },
      'looking up the tenant of "nobody.example": No Microsoft Entra tenant has verified the domain. Check its spelling, and that the setting environment names the tenant\'s cloud.',
    ],
    [{}, "looking up the tenant of a domain: domainName must be provided."],
    [
      { domainName: "wingtip toys" },
      'looking up the tenant of "wingtip toys": domainName must be a domain name such as contoso.com, not "wingtip toys".',
    ],
  ];
  for (const [query, message] of failures) {
    it(`fails with a whole sentence for ${JSON.stringify(query)}`, async () => {
      await assert.rejects(getTenant(query as { domainName: string }), { name: "Error", message });
    });
  }

  it("fails when nobody answers", async () => {
    process.env["CONNECTEDORGS_AUTHORITY_HOST"] = `${listener.url}/elsewhere`;
    await assert.rejects(getTenant({ domainName }), {
      message: /: Neither Graph nor the sign-in host could say which tenant owns the domain\. /,
    });
  });
});

describe("look-ups in a unit test", () => {
  const asked: MockCallArgs[] = [];
  const answers: Record<string, object> = {
    "connectedorgs:index:getConnectedOrganization": { id: "one" },
    "connectedorgs:index:getConnectedOrganizations": { organizations: [{ id: "one" }] },
    "connectedorgs:index:getTenant": { tenantId },
  };
  useMocks({}, (args) => {
    asked.push(args);
    return answers[args.token] ?? {};
  });
  useCleanEnvironment();
  beforeEach(() => {
    asked.length = 0;
  });

  it("are answered by its mocks, under the names of the plugin's functions", async () => {
    assert.deepEqual(await getConnectedOrganization({ id: "one" }), { id: "one" });
    assert.deepEqual(await resolved(getConnectedOrganizationsOutput({ state: pulumi.output("proposed" as const) })), [
      { id: "one" },
    ]);
    assert.deepEqual(await getTenant({ domainName: "contoso.com" }), { tenantId });
    const inputs = asked.map((one) => one.inputs);
    assert.deepEqual(inputs, [{ id: "one" }, { state: "proposed" }, { domainName: "contoso.com" }]);
  });

  it("show them the provider", async () => {
    const provider = new Provider("elsewhere", { tenantId });
    await getConnectedOrganization({ id: "one" }, { provider });
    assert.match(asked[0]?.provider ?? "", /::elsewhere::/);
  });
});
