// What the generated SDKs of every language are made from.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import schema from "../../plugin/schema.json";
import { secretNames, settingNames } from "../../provider/settings/setting-value";
import * as choices from "../../sdk/choices";
import { pluginSchema, SCHEMA } from "../../tools/plugin-schema";

describe("plugin/schema.json", () => {
  it("says what the code says: `npm run docs` writes it", () => {
    assert.equal(readFileSync(SCHEMA, "utf8"), pluginSchema());
  });

  it("holds every setting, the secret ones as secrets, for the provider and for the stack", () => {
    const settings = Object.entries<Record<string, unknown>>(schema.provider.inputProperties);
    assert.deepEqual(settings.map(([name]) => name).toSorted(), Object.keys(settingNames).toSorted());
    assert.deepEqual(
      settings.filter(([, setting]) => "secret" in setting).map(([name]) => name),
      secretNames,
    );
    const asTexts = settings.map(([name, { $ref, ...rest }]) => [name, $ref ? { type: "string", ...rest } : rest]);
    assert.deepEqual(schema.config.variables, Object.fromEntries(asTexts));
  });

  it("lists the clouds and versions under the names that they have in TypeScript", () => {
    for (const [name, choice] of Object.entries(choices)) {
      const { [`connectedorgs:index:${name}`]: listed } = schema.types as Record<string, { enum?: unknown }>;
      assert.deepEqual(
        listed?.enum,
        Object.entries(choice).map(([name, value]) => ({ name, value })),
      );
    }
  });

  it("describes the sources as one object that says which kind takes what", () => {
    const { properties, required } = schema.types["connectedorgs:index:IdentitySource"];
    assert.deepEqual(required, ["type"]);
    assert.match(
      properties.tenantId.description,
      / Required for `azureActiveDirectoryTenant` and `crossCloudAzureActiveDirectoryTenant`, and allowed only there\.$/,
    );
    assert.match(properties.domainName.description, /^For `domainIdentitySource`: .* For `externalDomainFederation`: /);
    assert.match(properties.displayName.description, /^[^`]*Defaults to the domain name, the tenant id or the kind\.$/);
  });
});
