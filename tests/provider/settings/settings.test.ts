/** Where each setting is looked for, and which place wins. */
import assert from "node:assert/strict";
import { type SettingName, settingNames, variableOf } from "../../../provider/settings/setting-value";
import type { Settings } from "../../../provider/settings/settings";
import { table, words } from "../../support/table";
import { app, clientId, defaults, type Given, given, secret, settings, tenantId, type Values } from "./settings";

/** What is read beside the package's own variable and stack configuration, the strongest first. */
const elsewhere = table(`
  setting                   | places
  tenantId                  | ARM_TENANT_ID AZURE_TENANT_ID azuread:tenantId
  clientId                  | ARM_CLIENT_ID AZURE_CLIENT_ID azuread:clientId
  clientSecret              | ARM_CLIENT_SECRET AZURE_CLIENT_SECRET azuread:clientSecret
  clientCertificatePath     | ARM_CLIENT_CERTIFICATE_PATH AZURE_CLIENT_CERTIFICATE_PATH azuread:clientCertificatePath
  clientCertificatePassword | ARM_CLIENT_CERTIFICATE_PASSWORD AZURE_CLIENT_CERTIFICATE_PASSWORD azuread:clientCertificatePassword
  useOidc                   | ARM_USE_OIDC azuread:useOidc
  oidcToken                 | ARM_OIDC_TOKEN azuread:oidcToken
  oidcTokenFilePath         | ARM_OIDC_TOKEN_FILE_PATH AZURE_FEDERATED_TOKEN_FILE azuread:oidcTokenFilePath
  oidcRequestUrl            | ARM_OIDC_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_URL SYSTEM_OIDCREQUESTURI azuread:oidcRequestUrl
  oidcRequestToken          | ARM_OIDC_REQUEST_TOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN SYSTEM_ACCESSTOKEN azuread:oidcRequestToken
  oidcServiceConnectionId   | ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID ARM_OIDC_AZURE_SERVICE_CONNECTION_ID AZURESUBSCRIPTION_SERVICE_CONNECTION_ID
  useMsi                    | ARM_USE_MSI azuread:useMsi
  useCli                    | ARM_USE_CLI azuread:useCli
  accessToken               |
  environment               | ARM_ENVIRONMENT azuread:environment
  graphEndpoint             |
  authorityHost             | AZURE_AUTHORITY_HOST
  apiVersion                |
  timeoutSeconds            |
  maxConcurrency            |
  previewChecks             |
  protectInUse              |
`);

/** Two values that can be told apart in what is read, what they need beside them, and what is read of them. */
type Sample = readonly [values: [string, string], beside: Given, read: (all: Settings) => unknown];

const fromCredential = (key: string) => (all: Settings) => Object(all.credential)[key];
const fromAssertion = (key: string) => (all: Settings) => Object(fromCredential("assertion")(all))[key];
const uses = (method: string) => (all: Settings) => String(all.credential?.method === method);
const pipeline = { ...app, useOidc: "true", oidcRequestUrl: "https://issuer.example", oidcRequestToken: "job" };
const certificate = { ...app, clientCertificatePath: "app.pem" };
const urls: [string, string] = ["https://one.example", "https://two.example"];
const tokens: [string, string] = ["one", "two"];
const states: [string, string] = ["true", "false"];

/** Settings that name a variable: see method.test.ts. */
type Naming = `${string}Variable`;

const samples: Record<Exclude<SettingName, Naming>, Sample> = {
  tenantId: [["one.example", "two.example"], { clientSecret: secret, clientId }, fromCredential("tenantId")],
  clientId: [[clientId, tenantId], { clientSecret: secret, tenantId }, fromCredential("clientId")],
  clientSecret: [tokens, app, fromCredential("clientSecret")],
  clientCertificatePath: [tokens, app, fromCredential("path")],
  clientCertificatePassword: [tokens, certificate, fromCredential("password")],
  useOidc: [states, { ...pipeline, useOidc: "" }, uses("federatedToken")],
  oidcToken: [tokens, app, fromAssertion("token")],
  oidcTokenFilePath: [tokens, app, fromAssertion("file")],
  oidcRequestUrl: [urls, { ...pipeline, oidcRequestUrl: "" }, fromAssertion("requestUrl")],
  oidcRequestToken: [tokens, { ...pipeline, oidcRequestToken: "" }, fromAssertion("requestToken")],
  oidcServiceConnectionId: [tokens, pipeline, fromAssertion("serviceConnectionId")],
  useMsi: [states, {}, uses("managedIdentity")],
  useCli: [states, {}, uses("azureCli")],
  accessToken: [tokens, {}, fromCredential("accessToken")],
  environment: [["china", "dod"], {}, ({ graphRoot }) => /china|dod/.exec(graphRoot)?.[0]],
  graphEndpoint: [urls, {}, (all) => all.graphEndpoint],
  authorityHost: [urls, {}, (all) => all.authorityHost],
  apiVersion: [["beta", "v1.0"], {}, (all) => all.apiVersion],
  timeoutSeconds: [["60", "90"], {}, (all) => String(all.timeoutSeconds)],
  maxConcurrency: [["4", "8"], {}, (all) => String(all.maxConcurrency)],
  previewChecks: [states, {}, (all) => String(all.previewChecks)],
  protectInUse: [["warn", "refuse"], {}, (all) => all.protectInUse],
};

/** The settings with these values at these places: variables, or keys of the stack configuration. */
function settingsWith(beside: Given, places: Values): Settings {
  const entries = Object.entries(places);
  const isKey = ([place]: [string, unknown]) => place.includes(":");
  const environment = Object.fromEntries(entries.filter((entry) => !isKey(entry)));
  return settings({ ...given(beside), ...environment }, Object.fromEntries(entries.filter(isKey)));
}

describe("a setting", () => {
  for (const { setting, places: others = "" } of elsewhere) {
    const name = setting as Exclude<SettingName, Naming>;
    const variable = `CONNECTEDORGS_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
    const places = [variable, `connectedorgs:${name}`, ...words(others)];
    const [values, beside, read] = samples[name];

    it(`${name} is read from ${places.join(", ")}, the first of any two that is not empty`, () => {
      for (const [index, first] of places.entries()) {
        assert.equal(read(settingsWith(beside, { [first]: values[0] })), values[0], first);
        for (const second of places.slice(index + 1)) {
          for (const [one, two] of [values, values.toReversed()] as [string, string][]) {
            const both = settingsWith(beside, { [first]: one, [second]: two });
            assert.equal(read(both), one, `${first} before ${second}`);
          }
          const empty = settingsWith(beside, { [first]: " ", [second]: values[0] });
          assert.equal(read(empty), values[0], `${first} empty, ${second}`);
        }
      }
    });

    it(`${name} is read from no other place`, () => {
      const { variables = [], azuread } = settingNames[name] as { variables?: readonly string[]; azuread?: true };
      assert.equal(variableOf(name), variable);
      assert.deepEqual([...variables, ...(azuread ? [`azuread:${name}`] : [])], words(others));
    });
  }

  it("is in the table, whatever its name", () => {
    assert.deepEqual(
      elsewhere.map(({ setting }) => setting),
      Object.keys(settingNames).filter((name) => !name.endsWith("Variable")),
    );
  });

  it("has a default, and no credential is no error", () => {
    assert.deepEqual(settings({}), defaults);
    assert.deepEqual(settings({ ARM_TENANT_ID: "", CONNECTEDORGS_ACCESS_TOKEN: " " }), defaults);
  });
});
