/** The way of signing in that the settings describe. */
import assert from "node:assert/strict";
import { type Credential, describeCredential } from "../../../provider/settings/credential";
import type { SettingName } from "../../../provider/settings/setting-value";
import { app, clientId, type Given, given, missing, refusal, secret, settings, tenantId } from "./settings";

const requested = { requestUrl: "https://issuer.example/token", requestToken: "job", serviceConnectionId: undefined };
const request = { oidcRequestUrl: requested.requestUrl, oidcRequestToken: requested.requestToken };
const certificate = { clientCertificatePath: "/app.pem" };
const federated = (assertion: object) => ({ method: "federatedToken", ...app, assertion }) as Credential;
const ofApp = (what: string, tenant = tenantId) => `the ${what} of app ${clientId} in tenant ${tenant}`;

type Row = readonly [title: string, values: Given, credential: Credential, description: string];

/** Each way of signing in, in the order in which the first complete one wins. */
const methods: Row[] = [
  ["a token", { accessToken: "ready" }, { method: "accessToken", accessToken: "ready" }, "the given access token"],
  [
    "a certificate",
    { ...app, ...certificate },
    { method: "clientCertificate", ...app, path: "/app.pem", password: undefined },
    ofApp("certificate"),
  ],
  [
    "a secret",
    { ...app, clientSecret: secret },
    { method: "clientSecret", ...app, clientSecret: secret },
    ofApp("client secret"),
  ],
  ["a federated token", { ...app, oidcToken: "jwt" }, federated({ token: "jwt" }), ofApp("federated token")],
  ["a file with one", { ...app, oidcTokenFilePath: "/jwt" }, federated({ file: "/jwt" }), ofApp("federated token")],
  ["a pipeline's", { ...app, ...request, useOidc: "true" }, federated(requested), ofApp("federated token")],
  [
    "the machine's identity",
    { useMsi: "true" },
    { method: "managedIdentity", clientId: undefined },
    "the managed identity",
  ],
  ["the Azure CLI", { useCli: "true" }, { method: "azureCli", tenantId: undefined }, "the Azure CLI's sign-in"],
];

const contoso = "contoso.onmicrosoft.com";
const options: Row[] = [
  [
    "a certificate with a password",
    { ...app, ...certificate, clientCertificatePassword: secret },
    { method: "clientCertificate", ...app, path: "/app.pem", password: secret },
    ofApp("certificate"),
  ],
  [
    "a tenant by one of its domains",
    { clientId, tenantId: contoso, clientSecret: secret },
    { method: "clientSecret", clientId, tenantId: contoso, clientSecret: secret },
    ofApp("client secret", contoso),
  ],
  [
    "a user-assigned identity",
    { useMsi: "true", clientId },
    { method: "managedIdentity", clientId },
    `the managed identity ${clientId}`,
  ],
  [
    "the Azure CLI in a tenant",
    { useCli: "true", tenantId },
    { method: "azureCli", tenantId },
    `the Azure CLI's sign-in in tenant ${tenantId}`,
  ],
];

const chosen = (values: Given) => settings(given(values)).credential;

describe("the credential is", () => {
  for (const [title, values, credential, description] of [...methods, ...options]) {
    it(`${title}, and is called so in messages`, () => {
      assert.deepEqual([chosen(values), describeCredential(credential)], [credential, description]);
    });
  }

  it("the first of two that are complete, whatever the other lacks", () => {
    for (const [index, [title, values, credential]] of methods.entries()) {
      for (const [later, weaker] of methods.slice(index + 1)) {
        const both = chosen({ ...weaker, ...values });
        // An identity by itself takes the app's id, and the CLI the tenant's, when there is one.
        assert.deepEqual({ ...credential, ...(both && idsOf(both)) }, both, `${title} before ${later}`);
      }
    }
  });

  const token: Credential = { method: "accessToken", accessToken: "ready" };
  const ready = { ...app, ...request, oidcToken: "jwt", oidcTokenFilePath: "/jwt", useOidc: "false" };
  const rows: [title: string, values: Given, credential: Credential | undefined][] = [
    ["the token beside half a secret", { accessToken: "ready", clientSecret: secret }, token],
    ["the token beside a wrong id", { accessToken: "ready", clientId: "?" }, token],
    ["the token beside half a pipeline", { accessToken: "ready", useOidc: "true" }, token],
    ["the token beside half a certificate", { accessToken: "ready", ...certificate }, token],
    ["none of nothing", {}, undefined],
    ["none of a tenant", { tenantId }, undefined],
    ["none of an app's id", { clientId }, undefined],
    ["none of a tenant and an app's id", app, undefined],
    ["none when all is switched off", { ...app, useOidc: "false", useMsi: "false" }, undefined],
    ["no federated token when useOidc is false", ready, undefined],
    ["another when useOidc is false", { ...ready, useMsi: "true" }, { method: "managedIdentity", clientId }],
    ["none of a request URL alone, which every job of a pipeline has", { ...app, ...request }, undefined],
    ["another than a request URL alone", { ...app, ...request, useCli: "true" }, { method: "azureCli", tenantId }],
  ];
  for (const [title, values, credential] of rows) {
    it(title, () => assert.deepEqual(chosen(values), credential));
  }
});

describe("a half-filled credential", () => {
  const halves: [values: Given, given: string, missing: SettingName][] = [
    [certificate, "clientCertificatePath", "tenantId"],
    [{ ...certificate, tenantId }, "clientCertificatePath", "clientId"],
    [{ ...certificate, clientId }, "clientCertificatePath", "tenantId"],
    [{ ...app, clientCertificatePassword: secret }, "clientCertificatePassword", "clientCertificatePath"],
    [{ clientSecret: secret }, "clientSecret", "tenantId"],
    [{ clientSecret: secret, clientId }, "clientSecret", "tenantId"],
    [{ clientSecret: secret, tenantId }, "clientSecret", "clientId"],
    [{ oidcToken: secret, clientId }, "oidcToken", "tenantId"],
    [{ oidcToken: secret, tenantId }, "oidcToken", "clientId"],
    [{ oidcTokenFilePath: "/jwt", tenantId }, "oidcTokenFilePath", "clientId"],
    [{ ...app, useOidc: "true" }, "useOidc", "oidcRequestUrl"],
    [{ ...app, useOidc: "true", oidcRequestToken: secret }, "useOidc", "oidcRequestUrl"],
    [{ ...app, useOidc: "true", oidcRequestUrl: request.oidcRequestUrl }, "useOidc", "oidcRequestToken"],
    [{ ...request, useOidc: "true", clientId }, "useOidc", "tenantId"],
    [{ ...request, useOidc: "true", tenantId }, "useOidc", "clientId"],
  ];
  for (const [values, part, name] of halves) {
    it(`names what is missing: ${Object.keys(values).join(", ")} without ${name}`, () => {
      assert.equal(refusal(values), missing(part, name));
    });
  }

  it("is no better with an id of the wrong form", () => {
    const isTenant = "the tenant's GUID or one of its domains";
    const rows: [name: SettingName, value: string, rule: string][] = [
      ["tenantId", "contoso", isTenant],
      ["tenantId", `${tenantId}/../other`, isTenant],
      ["tenantId", "contoso.com?x", isTenant],
      ["clientId", "my-app", `a GUID such as ${tenantId}`],
    ];
    for (const [name, value, rule] of rows) {
      const refused = refusal({ ...app, clientSecret: secret, [name]: value });
      assert.equal(refused, `The setting ${name} must be ${rule}, not "${value}".`);
    }
  });
});

function idsOf(credential: Credential): Record<string, unknown> {
  if (credential.method === "managedIdentity") return { clientId: credential.clientId };
  return credential.method === "azureCli" ? { tenantId: credential.tenantId } : {};
}
