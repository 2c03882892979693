/** The classes and look-ups on the plugin, under Pulumi's mocks: what reaches the engine. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as dynamic from "../../sdk";
import * as plugin from "../../sdk/plugin";
import { resolved, secret, useMocks, useRequests } from "./mocks";

const args: plugin.ConnectedOrganizationArgs = {
  displayName: "Wingtip Toys",
  identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
};
const type = "connectedorgs:index:ConnectedOrganization";
const id = "6f1d2e3c-0a4b-4c5d-8e9f-a0b1c2d3e4f5";

describe("the class ConnectedOrganization on the plugin", () => {
  const registered = useMocks({ description: "found" });
  const requests = useRequests();

  it("registers the plugin's resource with the inputs as given, known by the dynamic one's name too", async () => {
    const organization = new plugin.ConnectedOrganization("wingtip", args, { aliases: [{ name: "former" }] });
    await resolved(organization.urn);
    assert.deepEqual(
      registered.map(({ type, inputs }) => ({ type, inputs })),
      [{ type, inputs: args }],
    );
    const aliases = requests[0]?.toObject().aliasesList.map(({ spec }) => [spec?.name, spec?.type]);
    assert.deepEqual(aliases, [
      ["former", ""],
      ["", "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization"],
    ]);
    assert.equal(await resolved(organization.description), "found");
  });

  it("reads one by its id, declares nothing, and has all outputs", async () => {
    const organization = plugin.ConnectedOrganization.get("litware", id);
    assert.equal(await resolved(organization.description), "found");
    const [{ inputs = undefined, id: asked = undefined } = {}] = registered;
    assert.deepEqual([inputs, asked, requests.length], [{}, id, 0]);
  });

  it("knows its own instances from those of the other door", () => {
    const [here, there] = [new plugin.ConnectedOrganization("a", args), new dynamic.ConnectedOrganization("b", args)];
    const known = [plugin, dynamic].map(({ ConnectedOrganization }) =>
      [here, there].map((one) => ConnectedOrganization.isInstance(one)),
    );
    assert.deepEqual(known, [
      [true, false],
      [false, true],
    ]);
  });
});

describe("the class Provider on the plugin", () => {
  const registered = useMocks();

  it("registers the plugin with its settings as they are, the secret ones as secrets", async () => {
    const settings = { tenantId: "contoso.com", clientSecret: "hidden", timeoutSeconds: 60, useOidc: false };
    await resolved(new plugin.Provider("europe", settings).urn);
    assert.deepEqual(
      registered.map(({ type, inputs }) => ({ type, inputs })),
      [{ type: "pulumi:providers:connectedorgs", inputs: { ...settings, clientSecret: secret("hidden") } }],
    );
  });

  it("hands an output that turns out to be nothing over as empty, and refuses what can only be a mistake", async () => {
    const nothing = pulumi.output(Promise.resolve(undefined)) as unknown as pulumi.Output<string>;
    await resolved(new plugin.Provider("europe", { tenantId: nothing }).urn);
    assert.deepEqual(registered[0]?.inputs, { tenantId: "" });
    assert.throws(() => new plugin.Provider("europe", { tenantId: "" }), {
      message: 'Provider "europe": The argument tenantId is empty. Give it a value, or leave it out.',
    });
  });
});

describe("the look-ups on the plugin", () => {
  const called: unknown[] = [];
  useMocks({}, ({ token, inputs, provider }) => {
    called.push([token, inputs, provider?.split("::")[3]]);
    if (token.endsWith("getTenant")) return { tenantId: id };
    return token.endsWith("s") ? { organizations: [{ id }] } : { id };
  });
  beforeEach(() => {
    called.length = 0;
  });

  it("ask the plugin's functions, of the provider that they are given", async () => {
    const provider = new plugin.Provider("europe", {});
    const options = { provider };
    const domainName = pulumi.output("litwareinc.com");
    const answers = [
      await plugin.getConnectedOrganization({ domainName: "litwareinc.com" }, options),
      await resolved(plugin.getConnectedOrganizationOutput({ domainName }, options)),
      await plugin.getConnectedOrganizations({ state: "proposed" }),
      await resolved(plugin.getConnectedOrganizationsOutput()),
      await plugin.getTenant({ domainName: "litwareinc.com" }, options),
      await resolved(plugin.getTenantOutput({ domainName })),
    ];
    assert.deepEqual(answers, [{ id }, { id }, [{ id }], [{ id }], { tenantId: id }, { tenantId: id }]);
    const [one, all, tenant] = ["getConnectedOrganization", "getConnectedOrganizations", "getTenant"].map(
      (name) => `connectedorgs:index:${name}`,
    );
    assert.deepEqual(called, [
      [one, { domainName: "litwareinc.com" }, "europe"],
      [one, { domainName: "litwareinc.com" }, "europe"],
      [all, { state: "proposed" }, undefined],
      [all, {}, undefined],
      [tenant, { domainName: "litwareinc.com" }, "europe"],
      [tenant, { domainName: "litwareinc.com" }, undefined],
    ]);
  });
});
