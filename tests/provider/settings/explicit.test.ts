/** The settings of an explicit provider: its identity is all its own, and the rest comes from the environment. */
import assert from "node:assert/strict";
import { type SettingName, settingNames, variableOf } from "../../../provider/settings/setting-value";
import type { Settings } from "../../../provider/settings/settings";
import { clientId, defaults, explicit, type Given, missing, refusal, type Values } from "./settings";

const own = { tenantId: "own.example", clientId };
const surroundings = {
  CONNECTEDORGS_TENANT_ID: "other.example",
  ARM_CLIENT_ID: "2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20",
  AZURE_CLIENT_SECRET: "other secret",
  CONNECTEDORGS_ENVIRONMENT: "china",
  CONNECTEDORGS_GRAPH_ENDPOINT: "https://other.example",
  CONNECTEDORGS_API_VERSION: "beta",
};

describe("an explicit provider", () => {
  it("takes from the environment what it leaves out", () => {
    const { credential, graphRoot, timeoutSeconds } = explicit({ timeoutSeconds: "60" }, surroundings);
    assert.deepEqual(credential, {
      method: "clientSecret",
      tenantId: "other.example",
      clientId: surroundings.ARM_CLIENT_ID,
      clientSecret: "other secret",
    });
    assert.deepEqual([graphRoot, timeoutSeconds], ["https://microsoftgraph.chinacloudapi.cn", 60]);
  });

  it("with a cloud of its own takes neither the rest of the cloud nor a ready token from the environment", () => {
    const outside = { CONNECTEDORGS_AUTHORITY_HOST: "https://other.example", CONNECTEDORGS_ACCESS_TOKEN: "other" };
    const { authorityHost, credential } = explicit({ environment: "china" }, { ...surroundings, ...outside });
    assert.equal(authorityHost, "https://login.chinacloudapi.cn");
    assert.equal(credential?.method, "clientSecret");
  });

  it("wins over the variable of the same name for every setting it gives", () => {
    const { apiVersion, timeoutSeconds, maxConcurrency, graphRoot } = explicit(
      { apiVersion: "v1.0", timeoutSeconds: "60", maxConcurrency: "4", environment: "dod" },
      { ...surroundings, CONNECTEDORGS_TIMEOUT_SECONDS: "90", CONNECTEDORGS_MAX_CONCURRENCY: "8" },
    );
    assert.deepEqual(
      [apiVersion, timeoutSeconds, maxConcurrency, graphRoot],
      ["v1.0", 60, 4, "https://dod-graph.microsoft.us"],
    );
  });
});

/** Every setting's value for another tenant, in every variable that is read for it. */
const everyVariable = Object.fromEntries(
  (Object.keys(settingNames) as SettingName[]).flatMap((name) => {
    // Beside the value itself the name of its variable is refused.
    if (name.endsWith("Variable")) return [];
    const { variables = [] } = settingNames[name] as { variables?: readonly string[] };
    const ruled: Given = {
      timeoutSeconds: "60",
      maxConcurrency: "4",
      apiVersion: "beta",
      environment: "china",
      protectInUse: "warn",
    };
    const value =
      ruled[name] ??
      (/^(use|preview)/.test(name) ? "true" : /Host|Endpoint/.test(name) ? "https://o.example" : "other");
    return [variableOf(name), ...variables].map((variable) => [variable, value]);
  }),
);

const among = (environment: Values) => (args: Given) => explicit(args, environment);

describe("an explicit provider with one part of a credential of its own, where every variable speaks of another,", () => {
  const alone: [part: SettingName, value: string, missing: SettingName][] = [
    ["clientSecret", "own", "tenantId"],
    ["clientCertificatePath", "/own.pem", "tenantId"],
    ["clientCertificatePassword", "own", "clientCertificatePath"],
    ["oidcToken", "own", "tenantId"],
    ["oidcTokenFilePath", "/own.jwt", "tenantId"],
  ];
  for (const [part, value, name] of alone) {
    it(`takes the rest from nowhere: ${part}`, () => {
      assert.equal(refusal({ [part]: value }, among(everyVariable)), missing(part, name));
    });
  }

  it("takes from the job where its token is issued, and nothing that chooses tenant, app or cloud", () => {
    const issuer = { requestUrl: "https://token.actions.example/request", requestToken: "job" };
    const job = {
      ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: issuer.requestToken,
      ARM_TENANT_ID: "another",
      ARM_CLIENT_ID: "another",
      ARM_CLIENT_SECRET: "another",
      CONNECTEDORGS_ENVIRONMENT: "china",
    };
    const { credential, graphRoot } = explicit({ ...own, useOidc: "true" }, job);
    const assertion = { ...issuer, serviceConnectionId: undefined };
    assert.deepEqual(credential, { method: "federatedToken", ...own, assertion });
    assert.equal(graphRoot, defaults.graphRoot);
    assert.equal(refusal({ useOidc: "true" }, among(job)), missing("useOidc", "tenantId"));
  });

  for (const name of ["accessToken", "tenantId", "clientId", "clientSecret", "clientCertificatePath"] as const) {
    it(`is refused with an empty ${name}, which would be looked for elsewhere`, () => {
      for (const value of ["", " "]) {
        assert.equal(
          refusal({ ...own, clientSecret: "own", [name]: value }, among(everyVariable)),
          `The argument ${name} of the explicit provider is empty. Give it a value, or leave it out.`,
        );
      }
    });
  }

  const none: Settings["credential"] = undefined;
  const whole: [title: string, args: Given, credential: Settings["credential"]][] = [
    ["accessToken", { accessToken: "own" }, { method: "accessToken", accessToken: "own" }],
    [
      "clientSecret with tenant and app",
      { ...own, clientSecret: "own" },
      { method: "clientSecret", ...own, clientSecret: "own" },
    ],
    [
      "clientCertificatePath with tenant and app",
      { ...own, clientCertificatePath: "/own.pem" },
      { method: "clientCertificate", ...own, path: "/own.pem", password: undefined },
    ],
    [
      "oidcToken with tenant and app",
      { ...own, oidcToken: "own" },
      { method: "federatedToken", ...own, assertion: { token: "own" } },
    ],
    ["useMsi", { useMsi: "true" }, { method: "managedIdentity", clientId: undefined }],
    ["useCli", { useCli: "true" }, { method: "azureCli", tenantId: undefined }],
    ["tenantId", { tenantId: own.tenantId }, none],
    ["clientId", { clientId }, none],
    ["tenant and app", own, none],
    ["useOidc false", { ...own, useOidc: "false" }, none],
    ["oidcRequestUrl", { ...own, oidcRequestUrl: "https://own.example" }, none],
    ["oidcRequestToken", { ...own, oidcRequestToken: "own" }, none],
    ["oidcServiceConnectionId", { ...own, oidcServiceConnectionId: "own" }, none],
  ];
  for (const [title, args, credential] of whole) {
    it(`signs in with nothing else, in the cloud that it does not name otherwise: ${title}`, () => {
      const expected = {
        ...defaults,
        credential,
        apiVersion: "beta",
        timeoutSeconds: 60,
        maxConcurrency: 4,
        previewChecks: true,
        protectInUse: "warn",
      };
      assert.deepEqual(explicit(args, everyVariable), expected);
    });
  }

  it("knows every part of a credential", () => {
    const parts = Object.entries(settingNames).flatMap(([name, setting]) =>
      "identity" in setting && !name.endsWith("Variable") ? [name] : [],
    );
    const tested = new Set([...alone.map(([part]) => part), ...whole.flatMap(([, args]) => Object.keys(args))]);
    assert.deepEqual(
      parts.filter((part) => !tested.has(part as SettingName)),
      [],
    );
  });
});
