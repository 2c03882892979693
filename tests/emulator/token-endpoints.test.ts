/** Where machines and pipelines get their tokens, asked by hand and by Microsoft's own libraries. */
import assert from "node:assert/strict";
import { ManagedIdentityCredential } from "@azure/identity";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { jobs } from "../../emulator/job";
import { clientId, partsOf } from "../support/sign-in";
import { host, ids, type Json, organizations } from "./client";

const azurePath = "contoso/partners/_apis/distributedtask/hubs/build/plans/1/jobs/2/oidctoken?api-version=7.1";
const imds = `metadata/identity/oauth2/token?api-version=2018-02-01&resource=${host}`;
const appService = `msi/token?api-version=2019-08-01&resource=${host}`;
const header = { "x-identity-header": "emulator-identity-header" };
const bearer = { authorization: "Bearer of-the-job" };

describe("emulator: the endpoints of machines and pipelines", () => {
  let emulator: Emulator;
  let listener: Listener;
  const variables: readonly Record<string, () => string>[] = [
    { AZURE_POD_IDENTITY_AUTHORITY_HOST: () => listener.url },
    { IDENTITY_ENDPOINT: () => `${listener.url}/msi/token`, IDENTITY_HEADER: () => header["x-identity-header"] },
  ];

  before(async () => {
    emulator = createEmulator({ switches: { acceptedTokens: "issued" } });
    listener = await emulator.listen();
  });
  afterEach(() => {
    for (const name of variables.flatMap(Object.keys)) delete process.env[name];
  });
  after(() => listener.close());

  async function ask(path: string, headers: Record<string, string>, method = "GET"): Promise<[number, Json]> {
    const response = await fetch(`${listener.url}/${path}`, { method, headers });
    return [response.status, (await response.json()) as Json];
  }

  async function opens(token: unknown): Promise<number> {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${listener.url}/v1.0${organizations}`, { headers })).status;
  }

  for (const [name, path, headers] of [
    ["the instance metadata service", imds, { metadata: "true" }],
    ["App Service", appService, header],
  ] as const) {
    it(`give the token of the machine's identity from ${name}`, async () => {
      const [status, { access_token, expires_on, not_before, ...rest }] = await ask(path, headers);
      const { aud, appid, tid } = partsOf(String(access_token)).claims;
      assert.deepEqual([status, aud, appid, tid], [200, host, clientId, ids.own]);
      assert.equal(Number(expires_on) - Number(not_before), 3599);
      const lifetime = { expires_in: "3599", ext_expires_in: "3599" };
      assert.deepEqual(rest, { token_type: "Bearer", ...lifetime, resource: host, client_id: clientId });
      assert.equal(await opens(access_token), 200);
    });
  }

  const description = (error_description: string) => ({ error: "invalid_request", error_description });
  const refused: [path: string, headers: Record<string, string>, status: number, body: Json][] = [
    [imds, {}, 400, description("Required metadata header not specified")],
    [
      imds,
      { metadata: "true", "x-forwarded-for": "1.1.1.1" },
      400,
      description("X-Forwarded-For header is not allowed"),
    ],
    [`${imds}&client_id=${ids.nobody}`, { metadata: "true" }, 400, description("Identity not found")],
    [imds.replace("2018-02-01", "1"), { metadata: "true" }, 400, description("The api-version must be 2018-02-01")],
    [appService, {}, 401, { statusCode: 401, message: "X-IDENTITY-HEADER is not valid" }],
    [appService, { "x-identity-header": "guess" }, 401, { statusCode: 401, message: "X-IDENTITY-HEADER is not valid" }],
    ["actions/idtoken", {}, 401, { message: "Unauthorized" }],
  ];
  for (const [path, headers, status, body] of refused) {
    it(`refuse ${path} with ${JSON.stringify(headers)}`, async () => {
      assert.deepEqual(await ask(path, headers), [status, body]);
    });
  }

  for (const [name, path, method, property, job] of [
    ["GitHub Actions", "actions/idtoken?audience=api://AzureADTokenExchange", "GET", "value", jobs.github],
    ["Azure Pipelines", azurePath, "POST", "oidcToken", jobs.azure],
  ] as const) {
    it(`give a job of ${name} a token that the default seed's app trusts`, async () => {
      const [, { [property]: assertion }] = await ask(path, bearer, method);
      const { iss, sub, aud } = partsOf(String(assertion)).claims;
      assert.deepEqual({ iss, sub, aud }, { iss: job.issuer, sub: job.subject, aud: "api://AzureADTokenExchange" });
      const form = {
        client_id: clientId,
        grant_type: "client_credentials",
        scope: `${host}/.default`,
        client_assertion: String(assertion),
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      };
      const url = `${listener.url}/${ids.own}/oauth2/v2.0/token`;
      const answer = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
      assert.equal(await opens(((await answer.json()) as Json)["access_token"]), 200);
    });
  }

  for (const set of variables) {
    it(`serve Microsoft's own library that finds ${Object.keys(set).join(" and ")}`, async () => {
      for (const [name, value] of Object.entries(set)) process.env[name] = value();
      for (const credential of [new ManagedIdentityCredential(), new ManagedIdentityCredential({ clientId })]) {
        assert.equal(await opens((await credential.getToken(`${host}/.default`)).token), 200);
      }
    });
  }
});
