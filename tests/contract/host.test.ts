/** The provider through both doors, behind its frozen text in the SDK's own process and as a plugin: what each call answers. */
import assert from "node:assert/strict";
import {
  checkedAt,
  declaredAt,
  doors,
  fabrikamTenant,
  startTenantHost,
  type TenantHost,
  unfit,
  unknown,
  wingtipDomain,
  wingtipTenant,
} from "../support/host";

for (const door of doors)
  describe(`the provider ${door.title}`, () => {
    const [declared, checked] = [declaredAt(door), checkedAt(door)];
    let tenant: TenantHost;
    let made: Awaited<ReturnType<TenantHost["create"]>>;

    before(async () => {
      tenant = await startTenantHost(door);
    });
    after(() => tenant.stop());
    beforeEach(async () => {
      tenant.sent();
      made = await tenant.create();
      assert.deepEqual(tenant.sent(), ["POST", "GET"]);
    });
    afterEach(() => tenant.host.delete(made.id, made.outputs));

    const modified = () => tenant.emulator.portal.get(made.id)?.modifiedDateTime;
    const none = { changes: false, replaces: [], deleteBeforeReplace: false };

    it("answers check with the normal form, sends nothing, and answers its own answer again", async () => {
      const identitySources = [{ type: "domainIdentitySource", domainName: "WingtipToys.COM." }];
      const written = { ...declared, displayName: "  Wingtip Toys ", identitySources };
      for (const [olds, news] of [
        [{}, written],
        [checked, checked],
      ] as const) {
        assert.deepEqual(await tenant.host.check(olds, news), { inputs: checked, failures: [] });
      }
      assert.deepEqual(tenant.sent(), []);
    });

    it("lets unknown values pass check wherever they stand", async () => {
      for (const change of [
        { displayName: unknown, description: unknown, state: unknown },
        { identitySources: unknown },
        { identitySources: [unknown, wingtipDomain] },
        { identitySources: [{ type: "domainIdentitySource", domainName: unknown }] },
        { identitySources: [{ ...wingtipTenant, tenantId: unknown }, fabrikamTenant] },
      ]) {
        const form = { ...checked, ...change };
        assert.deepEqual(await tenant.host.check({}, form), { inputs: form, failures: [] });
      }
    });

    it("answers all failures of a check at once, each with its path, the value and the rule", async () => {
      const news = {
        ...door.own,
        displayName: "",
        state: "configurd",
        identitySources: [
          { type: "domainIdentitySource", domainName: "https://wingtiptoys.com/" },
          { type: "azureActiveDirectoryTenant", tenantId: "wingtip", domainName: "wingtiptoys.com" },
          { type: "domain", domainName: "wingtiptoys.com" },
        ],
        descripton: "Toy supplier",
      };
      const kinds =
        "domainIdentitySource, azureActiveDirectoryTenant, crossCloudAzureActiveDirectoryTenant, externalDomainFederation, socialIdentitySource";
      const { failures } = await tenant.host.check({}, news);
      assert.deepEqual(
        failures.map(({ property, reason }) => `${property} ${reason}`),
        [
          "displayName must not be empty.",
          'state must be configured or proposed, not "configurd". Did you mean configured?',
          'identitySources[0].domainName must be a domain name such as contoso.com, not "https://wingtiptoys.com/". Did you mean wingtiptoys.com?',
          'identitySources[1].tenantId must be a GUID such as 2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20, not "wingtip".',
          "identitySources[1].domainName is not a property of type azureActiveDirectoryTenant. It belongs to type domainIdentitySource.",
          `identitySources[2].type must be one of ${kinds}, not "domain". Did you mean domainIdentitySource?`,
          "descripton is not a property of a connected organization. Did you mean description?",
        ],
      );
    });

    it("answers create with all outputs, and dates as text", () => {
      const [stored] = tenant.emulator.portal.list();
      const { createdDateTime, modifiedDateTime } = stored ?? {};
      assert.equal(typeof createdDateTime, "string");
      assert.equal(made.id, stored?.id);
      assert.deepEqual(made.outputs, {
        ...made.inputs,
        resolvedIdentitySources: [{ ...wingtipTenant, displayName: "Wingtip Toys" }],
        createdDateTime,
        modifiedDateTime,
        __schemaVersion: 1,
      });
    });

    it("answers diff in three ways: none, a change in place, and replacement with delete first", async () => {
      const inPlace = { ...none, changes: door.changes };
      const replacement = { changes: door.changes, replaces: ["identitySources"], deleteBeforeReplace: true };
      for (const [changes, expected] of [
        [{}, none],
        [{ identitySources: [wingtipTenant] }, none],
        [{ displayName: "Wingtip" }, inPlace],
        [{ description: unknown }, inPlace],
        [{ identitySources: [wingtipDomain, fabrikamTenant] }, inPlace],
        [{ identitySources: [wingtipDomain, unknown] }, inPlace],
        [{ identitySources: [fabrikamTenant] }, replacement],
        [{ identitySources: unknown }, replacement],
      ] as const) {
        const answer = await tenant.host.diff(made.id, made.outputs, { ...made.inputs, ...changes });
        assert.deepEqual(answer, expected, JSON.stringify(changes));
      }
      assert.deepEqual(tenant.sent(), []);
    });

    it("answers read with the outputs, and with inputs that show what changed in the portal", async () => {
      const { id, outputs, inputs } = made;
      assert.deepEqual(await tenant.host.read(id, outputs), { id, properties: outputs, inputs });
      const drift = { description: "typed by hand", state: "proposed" } as const;
      tenant.emulator.portal.patch(id, drift);
      const properties = { ...outputs, ...drift, modifiedDateTime: modified() };
      assert.deepEqual(await tenant.host.read(id, outputs), { id, properties, inputs: { ...inputs, ...drift } });
    });

    it("answers update with the full outputs", async () => {
      const inputs = { ...made.inputs, displayName: "Wingtip", description: "" };
      const outputs = await tenant.host.update(made.id, made.outputs, inputs);
      assert.deepEqual(outputs, { ...made.outputs, ...inputs, modifiedDateTime: modified() });
      assert.deepEqual(tenant.sent(), ["PATCH", "GET"]);
    });

    it("answers a read of a deleted organization with an empty id, and deletes it twice", async () => {
      await tenant.host.delete(made.id, made.outputs);
      const gone = { id: "", properties: door.own, inputs: undefined };
      assert.deepEqual(await tenant.host.read(made.id, made.outputs), gone);
      await tenant.host.delete(made.id, made.outputs);
    });

    it("never answers undefined or null, whatever the service leaves out", async () => {
      tenant.emulator.switches.set({ clearedDescription: "absent", postIdentitySources: "absent" });
      const inputs = { ...made.inputs, description: "", identitySources: [fabrikamTenant] };
      const { id, properties } = await tenant.host.create(inputs);
      const read = await tenant.host.read(id, properties);
      const updated = await tenant.host.update(id, properties, { ...inputs, displayName: "Fabrikam" });
      assert.deepEqual(unfit([properties, read.properties, read.inputs, updated]), []);
      await tenant.host.delete(id, updated);
      tenant.emulator.switches.reset();
    });

    it("works on the state of an older version, which has no record of its own", async () => {
      const { id, inputs, outputs } = made;
      const { __schemaVersion, ...older } = outputs;
      assert.deepEqual(await tenant.host.diff(id, older, inputs), none);
      assert.deepEqual(await tenant.host.read(id, older), { id, properties: outputs, inputs });
      const renamed = { ...inputs, displayName: "Wingtip" };
      const updated = await tenant.host.update(id, older, renamed);
      assert.deepEqual(updated, { ...outputs, ...renamed, modifiedDateTime: modified() });
      await tenant.host.delete(id, older);
    });
  });
