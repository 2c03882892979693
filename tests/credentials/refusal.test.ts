/** What a person reads when a sign-in is refused, word for word as the real credential library brings it. Needs a build. */
import assert from "node:assert/strict";
import { makeAppCertificate, toPem } from "./certificate";
import { issueJwt } from "./issuer";
import {
  app,
  clientId,
  federated,
  read,
  refusalOf,
  secret,
  startTenant,
  type Tenant,
  tenantId,
  withoutIds,
  withProvider,
} from "./support";

describe("a sign-in that is refused", function () {
  this.timeout(40_000);
  let tenant: Tenant;
  before(async () => {
    tenant = await startTenant();
  });
  after(() => tenant.close());
  beforeEach(() => {
    tenant.sent();
    tenant.issuer.asked();
  });

  async function refused(env: Record<string, string>): Promise<string> {
    const message = await withProvider(tenant, { ...app, ...env }, (host) => refusalOf(read(host)));
    assert.deepEqual(
      tenant.sent().filter((request) => request.includes("/identityGovernance/")),
      [],
    );
    return withoutIds(message);
  }

  const trace = "Trace ID: … Correlation ID: … Timestamp: ….";
  const by = (what: string, client = clientId, directory = tenantId) =>
    `Signing in with the ${what} of app ${client} in tenant ${directory} failed:`;
  const withSecret = { CONNECTEDORGS_CLIENT_SECRET: secret };
  const resolution =
    "endpoints_resolution_error: See https://aka.ms/msal.js.errors#endpoints_resolution_error for details. The tenant does not exist in this cloud, or its authority cannot be reached: check tenantId, environment, authorityHost and the network.";

  it("for a wrong secret says to take its value", async () => {
    assert.equal(
      await refused({ CONNECTEDORGS_CLIENT_SECRET: "wrong-secret" }),
      `${by("client secret")} AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'. ${trace} The client secret is wrong: use the secret's value, not its id.`,
    );
  });

  it("for an expired secret says where the new one goes", async () => {
    assert.equal(
      await refused({ CONNECTEDORGS_CLIENT_SECRET: "expired-emulator-secret" }),
      `${by("client secret")} AADSTS7000222: The provided client secret keys for app '${clientId}' are expired. ${trace} The client secret has expired: create a new one and set it in the environment, which refresh and destroy read as well.`,
    );
  });

  it("for an unknown app says which settings lead to it", async () => {
    const unknown = "11111111-2f8c-4d93-b5e6-9c1d7f3a2b84";
    assert.equal(
      await refused({ ...withSecret, CONNECTEDORGS_CLIENT_ID: unknown }),
      `${by("client secret", unknown)} AADSTS700016: Application with identifier '${unknown}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. ${trace} The app does not exist in this tenant: check clientId and tenantId.`,
    );
  });

  it("for an unknown tenant says which settings lead to it", async () => {
    for (const unknown of ["11111111-2f8c-4d93-b5e6-9c1d7f3a2b84", "nobody.example"]) {
      assert.equal(
        await refused({ ...withSecret, CONNECTEDORGS_TENANT_ID: unknown }),
        `${by("client secret", clientId, unknown)} ${resolution}`,
      );
    }
  });

  it("for an authority that is out of reach or not trusted says the same, as the library does not tell them apart", async () => {
    for (const env of [{ CONNECTEDORGS_AUTHORITY_HOST: "https://127.0.0.1:1" }, { NODE_EXTRA_CA_CERTS: "" }]) {
      assert.equal(await refused({ ...withSecret, ...env }), `${by("client secret")} ${resolution}`);
    }
  });

  it("for an authority in plain, which the library never asks, says so", async () => {
    assert.equal(
      await refused({ ...withSecret, CONNECTEDORGS_AUTHORITY_HOST: tenant.issuer.url }),
      `${by("client secret")} The authorityHost address must use the 'https' protocol.`,
    );
    assert.deepEqual(tenant.issuer.asked(), []);
  });

  it("for a certificate that cannot be used says why", async () => {
    const locked = tenant.write("locked.pem", toPem(makeAppCertificate(), "p4ssword~of-the-key"));
    const other = tenant.write("other.pfx", "not PEM");
    const path = "CONNECTEDORGS_CLIENT_CERTIFICATE_PATH";
    assert.deepEqual(
      [
        await refused({ [path]: locked }),
        await refused({ [path]: locked, CONNECTEDORGS_CLIENT_CERTIFICATE_PASSWORD: "wrong-p4ssword" }),
        await refused({ [path]: other }),
        await refused({ [path]: "/nowhere/app.pem" }),
      ],
      [
        `${by("certificate")} secretOrPrivateKey must be an asymmetric key when using PS256. The private key cannot be read: if it is encrypted, set clientCertificatePassword.`,
        `${by("certificate")} error:1C800064:Provider routines::bad decrypt. The private key cannot be decrypted: check clientCertificatePassword.`,
        `${by("certificate")} The file at the specified path does not contain a PEM-encoded certificate. Convert it to a PEM file that holds the private key, for example with openssl pkcs12 -nodes.`,
        `${by("certificate")} ENOENT: no such file or directory, open '/nowhere/app.pem'.`,
      ],
    );
  });

  it("for a federated token says what Entra looks at", async () => {
    const claims = { iss: federated.issuer, sub: federated.subject };
    const refusedToken = async (token: string) => await refused({ CONNECTEDORGS_OIDC_TOKEN: token });
    assert.deepEqual(
      [
        await refusedToken(issueJwt({ ...claims, sub: "repo:fabrikam/partners\u202e\u001b[2J" })),
        await refusedToken(issueJwt({ ...claims, exp: 1 })),
        await refused({ CONNECTEDORGS_OIDC_TOKEN_FILE_PATH: "/nowhere/token" }),
      ],
      [
        `${by("federated token")} AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:fabrikam/partners [2J'. ${trace} The app has no federated credential for this token: check its issuer, subject and audience.`,
        `${by("federated token")} AADSTS700024: Client assertion is not within its valid time range. ${trace} The federated token has expired: use oidcTokenFilePath or useOidc, which take a new one for each sign-in.`,
        `${by("federated token")} ENOENT: no such file or directory, open '/nowhere/token'.`,
      ],
    );
  });

  it("for a pipeline that issues no token says what the pipeline answered, and follows no redirect", async () => {
    const pipeline = (url: string) => ({
      CONNECTEDORGS_USE_OIDC: "true",
      ACTIONS_ID_TOKEN_REQUEST_URL: url,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-of-the-job",
    });
    const { secureUrl, url } = tenant.issuer;
    const answered = async (status: number, body: unknown, headers = {}) => {
      tenant.issuer.answerWith({ status, body, headers });
      const message = await refused(pipeline(`${secureUrl}/idtoken`));
      assert.deepEqual(new Set(tenant.issuer.asked().map(({ path }) => path)), new Set(["/idtoken"]));
      return message;
    };
    const failed = `${by("federated token")} ${secureUrl}`;
    assert.deepEqual(
      [
        await answered(401, { message: "The job is over." }),
        await answered(200, "<html>"),
        await answered(200, { value: 5 }),
        await answered(302, "", { location: `${url}/elsewhere` }),
        await refused(pipeline("https://127.0.0.1:2/idtoken")),
      ],
      [
        `${failed} answered 401 without a token.`,
        `${failed} answered 200 without a token.`,
        `${failed} answered 200 without a token.`,
        `${failed} could not be asked for a token: unexpected redirect.`,
        `${by("federated token")} https://127.0.0.1:2 could not be asked for a token: ECONNREFUSED.`,
      ],
    );
  });
});
