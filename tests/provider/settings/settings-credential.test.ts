import assert from "node:assert/strict";
import fc from "fast-check";
import { type Credential, describeCredential } from "../../../provider/settings/credential";
import { settingNames } from "../../../provider/settings/setting-value";
import { app, clientId, type Given, given, refusal, secret, settings, tenantId, type Values } from "./settings";

const requested = { requestUrl: "https://issuer.example/token", requestToken: "job", serviceConnectionId: undefined };
const request = { oidcRequestUrl: requested.requestUrl, oidcRequestToken: requested.requestToken };
const certificate = { clientCertificatePath: "/app.pem" };

/** Each way of signing in, in the order in which the first whole one wins. */
const methods: [title: string, values: Given, credential: Credential, description: string][] = [
  ["a token", { accessToken: "ready" }, { method: "accessToken", accessToken: "ready" }, "the given access token"],
  [
    "a certificate",
    { ...app, ...certificate },
    { method: "clientCertificate", ...app, path: "/app.pem", password: undefined },
    `the certificate of app ${clientId} in tenant ${tenantId}`,
  ],
  [
    "a secret",
    { ...app, clientSecret: secret },
    { method: "clientSecret", ...app, clientSecret: secret },
    `the client secret of app ${clientId} in tenant ${tenantId}`,
  ],
  [
    "a federated token",
    { ...app, oidcToken: "jwt" },
    { method: "federatedToken", ...app, assertion: { token: "jwt" } },
    `the federated token of app ${clientId} in tenant ${tenantId}`,
  ],
  [
    "a file with a federated token",
    { ...app, oidcTokenFilePath: "/jwt" },
    { method: "federatedToken", ...app, assertion: { file: "/jwt" } },
    `the federated token of app ${clientId} in tenant ${tenantId}`,
  ],
  [
    "a pipeline's federated token",
    { ...app, ...request, useOidc: "true" },
    { method: "federatedToken", ...app, assertion: requested },
    `the federated token of app ${clientId} in tenant ${tenantId}`,
  ],
  [
    "the machine's identity",
    { useMsi: "true" },
    { method: "managedIdentity", clientId: undefined },
    "the managed identity",
  ],
  ["the Azure CLI", { useCli: "true" }, { method: "azureCli", tenantId: undefined }, "the Azure CLI's sign-in"],
];

/** Wholes with an option of theirs, and those that a machine sets up by itself. */
const others: [title: string, environment: Values, credential: Credential, description: string][] = [
  [
    "a certificate with a password",
    given({ ...app, ...certificate, clientCertificatePassword: secret }),
    { method: "clientCertificate", ...app, path: "/app.pem", password: secret },
    `the certificate of app ${clientId} in tenant ${tenantId}`,
  ],
  [
    "a tenant by one of its domains",
    given({ clientId, tenantId: "contoso.onmicrosoft.com", clientSecret: secret }),
    { method: "clientSecret", clientId, tenantId: "contoso.onmicrosoft.com", clientSecret: secret },
    `the client secret of app ${clientId} in tenant contoso.onmicrosoft.com`,
  ],
  [
    "a user-assigned identity",
    given({ useMsi: "true", clientId }),
    { method: "managedIdentity", clientId },
    `the managed identity ${clientId}`,
  ],
  [
    "the Azure CLI in a tenant",
    given({ useCli: "true", tenantId }),
    { method: "azureCli", tenantId },
    `the Azure CLI's sign-in in tenant ${tenantId}`,
  ],
  [
    "GitHub Actions",
    {
      ...given({ ...app, useOidc: "true" }),
      ACTIONS_ID_TOKEN_REQUEST_URL: requested.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requested.requestToken,
    },
    { method: "federatedToken", ...app, assertion: requested },
    `the federated token of app ${clientId} in tenant ${tenantId}`,
  ],
  [
    "Azure Pipelines",
    {
      ARM_TENANT_ID: tenantId,
      ARM_CLIENT_ID: clientId,
      ARM_USE_OIDC: "true",
      SYSTEM_OIDCREQUESTURI: requested.requestUrl,
      SYSTEM_ACCESSTOKEN: requested.requestToken,
      AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: "connection",
    },
    { method: "federatedToken", ...app, assertion: { ...requested, serviceConnectionId: "connection" } },
    `the federated token of app ${clientId} in tenant ${tenantId}`,
  ],
  [
    "AKS workload identity",
    {
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_FEDERATED_TOKEN_FILE: "/var/run/secrets/azure/tokens/azure-identity-token",
      AZURE_AUTHORITY_HOST: "https://login.microsoftonline.com/",
    },
    {
      method: "federatedToken",
      ...app,
      assertion: { file: "/var/run/secrets/azure/tokens/azure-identity-token" },
    },
    `the federated token of app ${clientId} in tenant ${tenantId}`,
  ],
];

const chosen = (environment: Values) => settings(environment).credential;

describe("the credential is", () => {
  const all = [...methods.map(([title, values, ...rest]) => [title, given(values), ...rest] as const), ...others];
  for (const [title, environment, credential, description] of all) {
    it(`${title}, and is called so in messages`, () => {
      assert.deepEqual(chosen(environment), credential);
      assert.equal(describeCredential(credential), description);
    });
  }

  it("the first of two that are whole, whatever the other lacks", () => {
    for (const [index, [title, values, credential]] of methods.entries()) {
      for (const [later, weaker] of methods.slice(index + 1)) {
        const both = chosen(given({ ...weaker, ...values }));
        // An identity by itself takes the app's id, and the CLI the tenant's, when there is one.
        assert.deepEqual({ ...credential, ...(both && idsOf(both)) }, both, `${title} before ${later}`);
      }
    }
  });

  it("the token, whatever else is half given or wrong", () => {
    const token = { method: "accessToken", accessToken: "ready" };
    for (const rest of [{ clientSecret: secret }, { clientId: "?" }, { useOidc: "true" }, certificate]) {
      assert.deepEqual(chosen(given({ accessToken: "ready", ...rest })), token);
    }
  });

  it("none without a secret of any kind, or with everything switched off", () => {
    for (const values of [{}, { tenantId }, { clientId }, app, { ...app, useOidc: "false", useMsi: "false" }]) {
      assert.equal(chosen(given(values)), undefined);
    }
  });

  it("no federated token when useOidc is false, however much of it lies ready", () => {
    const ready = { ...app, ...request, oidcToken: "jwt", oidcTokenFilePath: "/jwt", useOidc: "false" };
    assert.equal(chosen(given(ready)), undefined);
    assert.deepEqual(chosen(given({ ...ready, useMsi: "true" })), { method: "managedIdentity", clientId });
  });

  it("no federated token by a request URL alone, which lies ready in every job of a pipeline", () => {
    assert.equal(chosen(given({ ...app, ...request })), undefined);
    assert.deepEqual(chosen(given({ ...app, ...request, useCli: "true" })), { method: "azureCli", tenantId });
  });
});

describe("a half-filled credential", () => {
  const halves: [values: Given, given: string, missing: keyof typeof settingNames][] = [
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
  for (const [values, name, missing] of halves) {
    it(`names what is missing: ${Object.keys(values).join(", ")} without ${missing}`, () => {
      const variable = `CONNECTEDORGS_${missing.replace(/[A-Z]/g, "_$&").toUpperCase()}`;
      assert.equal(
        refusal(() => settings(given(values))),
        `The setting ${name} is given, but ${missing} is missing. Set ${variable} or the stack configuration connectedorgs:${missing}; with an explicit provider, its argument ${missing}.`,
      );
    });
  }

  it("is no better with an id that is none", () => {
    const refused = (values: Given) => refusal(() => settings(given({ ...app, clientSecret: secret, ...values })));
    assert.deepEqual(
      [
        refused({ tenantId: "contoso" }),
        refused({ tenantId: `${tenantId}/../other` }),
        refused({ tenantId: "contoso.com?x" }),
        refused({ clientId: "my-app" }),
      ],
      [
        `Invalid value for the setting tenantId: "contoso". It must be the tenant's GUID or one of its domains.`,
        `Invalid value for the setting tenantId: "${tenantId}/../other". It must be the tenant's GUID or one of its domains.`,
        `Invalid value for the setting tenantId: "contoso.com?x". It must be the tenant's GUID or one of its domains.`,
        `Invalid value for the setting clientId: "my-app". It must be a GUID such as ${tenantId}.`,
      ],
    );
  });
});

describe("an error about settings", () => {
  it("never holds a secret or a token", () => {
    const secrets = fc.constantFrom(
      ...(["clientSecret", "clientCertificatePassword", "oidcToken", "oidcRequestToken", "accessToken"] as const),
    );
    const wrong = fc.constantFrom("", "x", "http://x", "https://a.example", tenantId, "true");
    const rest = fc.dictionary(fc.constantFrom(...Object.keys(settingNames)), wrong);
    fc.assert(
      fc.property(rest, secrets, (values, name) => {
        try {
          settings(given({ ...values, [name]: secret }));
        } catch (error) {
          assert.ok(error instanceof Error && !error.message.includes(secret));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function idsOf(credential: Credential): Record<string, unknown> {
  if (credential.method === "managedIdentity") return { clientId: credential.clientId };
  return credential.method === "azureCli" ? { tenantId: credential.tenantId } : {};
}
