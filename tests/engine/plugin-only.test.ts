/** What only the plugin can do, under the real engine: read and import by id, refuse a setting, and describe itself. */
import assert from "node:assert/strict";
import { SCHEMA } from "../../tools/plugin-schema";
import { failed, isSettled, pluginDoor, type Stack, startStack, succeeded, tenantOfWingtip } from "./support";

const domain = (domainName: string) => [{ type: "domainIdentitySource", domainName }];
const stored = (domainName: string) => [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName }];
const litware = { displayName: "Litware", identitySources: domain("litware.example") };
const northwind = { displayName: "Northwind", identitySources: domain("northwind.example") };

describe("what the program does not make, through the plugin under the real engine", function () {
  this.timeout(180_000);
  let stack: Stack;
  let ids: Readonly<Record<"contoso" | "litware" | "northwind", string>>;

  before(async () => {
    stack = await startStack({}, { door: { ...pluginDoor, language: "javascript" } });
    const { portal } = stack.emulator;
    const make = (displayName: string, domainName: string) =>
      portal.create({ displayName, identitySources: stored(domainName) }).id;
    ids = {
      contoso: make("Contoso", "contoso.example"),
      litware: make("Litware", "litware.example"),
      northwind: make("Northwind", "northwind.example"),
    };
  });
  after(async () => stack?.end());

  const declare = (more = "") => {
    const { url } = stack;
    const settings = { graphEndpoint: url, authorityHost: url, accessToken: "token-that-must-not-be-seen" };
    return stack.project.writeProgram(`
      const { ConnectedOrganization, Provider, getTenantOutput } = require("pulumi-connectedorgs/plugin");
      const provider = new Provider("partner", ${JSON.stringify(settings)});
      exports.name = ConnectedOrganization.get("contoso", "${ids.contoso}").displayName;
      exports.tenant = getTenantOutput({ domainName: "wingtiptoys.com" }, { provider }).tenantId;
      ${more}`);
  };

  it("is read by its id, and a domain's tenant is looked up, which only reads", async () => {
    await declare();
    await succeeded(stack.project.up());
    assert.deepEqual(await stack.project.outputs(), { name: "Contoso", tenant: tenantOfWingtip });
    await succeeded(stack.project.refresh(["--expect-no-changes"]));
    assert.deepEqual(stack.writes(), []);
  });

  it("is imported by its id, by the command with an explicit provider and by the option, without a change", async () => {
    const { resources } = await stack.project.state();
    const { urn } = resources.find((each) => each.urn.endsWith("::partner")) ?? {};
    const flags = ["--generate-code=false", "--protect=false", "--yes", "--skip-preview"];
    const what = [pluginDoor.shownType, "litware", ids.litware, "--provider", `partner=${urn}`];
    await succeeded(stack.project.run(["import", ...what, ...flags]));
    await declare(`
      new ConnectedOrganization("litware", ${JSON.stringify(litware)}, { provider });
      new ConnectedOrganization("northwind", ${JSON.stringify(northwind)}, { import: "${ids.northwind}" });`);
    assert.match(await succeeded(stack.project.up()), /= 1 imported/);
    const { provider, id } = (await stack.project.resource("litware")) ?? {};
    assert.match(provider ?? "", /::pulumi:providers:connectedorgs::partner::/);
    assert.deepEqual([id, (await stack.project.resource("northwind"))?.id], [ids.litware, ids.northwind]);
    await isSettled(stack);
    assert.deepEqual(stack.writes(), []);
  });

  it("is destroyed if it was imported, and kept if it was only read", async () => {
    await succeeded(stack.project.destroy());
    const { portal } = stack.emulator;
    assert.deepEqual(
      portal.list().map(({ displayName }) => displayName),
      ["Contoso"],
    );
    portal.delete(ids.contoso);
  });

  it("is not even looked for while a setting of the stack is misspelt", async () => {
    await stack.declare({ litware });
    await stack.project.configure({ "connectedorgs:timeoutsecond": "60" }, {});
    stack.sent();
    const output = await failed(stack.project.preview());
    assert.match(output, /Unknown setting "timeoutsecond"\. Did you mean timeoutSeconds\?/);
    assert.deepEqual(stack.sent(), []);
    await stack.project.configure({ "connectedorgs:timeoutsecond": undefined }, {});
  });

  it("has a schema that the engine finds valid", async () => {
    await succeeded(stack.project.run(["schema", "check", SCHEMA]));
  });
});
