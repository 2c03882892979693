/** Every way in which a person or a pipeline signs in, with the real credential library over TLS. Needs a build. */
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { type Certificate, isSignedBy, makeAppCertificate, toPem } from "./certificate";
import { issueJwt } from "./issuer";
import {
  app,
  clientId,
  discovers,
  federated,
  partsOf,
  read,
  reads,
  secret,
  signsIn,
  startTenant,
  type Tenant,
  tenantId,
  withProvider,
} from "./support";

describe("signing in to a tenant over TLS", function () {
  this.timeout(30_000);
  let tenant: Tenant;
  before(async () => {
    tenant = await startTenant();
  });
  after(() => tenant.close());
  afterEach(() => {
    tenant.issuer.asked();
  });

  /** Reads the organization, and returns the form of the one token request before it. */
  async function form(env: Record<string, string>): Promise<Record<string, string>> {
    return await withProvider(tenant, { ...app, ...env }, async (host) => {
      assert.equal(await read(host), "Wingtip Toys");
      const [first, ...others] = tenant.tokenForms();
      assert.deepEqual([tenant.sent(), others], [[discovers, signsIn, reads], []]);
      const { client_id, grant_type, scope, ...proof } = first ?? {};
      assert.deepEqual(
        { client_id, grant_type, scope },
        { client_id: clientId, grant_type: "client_credentials", scope: "https://graph.microsoft.com/.default" },
      );
      return Object.fromEntries(Object.entries(proof).filter(([key]) => /^client_(secret|assertion)/.test(key)));
    });
  }

  const asserts = (token: string) => ({
    client_assertion: token,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  });
  const jwt = issueJwt({ iss: federated.issuer, sub: federated.subject });
  const file = (text: string) => tenant.write("token.jwt", text);

  it("works with a client secret", async () => {
    assert.deepEqual(await form({ CONNECTEDORGS_CLIENT_SECRET: secret }), { client_secret: secret });
  });

  it("works with the tenant named by one of its domains", async () => {
    const env = { ...app, CONNECTEDORGS_TENANT_ID: "contoso.com", CONNECTEDORGS_CLIENT_SECRET: secret };
    assert.equal(await withProvider(tenant, env, read), "Wingtip Toys");
    const ofDomain = (request: string) => request.replace(tenantId, "contoso.com");
    assert.deepEqual(tenant.sent(), [ofDomain(discovers), ofDomain(signsIn), reads]);
  });

  for (const [title, password] of [
    ["a certificate", undefined],
    ["a certificate whose key has a password", "p4ssword~of-the-key"],
  ] as const) {
    it(`works with ${title}, which signs who the app is and for which authority`, async () => {
      const own = makeAppCertificate();
      const proof = await form({
        CONNECTEDORGS_CLIENT_CERTIFICATE_PATH: tenant.write("app.pem", toPem(own, password)),
        ...(password && { CONNECTEDORGS_CLIENT_CERTIFICATE_PASSWORD: password }),
      });
      const token = proof["client_assertion"] ?? "";
      assert.deepEqual(proof, asserts(token));
      checkOwnAssertion(token, own);
    });
  }

  function checkOwnAssertion(token: string, own: Certificate): void {
    const { header, claims } = partsOf(token);
    const { fingerprint256 } = new X509Certificate(own.certificate);
    const thumbprint = Buffer.from(fingerprint256.replaceAll(":", ""), "hex").toString("base64url");
    assert.deepEqual(header, { alg: "PS256", typ: "JWT", "x5t#S256": thumbprint });
    const { exp, nbf, iat, jti, ...who } = claims;
    assert.deepEqual(who, { aud: `${tenant.url}/${tenantId}/oauth2/v2.0/token`, iss: clientId, sub: clientId });
    // The library rounds to the nearest second.
    const beginning = Number(nbf ?? iat) * 1000 - 500;
    assert.ok(Number(exp) * 1000 > Date.now() && beginning <= Date.now() && jti);
    assert.equal(isSignedBy(token, own), true);
    assert.equal(isSignedBy(token, makeAppCertificate()), false);
  }

  it("works with a federated token", async () => {
    assert.deepEqual(await form({ CONNECTEDORGS_OIDC_TOKEN: jwt }), asserts(jwt));
  });

  it("works with a file that holds a federated token", async () => {
    assert.deepEqual(await form({ CONNECTEDORGS_OIDC_TOKEN_FILE_PATH: file(`${jwt}\n`) }), asserts(jwt));
  });

  it("works with workload identity, by the variables that a cluster sets", async () => {
    const env = {
      CONNECTEDORGS_TENANT_ID: "",
      CONNECTEDORGS_CLIENT_ID: "",
      CONNECTEDORGS_AUTHORITY_HOST: "",
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_AUTHORITY_HOST: `${tenant.url}/`,
      AZURE_FEDERATED_TOKEN_FILE: file(jwt),
    };
    assert.deepEqual(await form(env), asserts(jwt));
  });

  it("works in GitHub Actions, which issues a token for Entra's audience to the job", async () => {
    tenant.issuer.answerWith({ status: 200, body: { count: 1857, value: jwt } });
    const env = {
      CONNECTEDORGS_USE_OIDC: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: `${tenant.issuer.secureUrl}/idtoken?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-of-the-job",
    };
    assert.deepEqual(await form(env), asserts(jwt));
    assert.deepEqual(tenant.issuer.asked()[0], {
      method: "GET",
      path: "/idtoken",
      query: { "api-version": "2.0", audience: "api://AzureADTokenExchange" },
      by: "Bearer token-of-the-job",
    });
  });

  it("works in Azure Pipelines, which issue a token for the service connection", async () => {
    tenant.issuer.answerWith({ status: 200, body: { oidcToken: jwt } });
    const env = {
      ARM_USE_OIDC: "true",
      SYSTEM_OIDCREQUESTURI: `${tenant.issuer.secureUrl}/contoso/_apis/distributedtask/oidctoken`,
      SYSTEM_ACCESSTOKEN: "token-of-the-job",
      AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: "7b0c2f5e-1d4a-4e8b-9c36-2a5f8d7e6b91",
    };
    assert.deepEqual(await form(env), asserts(jwt));
    assert.deepEqual(tenant.issuer.asked()[0], {
      method: "POST",
      path: "/contoso/_apis/distributedtask/oidctoken",
      query: { "api-version": "7.1", serviceConnectionId: "7b0c2f5e-1d4a-4e8b-9c36-2a5f8d7e6b91" },
      by: "Bearer token-of-the-job",
    });
  });
});
