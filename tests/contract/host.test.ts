/** The provider behind its frozen text in the SDK's own process: what each call answers. Needs a build. */
import assert from "node:assert/strict";
import { shim } from "../../sdk/shim";
import {
  checked,
  declared,
  fabrikamTenant,
  startTenantHost,
  type TenantHost,
  unfit,
  unknown,
  wingtipDomain,
  wingtipTenant,
} from "../support/host";

describe("the provider in the dynamic-provider process", () => {
  let tenant: TenantHost;

  before(async () => {
    tenant = await startTenantHost();
  });
  after(() => tenant.stop());
  beforeEach(() => {
    tenant.sent();
  });

  describe("check", () => {
    it("answers the normal form, sends nothing, and answers its own answer again", async () => {
      const written = {
        ...declared,
        displayName: "  Wingtip Toys ",
        identitySources: [{ type: "domainIdentitySource", domainName: "WingtipToys.COM." }],
      };
      const normal = checked;
      assert.deepEqual(await tenant.host.check({}, written), { inputs: normal, failures: [] });
      assert.deepEqual(await tenant.host.check(normal, normal), { inputs: normal, failures: [] });
      assert.deepEqual(tenant.sent(), []);
    });

    it("lets unknown values pass wherever they stand", async () => {
      const forms = [
        { ...checked, displayName: unknown, description: unknown, state: unknown },
        { ...checked, identitySources: unknown },
        { ...checked, identitySources: [unknown, wingtipDomain] },
        { ...checked, identitySources: [{ type: "domainIdentitySource", domainName: unknown }] },
        { ...checked, identitySources: [{ ...wingtipTenant, tenantId: unknown }, fabrikamTenant] },
      ];
      for (const form of forms) {
        assert.deepEqual(await tenant.host.check({}, form), { inputs: form, failures: [] });
      }
    });

    it("answers all failures at once, each with its path, the value and the rule", async () => {
      const { failures } = await tenant.host.check(
        {},
        {
          __provider: shim,
          displayName: "",
          state: "configurd",
          identitySources: [
            { type: "domainIdentitySource", domainName: "https://wingtiptoys.com/" },
            { type: "azureActiveDirectoryTenant", tenantId: "wingtip", domainName: "wingtiptoys.com" },
            { type: "domain", domainName: "wingtiptoys.com" },
          ],
          descripton: "Toy supplier",
        },
      );
      const kinds =
        "domainIdentitySource, azureActiveDirectoryTenant, crossCloudAzureActiveDirectoryTenant, externalDomainFederation, socialIdentitySource";
      const path = "identitySources";
      assert.deepEqual(
        failures.map(({ property, reason }) => [property, reason]),
        [
          ["displayName", 'Invalid value for displayName: "". It must not be empty.'],
          [
            "state",
            'Invalid value for state: "configurd". Allowed values are: configured, proposed. Did you mean configured?',
          ],
          [
            `${path}[0].domainName`,
            `Invalid value for ${path}[0].domainName: "https://wingtiptoys.com/". It must be a domain name such as contoso.com. Did you mean wingtiptoys.com?`,
          ],
          [
            `${path}[1].tenantId`,
            `Invalid value for ${path}[1].tenantId: "wingtip". It must be a GUID such as 2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20.`,
          ],
          [
            `${path}[1].domainName`,
            `Unknown property ${path}[1].domainName. Type azureActiveDirectoryTenant has: displayName, tenantId. It belongs to type domainIdentitySource.`,
          ],
          [`${path}[2].type`, `Invalid value for ${path}[2].type: "domain". Allowed values are: ${kinds}.`],
          ["descripton", "Unknown property descripton. Did you mean description?"],
        ],
      );
    });
  });

  describe("the life of an organization", () => {
    let made: Awaited<ReturnType<TenantHost["create"]>>;

    beforeEach(async () => {
      made = await tenant.create();
    });
    afterEach(async () => tenant.host.delete(made.id, made.outputs));

    it("is created by exactly one POST and one GET, with all outputs and text for dates", async () => {
      assert.deepEqual(tenant.sent(), ["POST", "GET"]);
      const [stored] = tenant.emulator.portal.list();
      const { createdDateTime, modifiedDateTime } = stored ?? {};
      assert.equal(typeof createdDateTime, "string");
      assert.deepEqual(
        [made.id, made.outputs],
        [
          stored?.id,
          {
            ...made.inputs,
            resolvedIdentitySources: [{ ...wingtipTenant, displayName: "Wingtip Toys" }],
            createdDateTime,
            modifiedDateTime,
            __schemaVersion: 1,
          },
        ],
      );
    });

    it("answers diff in three ways: none, by the inputs, and replacement with delete first", async () => {
      tenant.sent();
      const diff = (changes: object) => tenant.host.diff(made.id, made.outputs, { ...made.inputs, ...changes });
      const none = { changes: false, replaces: [], deleteBeforeReplace: false };
      const byInputs = { changes: undefined, replaces: [], deleteBeforeReplace: false };
      const replacement = { changes: undefined, replaces: ["identitySources"], deleteBeforeReplace: true };
      assert.deepEqual(await diff({}), none);
      assert.deepEqual(await diff({ identitySources: [wingtipTenant] }), none);
      assert.deepEqual(await diff({ displayName: "Wingtip" }), byInputs);
      assert.deepEqual(await diff({ description: unknown }), byInputs);
      assert.deepEqual(await diff({ identitySources: [wingtipDomain, fabrikamTenant] }), byInputs);
      assert.deepEqual(await diff({ identitySources: [wingtipDomain, unknown] }), byInputs);
      assert.deepEqual(await diff({ identitySources: [fabrikamTenant] }), replacement);
      assert.deepEqual(await diff({ identitySources: unknown }), replacement);
      assert.deepEqual(tenant.sent(), []);
    });

    it("answers read with the outputs, and with inputs that show what changed in the portal", async () => {
      const unchanged = await tenant.host.read(made.id, made.outputs);
      assert.deepEqual(unchanged, { id: made.id, properties: made.outputs, inputs: made.inputs });
      tenant.emulator.portal.patch(made.id, { description: "typed by hand", state: "proposed" });
      const { properties, inputs } = await tenant.host.read(made.id, made.outputs);
      const drift = { description: "typed by hand", state: "proposed" };
      const { modifiedDateTime } = tenant.emulator.portal.get(made.id) ?? {};
      assert.deepEqual(inputs, { ...made.inputs, ...drift });
      assert.deepEqual(properties, { ...made.outputs, ...drift, modifiedDateTime });
    });

    it("answers update with the full outputs", async () => {
      tenant.sent();
      const inputs = { ...made.inputs, displayName: "Wingtip", description: "" };
      const outputs = await tenant.host.update(made.id, made.outputs, inputs);
      const { modifiedDateTime } = tenant.emulator.portal.get(made.id) ?? {};
      assert.deepEqual(outputs, { ...made.outputs, ...inputs, modifiedDateTime });
      assert.deepEqual(tenant.sent(), ["PATCH", "GET"]);
    });

    it("answers a read of a deleted organization with an empty id, and deletes it twice", async () => {
      await tenant.host.delete(made.id, made.outputs);
      assert.deepEqual(await tenant.host.read(made.id, made.outputs), {
        id: "",
        properties: { __provider: shim },
        inputs: undefined,
      });
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
      const { __schemaVersion, ...older } = made.outputs;
      assert.deepEqual(await tenant.host.diff(made.id, older, made.inputs), {
        changes: false,
        replaces: [],
        deleteBeforeReplace: false,
      });
      assert.deepEqual(await tenant.host.read(made.id, older), {
        id: made.id,
        properties: made.outputs,
        inputs: made.inputs,
      });
      const renamed = { ...made.inputs, displayName: "Wingtip" };
      const updated = await tenant.host.update(made.id, older, renamed);
      const { modifiedDateTime } = tenant.emulator.portal.get(made.id) ?? {};
      assert.deepEqual(updated, { ...made.outputs, ...renamed, modifiedDateTime });
      await tenant.host.delete(made.id, older);
    });
  });
});
