/** Whose identity it is: never one that is put together from several places. */
import assert from "node:assert/strict";
import type { Credential } from "../../../provider/settings/credential";
import { app, clientId, explicit, type Given, given, refusal, settings, tenantId, type Values } from "./settings";

const other = { tenantId: "other.example", clientId: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20" };
const arm = { ARM_TENANT_ID: other.tenantId, ARM_CLIENT_ID: other.clientId };
const issuer = { requestUrl: "https://issuer.example/token", requestToken: "job", serviceConnectionId: undefined };
const job = { ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken };

describe("an explicit provider with any part of an identity", () => {
  const alone: [args: Given, environment: Values][] = [
    [{ tenantId }, { ARM_USE_MSI: "true" }],
    [{ tenantId }, { ...arm, ARM_CLIENT_SECRET: "other" }],
    [{ clientId }, { ...arm, ARM_CLIENT_SECRET: "other" }],
    [app, { ...arm, ARM_CLIENT_SECRET: "other" }],
    [app, { ARM_USE_CLI: "true", ARM_OIDC_TOKEN: "other", AZURE_FEDERATED_TOKEN_FILE: "/other" }],
    [app, { CONNECTEDORGS_ACCESS_TOKEN: "other" }],
  ];
  for (const [args, environment] of alone) {
    it(`has no credential but its own: ${Object.keys(args)} beside ${Object.keys(environment)}`, () => {
      assert.equal(explicit(args, environment).credential, undefined);
    });
  }

  it("takes nothing but the issuer of an OIDC token from the job", () => {
    const environment = { ...arm, ARM_CLIENT_SECRET: "other", CONNECTEDORGS_ENVIRONMENT: "china", ...job };
    const { credential, graphRoot } = explicit({ ...app, useOidc: "true" }, environment);
    assert.deepEqual(credential, { method: "federatedToken", ...app, assertion: issuer });
    assert.equal(graphRoot, "https://graph.microsoft.com");
  });

  for (const name of ["accessToken", "tenantId", "clientId", "clientSecret", "clientCertificatePath"] as const) {
    it(`is refused with an empty ${name}, which would be looked for elsewhere`, () => {
      for (const value of ["", " "]) {
        assert.equal(
          refusal({ ...app, clientSecret: "own", [name]: value }, (args) =>
            explicit(args, { ...arm, ARM_CLIENT_SECRET: "other" }),
          ),
          `The argument ${name} of the explicit provider is empty. Give it a value, or leave it out.`,
        );
      }
    });
  }
});

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

  it("is refused when the variable holds nothing, and beside the value itself", () => {
    assert.deepEqual(
      [
        refusal({ ...app, clientSecretVariable: "EUROPE_SECRET" }, (args) => explicit(args, { EUROPE_SECRET: " " })),
        refusal({ ...app, clientSecret: "own", clientSecretVariable: "EUROPE_SECRET" }, (args) => explicit(args)),
      ],
      [
        `The setting clientSecretVariable must be the name of an environment variable that is set, not "EUROPE_SECRET".`,
        "Only one of clientSecret or clientSecretVariable can be provided.",
      ],
    );
  });
});
