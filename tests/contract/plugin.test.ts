/** What the plugin answers beside what both doors do: its settings, previews, imports, look-ups, and lines for the engine. */
import assert from "node:assert/strict";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Properties } from "../../harness/host/dynamic-host";
import type { PluginHost } from "../../harness/host/plugin-host";
import schema from "../../plugin/schema.json";
import {
  checkedAt,
  declaredAt,
  fabrikamTenant,
  failureOf,
  pluginDoor,
  startTenantHost,
  type TenantHost,
  unknown,
  wingtipDomain,
  wingtipTenant,
  withTenantHost,
} from "../support/host";

const [declared, checked] = [declaredAt(pluginDoor), checkedAt(pluginDoor)];
const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

describe("the plugin", () => {
  let tenant: TenantHost<PluginHost>;
  let made: Awaited<ReturnType<TenantHost["create"]>>;

  before(async () => {
    tenant = await startTenantHost(pluginDoor);
  });
  after(() => tenant.stop());
  beforeEach(async () => {
    made = await tenant.create();
    tenant.sent();
  });
  afterEach(() => tenant.host.delete(made.id, made.outputs));

  it("says what it is and what it can do", async () => {
    const { acceptSecrets, acceptOutputs, acceptResources } = await tenant.host.handshake();
    assert.deepEqual([acceptSecrets, acceptOutputs, acceptResources], [true, false, false]);
    assert.equal(await tenant.host.version(), schema.version);
    assert.deepEqual(JSON.parse(await tenant.host.getSchema()), schema);
  });

  it("answers a call that it does not know as not implemented", async () => {
    assert.equal((await failureOf(tenant.host.construct())).status, 12);
  });

  it("checks and compares the settings of a provider", async () => {
    const { failures } = await tenant.host.checkConfig({ timeoutSecond: "60" }, "partner");
    assert.deepEqual(
      failures.map(({ property, reason }) => [property, /Did you mean timeoutSeconds/.test(reason)]),
      [["", true]],
    );
    assert.deepEqual((await tenant.host.diffConfig({ useMsi: true }, { useMsi: false })).diffsList, ["useMsi"]);
  });

  it("previews a create and an update without a request, and keeps what stays", async () => {
    const { id, inputs, outputs } = made;
    const { resolvedIdentitySources, createdDateTime } = outputs;
    const news = { ...inputs, displayName: unknown, internalSponsors: [unknown] };
    const times = { createdDateTime: unknown, modifiedDateTime: unknown };
    const who = { createdBy: unknown, modifiedBy: unknown };
    const created = { ...news, ...times, ...who, resolvedIdentitySources: unknown };
    assert.deepEqual(await tenant.host.previewCreate(news), { id: "", properties: created });
    const updated = { ...news, createdDateTime, modifiedDateTime: unknown, resolvedIdentitySources };
    assert.deepEqual(await tenant.host.previewUpdate(id, outputs, news), updated);
    const moved = { ...news, identitySources: [wingtipDomain, fabrikamTenant] };
    const movedOutputs = { ...updated, ...moved, resolvedIdentitySources: unknown };
    assert.deepEqual(await tenant.host.previewUpdate(id, outputs, moved), movedOutputs);
    assert.deepEqual(tenant.sent(), []);
  });

  it("tells of each difference where it is, and which of them replace", async () => {
    const { id, inputs, outputs } = made;
    const differences = async (news: Properties) => await tenant.host.differences(id, outputs, { ...inputs, ...news });
    assert.deepEqual(await differences({}), {});
    const several = { description: "Other", identitySources: [wingtipDomain, fabrikamTenant] };
    assert.deepEqual(await differences(several), { description: "UPDATE", "identitySources[1]": "ADD" });
    const properties = await tenant.host.changedProperties(id, outputs, { ...inputs, ...several });
    assert.deepEqual(properties, ["description", "identitySources"]);
    const another = { displayName: "Fabrikam", identitySources: [fabrikamTenant] };
    const replaced = { displayName: "UPDATE", "identitySources[0]": "UPDATE_REPLACE" };
    assert.deepEqual(await differences(another), replaced);
  });

  it("imports by id, in any spelling, what a person would declare", async () => {
    const { id, outputs } = made;
    const { displayName, description } = declared;
    const identitySources = [wingtipTenant];
    const inputs = { displayName, description, identitySources };
    assert.deepEqual(await tenant.host.read(`{${id.toUpperCase()}}`, {}), {
      id,
      properties: { ...outputs, identitySources },
      inputs,
    });
    assert.deepEqual(tenant.sent(), ["GET"]);
    const none = { id: "", properties: {}, inputs: undefined };
    assert.deepEqual(await tenant.host.read("7b0a3b34-0c1d-4b9e-9a3e-6f1d2c3b4a59", {}), none);
    const { message } = await failureOf(tenant.host.read("wingtip", {}));
    assert.match(
      message,
      /^importing connected organization \(wingtip\): id must be a GUID such as \S+, not "wingtip"\.$/,
    );
  });

  it("looks organizations up, and lists them", async () => {
    const one = await tenant.host.invoke("connectedorgs:index:getConnectedOrganization", {
      domainName: "wingtiptoys.com",
    });
    const { organizations } = await tenant.host.invoke("connectedorgs:index:getConnectedOrganizations", {});
    assert.deepEqual([one["id"], one["displayName"], organizations], [made.id, "Wingtip Toys", [one]]);
    assert.deepEqual(await tenant.host.list({ state: "configured" }), [[made.id, "Wingtip Toys"]]);
    assert.deepEqual(await tenant.host.list({ state: "proposed" }), []);
    const other = { ...checked, displayName: "Fabrikam", identitySources: [fabrikamTenant] };
    const { id, properties } = await tenant.host.create(other);
    assert.equal((await tenant.host.list({}, 1)).length, 1);
    await tenant.host.delete(id, properties);
    const partner = await tenant.host.invoke("connectedorgs:index:getTenant", { domainName: "wingtiptoys.com" });
    assert.equal(partner["tenantId"], wingtipTenant["tenantId"]);
    const token = "connectedorgs:index:getOrganization";
    assert.match(
      (await failureOf(tenant.host.invoke(token, {}))).message,
      /^There is no function ".*getOrganization"\.$/,
    );
    assert.match((await failureOf(tenant.host.list({ tenantId: "wingtip" }))).message, /tenantId/);
  });

  it("returns as a secret what was one, and what tells of it", async () => {
    const { id, inputs } = made;
    const answer = await tenant.host.check({}, { ...declared, displayName: secret("Wingtip Toys") });
    assert.deepEqual(answer.inputs, { ...inputs, displayName: secret("Wingtip Toys") });
    const hidden = { ...inputs, identitySources: [{ ...wingtipDomain, domainName: secret("wingtiptoys.com") }] };
    const outputs = await tenant.host.update(id, made.outputs, hidden);
    assert.deepEqual(outputs["identitySources"], secret([wingtipDomain]));
    assert.deepEqual(outputs["resolvedIdentitySources"], secret([{ ...wingtipTenant, displayName: "Wingtip Toys" }]));
    const { properties, inputs: read } = await tenant.host.read(id, outputs);
    assert.deepEqual([properties, read?.["identitySources"]], [outputs, secret([wingtipDomain])]);
  });

  it("does not repeat a secret that is refused", async () => {
    const identitySources = [{ ...wingtipDomain, domainName: secret("wingtip toys") }];
    const { failures } = await tenant.host.check({}, { ...declared, displayName: 42, identitySources });
    assert.deepEqual(failures, [
      { property: "displayName", reason: "must be text, not 42." },
      {
        property: "",
        reason:
          "identitySources[0].domainName is not valid, and its value is not shown, because it is secret. Correct it: docs/resource.md has the rules.",
      },
    ]);
  });

  it("ends an operation with the time that its resource has", async () => {
    tenant.emulator.faults.add({ times: "always", fault: { kind: "hang" } });
    const other = { ...checked, displayName: "Fabrikam", identitySources: [fabrikamTenant] };
    // Otherwise it would have twenty minutes, of which the harness waits ten seconds.
    const { message } = await failureOf(tenant.host.createWithin(1, other));
    tenant.emulator.faults.clear();
    assert.match(message, /^creating connected organization "Fabrikam": Graph did not answer in time/);
  });

  it("reads what the program only reads, without inputs, which a refresh would show as a change", async () => {
    const { id, outputs } = made;
    assert.deepEqual(await tenant.host.read(id, outputs, {}), { id, properties: outputs, inputs: {} });
    assert.deepEqual(await tenant.host.differences(id, outputs, {}), {});
  });

  it("takes over a state of the dynamic resource as it is", async () => {
    const { id, inputs, outputs } = made;
    const __provider = "exports.handler=()=>{};";
    assert.deepEqual(await tenant.host.differences(id, { ...outputs, __provider }, inputs), {});
    const read = await tenant.host.read(id, { ...outputs, __provider });
    assert.deepEqual(read, { id, properties: outputs, inputs });
  });

  it("knows one type of resource", async () => {
    const { message } = await failureOf(tenant.host.checkAs("connectedorgs:index:Organization", declared));
    assert.equal(
      message,
      'There is no resource type "connectedorgs:index:Organization". Use connectedorgs:index:ConnectedOrganization.',
    );
  });
});

describe("the plugin's lines", () => {
  it("stand at their resource, and are sent one after the other", async () => {
    const said: string[] = [];
    let underWay = 0;
    const server = new Server();
    const log = ({ request }: ServerUnaryCall<LogRequest, Empty>, callback: sendUnaryData<Empty>) => {
      const resource = request.getUrn().split("::").at(-1);
      said.push(`${resource}${underWay === 0 ? "" : " meanwhile"}: ${request.getMessage()}`);
      underWay += 1;
      setTimeout(() => {
        underWay -= 1;
        callback(null, new Empty());
      }, 20);
    };
    server.addService(EngineService, { log });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    const work = async ({ host, emulator }: TenantHost<PluginHost>) => {
      const { tenantId } = wingtipTenant;
      const stored = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId };
      const { id } = emulator.portal.create({ displayName: "Found", identitySources: [stored] });
      await host.attach(`127.0.0.1:${port}`);
      await host.check({}, declared);
      emulator.portal.delete(id);
    };
    const previewChecks = { "connectedorgs:previewChecks": "true" };
    await withTenantHost(pluginDoor, previewChecks, work).finally(() => server.forceShutdown());
    const [first = "", second = "", ...others] = said;
    assert.match(first, /^wingtip: the domain wingtiptoys\.com belongs to the Entra tenant /);
    assert.match(second, /^wingtip: the organization "Found" .* already exists for it\./);
    assert.deepEqual(others, []);
  });
});
