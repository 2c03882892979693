/** Which place decides how to sign in, and settings that name a variable instead of a value. */
import assert from "node:assert/strict";
import type { Credential } from "../../../provider/settings/credential";
import { app, explicit, given, refusal, secret, settings, type Values } from "./settings";

const other = { tenantId: "other.example", clientId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" };
const arm = { ARM_TENANT_ID: other.tenantId, ARM_CLIENT_ID: other.clientId };
const issuer = { requestUrl: "https://issuer.example/token", requestToken: "job", serviceConnectionId: undefined };
const job = { ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken };

describe("the method of signing in", () => {
  const secret = { method: "clientSecret", ...other, clientSecret: "shared" };
  const oidc: Credential = { method: "federatedToken", ...app, assertion: issuer };
  const rows: [title: string, environment: Values, config: Values, credential: object | undefined][] = [
    [
      "CONNECTEDORGS_USE_OIDC before ARM_CLIENT_SECRET",
      { ...given({ ...app, useOidc: "true" }), ARM_CLIENT_SECRET: "shared", ...job },
      {},
      oidc,
    ],
    [
      "connectedorgs:useOidc before ARM_CLIENT_SECRET",
      { ...given(app), ARM_CLIENT_SECRET: "shared", ...job },
      { "connectedorgs:useOidc": "true" },
      oidc,
    ],
    [
      "CONNECTEDORGS_CLIENT_SECRET before ARM_CLIENT_CERTIFICATE_PATH",
      { ...given({ ...app, clientSecret: "own" }), ARM_CLIENT_CERTIFICATE_PATH: "/shared.pem" },
      {},
      { method: "clientSecret", ...app, clientSecret: "own" },
    ],
    [
      "connectedorgs:clientSecret before CONNECTEDORGS variables that name none",
      given(app),
      { "connectedorgs:clientSecret": "own" },
      { method: "clientSecret", ...app, clientSecret: "own" },
    ],
    [
      "ARM_CLIENT_SECRET before AZURE_FEDERATED_TOKEN_FILE",
      { ...arm, ARM_CLIENT_SECRET: "shared", AZURE_FEDERATED_TOKEN_FILE: "/t" },
      {},
      secret,
    ],
    [
      "ARM_USE_MSI before azuread:clientSecret",
      { ARM_USE_MSI: "true" },
      { "azuread:clientSecret": "x" },
      { method: "managedIdentity", clientId: undefined },
    ],
    [
      "none that a more specific place switches off",
      { ...arm, ARM_USE_OIDC: "true", ...job, CONNECTEDORGS_USE_OIDC: "false" },
      {},
      undefined,
    ],
    [
      "none by the lone password of another tool's certificate",
      { ...arm, ARM_CLIENT_CERTIFICATE_PASSWORD: "shared" },
      {},
      undefined,
    ],
    [
      "another tool's certificate with its password",
      { ...arm, ARM_CLIENT_CERTIFICATE_PATH: "/shared.pem", ARM_CLIENT_CERTIFICATE_PASSWORD: "shared" },
      {},
      { method: "clientCertificate", ...other, path: "/shared.pem", password: "shared" },
    ],
  ];
  for (const [title, environment, config, credential] of rows) {
    it(`is that of the most specific place: ${title}`, () => {
      assert.deepEqual(settings(environment, config).credential, credential);
    });
  }

  it("is no certificate in a form that the sign-in library cannot read", () => {
    for (const path of ["/app.pfx", "/app.P12"]) {
      assert.equal(
        refusal({}, () => settings({ ...arm, ARM_CLIENT_CERTIFICATE_PATH: path })),
        `The setting clientCertificatePath must be a PEM file, not "${path}". Convert it with openssl pkcs12 -nodes.`,
      );
    }
  });
});

describe("a setting that names a variable", () => {
  it("stands for the variable's value, which Pulumi never sees", () => {
    const environment = { EUROPE_SECRET: "own", ARM_CLIENT_SECRET: "other" };
    assert.deepEqual(explicit({ ...app, clientSecretVariable: "EUROPE_SECRET" }, environment).credential, {
      method: "clientSecret",
      ...app,
      clientSecret: "own",
    });
    assert.deepEqual(explicit({ accessTokenVariable: "EUROPE_SECRET" }, environment).credential, {
      method: "accessToken",
      accessToken: "own",
    });
  });

  it("is no matter where a more specific place gives the value or names another variable", () => {
    const config = { "connectedorgs:clientSecretVariable": "UNSET" };
    for (const more of [
      { CONNECTEDORGS_CLIENT_SECRET: "own" },
      { CONNECTEDORGS_CLIENT_SECRET_VARIABLE: "EUROPE_SECRET", EUROPE_SECRET: "own" },
    ])
      assert.deepEqual(settings({ ...given(app), ...more }, config).credential, {
        method: "clientSecret",
        ...app,
        clientSecret: "own",
      });
  });

  it("is refused when the variable holds nothing, and beside the value itself", () => {
    assert.deepEqual(
      [
        refusal({ ...app, clientSecretVariable: "EUROPE_SECRET" }, (args) => explicit(args, { EUROPE_SECRET: " " })),
        refusal({ ...app, clientSecretVariable: secret }, (args) => explicit(args)),
        refusal({ ...app, clientSecret: "own", clientSecretVariable: "EUROPE_SECRET" }, (args) => explicit(args)),
      ],
      [
        `The setting clientSecretVariable must be the name of an environment variable that is set, not "EUROPE_SECRET".`,
        "The setting clientSecretVariable must be the name of an environment variable that is set. It is not shown, as it may be a secret.",
        "Only one of clientSecret or clientSecretVariable can be provided.",
      ],
    );
  });
});
