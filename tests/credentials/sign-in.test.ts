/** Every way in which a person or a pipeline signs in, with the real credential library over TLS. Needs a build. */
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import type { DynamicHost } from "../../harness/host/dynamic-host";
import { isSignedBy, makeAppCertificate, toPem } from "../support/certificate";
import { type Door, dynamicDoor, pluginDoor, withProvider } from "../support/host";
import { app, clientId, discovers, federated, issueJwt, partsOf, secret, signsIn, tenantId } from "../support/sign-in";
import { type Environment, read, reads, useTenant } from "./support";

describe("signing in to a tenant over TLS", () => {
  const own = makeAppCertificate();
  const tenant = useTenant({}, { certificates: [own.certificate] });

  /** Reads the organization, and returns the proof in the one token request before it. */
  async function proofOf(env: Environment, door?: Door): Promise<Record<string, string>> {
    const look = async (host: DynamicHost) => {
      assert.equal(await read(host), "Wingtip Toys");
      const [first, ...others] = tenant.tokenForms();
      assert.deepEqual([tenant.sent(), others], [[discovers, signsIn, reads], []]);
      const { client_id, grant_type, scope, ...proof } = first ?? {};
      assert.deepEqual(
        { client_id, grant_type, scope },
        { client_id: clientId, grant_type: "client_credentials", scope: "https://graph.microsoft.com/.default" },
      );
      return Object.fromEntries(Object.entries(proof).filter(([key]) => /^client_(secret|assertion)/.test(key)));
    };
    return await withProvider(tenant, { ...app, ...env }, look, door);
  }

  const asserts = (token: string) => ({
    client_assertion: token,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  });
  const jwt = issueJwt({ iss: federated.issuer, sub: federated.subject });

  const ways: [title: string, env: () => Environment, proof: object][] = [
    ["a client secret", () => ({ CONNECTEDORGS_CLIENT_SECRET: secret }), { client_secret: secret }],
    ["a federated token", () => ({ CONNECTEDORGS_OIDC_TOKEN: jwt }), asserts(jwt)],
    [
      "a file that holds a federated token",
      () => ({ CONNECTEDORGS_OIDC_TOKEN_FILE_PATH: tenant.write("token.jwt", `${jwt}\n`) }),
      asserts(jwt),
    ],
    [
      "workload identity, through the variables that a cluster sets",
      () => ({
        CONNECTEDORGS_TENANT_ID: "",
        CONNECTEDORGS_CLIENT_ID: "",
        CONNECTEDORGS_AUTHORITY_HOST: "",
        AZURE_TENANT_ID: tenantId,
        AZURE_CLIENT_ID: clientId,
        AZURE_AUTHORITY_HOST: `${tenant.url}/`,
        AZURE_FEDERATED_TOKEN_FILE: tenant.write("token.jwt", jwt),
      }),
      asserts(jwt),
    ],
  ];
  for (const [title, env, proof] of ways) {
    it(`works with ${title}`, async () => {
      assert.deepEqual(await proofOf(env()), proof);
    });
  }

  it("works when the tenant is given as one of its domains", async () => {
    const env = { ...app, CONNECTEDORGS_TENANT_ID: "contoso.com", CONNECTEDORGS_CLIENT_SECRET: secret };
    assert.equal(await withProvider(tenant, env, read), "Wingtip Toys");
    const ofDomain = (request: string) => request.replace(tenantId, "contoso.com");
    assert.deepEqual(tenant.sent(), [ofDomain(discovers), ofDomain(signsIn), reads]);
  });

  // The plugin has the library in its own file.
  for (const [password, door] of [
    [undefined, dynamicDoor],
    ["p4ssword~of-the-key", dynamicDoor],
    ["p4ssword~of-the-key", pluginDoor],
  ] as const) {
    const key = `a certificate whose key has ${password ? "a" : "no"} password`;
    it(`works with ${key}, and proves who the app is, ${door.title}`, async () => {
      const env = {
        CONNECTEDORGS_CLIENT_CERTIFICATE_PATH: tenant.write("app.pem", toPem(own, password)),
        ...(password && { CONNECTEDORGS_CLIENT_CERTIFICATE_PASSWORD: password }),
      };
      const proof = await proofOf(env, door);
      const token = proof["client_assertion"] ?? "";
      assert.deepEqual(proof, asserts(token));
      checkOwnAssertion(token);
    });
  }

  function checkOwnAssertion(token: string): void {
    const { header, claims } = partsOf(token);
    const { fingerprint256 } = new X509Certificate(own.certificate);
    const thumbprint = Buffer.from(fingerprint256.replaceAll(":", ""), "hex").toString("base64url");
    assert.deepEqual(header, { alg: "PS256", typ: "JWT", "x5t#S256": thumbprint });
    const { exp, nbf, iat, jti, ...who } = claims;
    assert.deepEqual(who, { aud: `${tenant.url}/${tenantId}/oauth2/v2.0/token`, iss: clientId, sub: clientId });
    // The library rounds to the nearest second.
    const beginning = Number(nbf ?? iat) * 1000 - 500;
    assert.ok(Number(exp) * 1000 > Date.now() && beginning <= Date.now() && jti);
    assert.deepEqual([isSignedBy(token, own), isSignedBy(token, makeAppCertificate())], [true, false]);
  }

  const serviceConnectionId = "7b0c2f5e-1d4a-4e8b-9c36-2a5f8d7e6b91";
  const pipelines: [title: string, answer: object, env: () => Environment, asked: object][] = [
    [
      "GitHub Actions, which issues a token for Entra's audience to the job",
      { count: 1857, value: jwt },
      () => ({
        CONNECTEDORGS_USE_OIDC: "true",
        ACTIONS_ID_TOKEN_REQUEST_URL: `${tenant.issuer.secureUrl}/idtoken?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-of-the-job",
      }),
      { method: "GET", path: "/idtoken", query: { "api-version": "2.0", audience: "api://AzureADTokenExchange" } },
    ],
    [
      "Azure Pipelines, which issues a token for the service connection",
      { oidcToken: jwt },
      () => ({
        ARM_USE_OIDC: "true",
        SYSTEM_OIDCREQUESTURI: `${tenant.issuer.secureUrl}/contoso/_apis/distributedtask/oidctoken`,
        SYSTEM_ACCESSTOKEN: "token-of-the-job",
        AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: serviceConnectionId,
      }),
      {
        method: "POST",
        path: "/contoso/_apis/distributedtask/oidctoken",
        query: { "api-version": "7.1", serviceConnectionId },
      },
    ],
  ];
  for (const [title, body, env, asked] of pipelines) {
    it(`works in ${title}`, async () => {
      tenant.issuer.answerWith({ status: 200, body });
      assert.deepEqual(await proofOf(env()), asserts(jwt));
      assert.deepEqual(tenant.issuer.asked()[0], { ...asked, by: "Bearer token-of-the-job" });
    });
  }
});
