// What the generated SDKs of every language are made from.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import schema from "../../plugin/schema.json";
import { secretNames, settingNames } from "../../provider/settings/setting-value";
import { pluginSchema, SCHEMA } from "../../tools/plugin-schema";

describe("plugin/schema.json", () => {
  it("says what the code says: `npm run docs` writes it", () => {
    assert.equal(readFileSync(SCHEMA, "utf8"), pluginSchema());
  });

  it("holds every setting, the secret ones as secrets, for the provider and for the stack", () => {
    const settings = Object.entries<object>(schema.provider.inputProperties);
    assert.deepEqual(settings.map(([name]) => name).toSorted(), Object.keys(settingNames).toSorted());
    assert.deepEqual(
      settings.filter(([, setting]) => "secret" in setting).map(([name]) => name),
      secretNames,
    );
    assert.deepEqual(schema.config.variables, schema.provider.inputProperties);
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
