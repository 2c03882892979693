import assert from "node:assert/strict";
import { type SettingName, settingNames, variableOf } from "../../../provider/settings/setting-value";
import type { Settings } from "../../../provider/settings/settings";
import { app, clientId, defaults, type Given, given, secret, settings, tenantId, type Values } from "./settings";

/** The places of one setting, the strongest first, each as what to put where. */
function placesOf(name: SettingName): { place: string; set(value: string): { environment: Values; config: Values } }[] {
  const { variables = [], azuread } = settingNames[name] as { variables?: readonly string[]; azuread?: true };
  const variable = (key: string) => ({
    place: key,
    set: (value: string) => ({ environment: { [key]: value }, config: {} }),
  });
  const key = (place: string) => ({ place, set: (value: string) => ({ environment: {}, config: { [place]: value } }) });
  return [
    variable(variableOf(name)),
    key(`connectedorgs:${name}`),
    ...variables.map(variable),
    ...(azuread ? [key(`azuread:${name}`)] : []),
  ];
}

interface Sample {
  /** Two that can be told apart in what is read. */
  readonly values: [string, string];
  readonly with?: Given;
  readonly read: (all: Settings) => unknown;
}

const credential = (all: Settings): Record<string, unknown> => ({ ...all.credential });
const assertion = (all: Settings) => credential(all)["assertion"] as Record<string, unknown>;
const method = (all: Settings) => credential(all)["method"];
const pipeline = { ...app, useOidc: "true", oidcRequestUrl: "https://issuer.example", oidcRequestToken: "job" };

const samples: Record<SettingName, Sample> = {
  tenantId: {
    values: ["one.example", "two.example"],
    with: { clientSecret: secret, clientId },
    read: (all) => credential(all)["tenantId"],
  },
  clientId: {
    values: [clientId, tenantId],
    with: { clientSecret: secret, tenantId },
    read: (all) => credential(all)["clientId"],
  },
  clientSecret: { values: ["one", "two"], with: app, read: (all) => credential(all)["clientSecret"] },
  clientCertificatePath: { values: ["one.pem", "two.pem"], with: app, read: (all) => credential(all)["path"] },
  clientCertificatePassword: {
    values: ["one", "two"],
    with: { ...app, clientCertificatePath: "app.pem" },
    read: (all) => credential(all)["password"],
  },
  useOidc: {
    values: ["true", "false"],
    with: { ...pipeline, useOidc: "" },
    read: (all) => String(method(all) === "federatedToken"),
  },
  oidcToken: { values: ["one", "two"], with: app, read: (all) => assertion(all)["token"] },
  oidcTokenFilePath: { values: ["one.jwt", "two.jwt"], with: app, read: (all) => assertion(all)["file"] },
  oidcRequestUrl: {
    values: ["https://one.example", "https://two.example"],
    with: { ...pipeline, oidcRequestUrl: "" },
    read: (all) => assertion(all)["requestUrl"],
  },
  oidcRequestToken: {
    values: ["one", "two"],
    with: { ...pipeline, oidcRequestToken: "" },
    read: (all) => assertion(all)["requestToken"],
  },
  oidcServiceConnectionId: {
    values: ["one", "two"],
    with: pipeline,
    read: (all) => assertion(all)["serviceConnectionId"],
  },
  useMsi: { values: ["true", "false"], read: (all) => String(method(all) === "managedIdentity") },
  useCli: { values: ["true", "false"], read: (all) => String(method(all) === "azureCli") },
  accessToken: { values: ["one", "two"], read: (all) => credential(all)["accessToken"] },
  environment: {
    values: ["china", "dod"],
    read: ({ graphRoot }) => (graphRoot.includes("china") ? "china" : graphRoot.includes("dod-") && "dod"),
  },
  graphEndpoint: { values: ["https://one.example", "https://two.example"], read: (all) => all.graphEndpoint },
  authorityHost: { values: ["https://one.example", "https://two.example"], read: (all) => all.authorityHost },
  apiVersion: { values: ["beta", "v1.0"], read: (all) => all.apiVersion },
  timeoutSeconds: { values: ["60", "90"], read: (all) => String(all.timeoutSeconds) },
  maxConcurrency: { values: ["4", "8"], read: (all) => String(all.maxConcurrency) },
  previewChecks: { values: ["true", "false"], read: (all) => String(all.previewChecks) },
};

describe("a setting", () => {
  for (const name of Object.keys(samples) as SettingName[]) {
    const { values, with: more = {}, read } = samples[name];
    const others = given(more);
    const places = placesOf(name);
    const pairs = places.flatMap((first, index) => places.slice(index + 1).map((second) => [first, second] as const));

    it(`${name} is read from ${places.map(({ place }) => place).join(", ")}, the first of any two`, () => {
      for (const { place, set } of places) {
        const { environment, config } = set(values[0]);
        assert.equal(read(settings({ ...others, ...environment }, config)), values[0], place);
      }
      for (const [first, second] of pairs) {
        for (const [one, two] of [values, [...values].reverse()] as [string, string][]) {
          const [strong, weak] = [first.set(one), second.set(two)];
          const environment = { ...others, ...weak.environment, ...strong.environment };
          const all = settings(environment, { ...weak.config, ...strong.config });
          assert.equal(read(all), one, `${first.place} before ${second.place}`);
        }
      }
    });

    it(`${name} counts as absent where it is empty`, () => {
      for (const [first, second] of pairs) {
        const [empty, full] = [first.set(" "), second.set(values[0])];
        const environment = { ...others, ...full.environment, ...empty.environment };
        assert.equal(read(settings(environment, { ...full.config, ...empty.config })), values[0], first.place);
      }
    });
  }

  it("is looked for where azuread, the pipelines and Microsoft's own tools look, by their names", () => {
    const others = (Object.keys(settingNames) as SettingName[]).map((name) => [
      name,
      placesOf(name)
        .slice(2)
        .map(({ place }) => place),
    ]);
    assert.deepEqual(Object.fromEntries(others), {
      tenantId: ["ARM_TENANT_ID", "AZURE_TENANT_ID", "azuread:tenantId"],
      clientId: ["ARM_CLIENT_ID", "AZURE_CLIENT_ID", "azuread:clientId"],
      clientSecret: ["ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET", "azuread:clientSecret"],
      clientCertificatePath: [
        "ARM_CLIENT_CERTIFICATE_PATH",
        "AZURE_CLIENT_CERTIFICATE_PATH",
        "azuread:clientCertificatePath",
      ],
      clientCertificatePassword: [
        "ARM_CLIENT_CERTIFICATE_PASSWORD",
        "AZURE_CLIENT_CERTIFICATE_PASSWORD",
        "azuread:clientCertificatePassword",
      ],
      useOidc: ["ARM_USE_OIDC", "azuread:useOidc"],
      oidcToken: ["ARM_OIDC_TOKEN", "azuread:oidcToken"],
      oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE", "azuread:oidcTokenFilePath"],
      oidcRequestUrl: [
        "ARM_OIDC_REQUEST_URL",
        "ACTIONS_ID_TOKEN_REQUEST_URL",
        "SYSTEM_OIDCREQUESTURI",
        "azuread:oidcRequestUrl",
      ],
      oidcRequestToken: [
        "ARM_OIDC_REQUEST_TOKEN",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        "SYSTEM_ACCESSTOKEN",
        "azuread:oidcRequestToken",
      ],
      oidcServiceConnectionId: [
        "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
        "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
      ],
      useMsi: ["ARM_USE_MSI", "azuread:useMsi"],
      useCli: ["ARM_USE_CLI", "azuread:useCli"],
      accessToken: [],
      environment: ["ARM_ENVIRONMENT", "azuread:environment"],
      graphEndpoint: [],
      authorityHost: ["AZURE_AUTHORITY_HOST"],
      apiVersion: [],
      timeoutSeconds: [],
      maxConcurrency: [],
      previewChecks: [],
    });
    assert.equal(placesOf("clientSecret")[0]?.place, "CONNECTEDORGS_CLIENT_SECRET");
  });

  it("has a default, and no credential is no error", () => {
    assert.deepEqual(settings({}), defaults);
    assert.deepEqual(settings({ ARM_TENANT_ID: "", CONNECTEDORGS_ACCESS_TOKEN: " " }), defaults);
  });
});
