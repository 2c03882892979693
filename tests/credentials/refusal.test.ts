/** What a person reads when a sign-in is refused, word for word as the real credential library brings it. Needs a build. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { makeAppCertificate, toPem } from "../support/certificate";
import { app, clientId, federated, issueJwt, secret, tenantId, withoutIds } from "../support/sign-in";
import { type Environment, refused, useTenant } from "./support";

describe("a sign-in that is refused", () => {
  const tenant = useTenant();

  async function said(env: Environment): Promise<string> {
    const message = await refused(tenant, { ...app, ...env });
    const toGraph = tenant.sent().filter((request) => request.includes("/identityGovernance/"));
    assert.deepEqual(toGraph, []);
    return withoutIds(message);
  }

  const trace = "Trace ID: … Correlation ID: … Timestamp: ….";
  const by = (what: string, client = clientId, directory = tenantId) =>
    `Signing in with the ${what} of app ${client} in tenant ${directory} failed:`;
  const bySecret = by("client secret");
  const byCertificate = by("certificate");
  const byToken = by("federated token");
  const withSecret = { CONNECTEDORGS_CLIENT_SECRET: secret };
  const stranger = "11111111-2f8c-4d93-b5e6-9c1d7f3a2b84";
  const resolution =
    "endpoints_resolution_error: See https://aka.ms/msal.js.errors#endpoints_resolution_error for details. The tenant does not exist in this cloud, or its authority cannot be reached: check tenantId, environment, authorityHost and the network.";
  const certificate = (file: string) => ({ CONNECTEDORGS_CLIENT_CERTIFICATE_PATH: file });
  const locked = () => certificate(tenant.write("locked.pem", toPem(makeAppCertificate(), "p4ssword~of-the-key")));
  const pipe = () => {
    const file = join(tenant.folder, "pipe");
    execFileSync("mkfifo", [file]);
    return file;
  };
  const claims = { iss: federated.issuer, sub: federated.subject };

  const refusals: [what: string, env: () => Environment, expected: string][] = [
    [
      "a wrong secret",
      () => ({ CONNECTEDORGS_CLIENT_SECRET: "wrong-secret" }),
      `${bySecret} AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'. ${trace} The client secret is wrong: use the secret's value, not its id.`,
    ],
    [
      "an expired secret",
      () => ({ CONNECTEDORGS_CLIENT_SECRET: "expired-emulator-secret" }),
      `${bySecret} AADSTS7000222: The provided client secret keys for app '${clientId}' are expired. ${trace} The client secret has expired: create a new one and set it in the environment, which refresh and destroy read as well.`,
    ],
    [
      "an unknown app",
      () => ({ ...withSecret, CONNECTEDORGS_CLIENT_ID: stranger }),
      `${by("client secret", stranger)} AADSTS700016: Application with identifier '${stranger}' was not found in the directory '${tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. ${trace} The app does not exist in this tenant: check clientId and tenantId.`,
    ],
    [
      "an unknown tenant's id",
      () => ({ ...withSecret, CONNECTEDORGS_TENANT_ID: stranger }),
      `${by("client secret", clientId, stranger)} ${resolution}`,
    ],
    [
      "an unknown tenant's domain",
      () => ({ ...withSecret, CONNECTEDORGS_TENANT_ID: "nobody.example" }),
      `${by("client secret", clientId, "nobody.example")} ${resolution}`,
    ],
    [
      "an authority out of reach",
      // The library tries again for about seven seconds, more or less at random, and a third of the time-out is for one try at Graph.
      () => ({
        ...withSecret,
        CONNECTEDORGS_AUTHORITY_HOST: "https://127.0.0.1:1",
        CONNECTEDORGS_TIMEOUT_SECONDS: "60",
      }),
      `${bySecret} ${resolution}`,
    ],
    [
      "an authority that is not trusted, which the library does not tell from one out of reach",
      () => ({ ...withSecret, NODE_EXTRA_CA_CERTS: "" }),
      `${bySecret} ${resolution}`,
    ],
    [
      "an authority over plain HTTP, which the library never asks",
      () => ({ ...withSecret, CONNECTEDORGS_AUTHORITY_HOST: tenant.issuer.url }),
      `${bySecret} The authorityHost address must use the 'https' protocol. The sign-in library takes https only: use an authority with https, or an access token.`,
    ],
    [
      "an encrypted key without its password",
      locked,
      `${byCertificate} secretOrPrivateKey must be an asymmetric key when using PS256. The private key cannot be read: if it is encrypted, set clientCertificatePassword.`,
    ],
    [
      "an encrypted key with a wrong password",
      () => ({ ...locked(), CONNECTEDORGS_CLIENT_CERTIFICATE_PASSWORD: "wrong-p4ssword" }),
      `${byCertificate} error:1C800064:Provider routines::bad decrypt. The private key cannot be decrypted: check clientCertificatePassword.`,
    ],
    [
      "a certificate that is not PEM",
      () => certificate(tenant.write("other.cer", "not PEM")),
      `${byCertificate} The file at the specified path does not contain a PEM-encoded certificate. Convert it to a PEM file that holds the private key, for example with openssl pkcs12 -nodes.`,
    ],
    [
      "a certificate file that does not exist",
      () => certificate("/nowhere/app.pem"),
      `${byCertificate} ENOENT: no such file or directory, open '/nowhere/app.pem'.`,
    ],
    [
      "a federated token of another subject",
      () => ({ CONNECTEDORGS_OIDC_TOKEN: issueJwt({ ...claims, sub: "repo:fabrikam/partners\u202e\u001b[2J" }) }),
      `${byToken} AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:fabrikam/partners [2J'. ${trace} The app has no federated credential for this token: check its issuer, subject and audience.`,
    ],
    [
      "a federated token of another issuer",
      () => ({ CONNECTEDORGS_OIDC_TOKEN: issueJwt({ ...claims, iss: "https://other.example" }) }),
      `${byToken} AADSTS700211: No matching federated identity record found for presented assertion issuer 'https://other.example'. ${trace} The app has no federated credential for this token: check its issuer, subject and audience.`,
    ],
    [
      "a federated token for another audience",
      () => ({ CONNECTEDORGS_OIDC_TOKEN: issueJwt({ ...claims, aud: "api://other" }) }),
      `${byToken} AADSTS700212: No matching federated identity record found for presented assertion audience 'api://other'. ${trace} The app has no federated credential for this token: check its issuer, subject and audience.`,
    ],
    [
      "an expired federated token",
      () => ({ CONNECTEDORGS_OIDC_TOKEN: issueJwt({ ...claims, exp: 1 }) }),
      `${byToken} AADSTS700024: Client assertion is not within its valid time range. ${trace} A federated token has expired, or this machine's clock is wrong: use oidcTokenFilePath or useOidc, which take a new token for each sign-in, or set the clock.`,
    ],
    [
      "a token file that does not exist",
      () => ({ CONNECTEDORGS_OIDC_TOKEN_FILE_PATH: "/nowhere/token" }),
      `${byToken} ENOENT: no such file or directory, open '/nowhere/token'.`,
    ],
    [
      "a token file that is a pipe, which nobody may ever write to",
      () => ({ CONNECTEDORGS_OIDC_TOKEN_FILE_PATH: pipe() }),
      `${byToken} oidcTokenFilePath "pipe" is not a regular file of at most 64 KiB.`,
    ],
    [
      "a token file that is too large for a token",
      () => ({ CONNECTEDORGS_OIDC_TOKEN_FILE_PATH: tenant.write("large", "x".repeat(65_537)) }),
      `${byToken} oidcTokenFilePath "large" is not a regular file of at most 64 KiB.`,
    ],
    [
      "a region that is another host",
      () => ({ ...withSecret, AZURE_REGIONAL_AUTHORITY_NAME: "127.0.0.1:1/x" }),
      'The variable AZURE_REGIONAL_AUTHORITY_NAME must be the name of an Azure region such as westeurope, not "127.0.0.1:1/x". Correct or unset it.',
    ],
    [
      "a token of another tenant",
      () => ({ CONNECTEDORGS_ACCESS_TOKEN: issueJwt({ tid: stranger }) }),
      `The token of the given access token belongs to tenant ${stranger}, but the setting tenantId is ${tenantId}. Sign in to that tenant, or correct the setting tenantId.`,
    ],
  ];
  for (const [what, env, expected] of refusals) {
    it(`says so, and what to do, for ${what}`, async () => {
      assert.equal((await said(env())).replaceAll(`${tenant.folder}/`, ""), expected);
      assert.deepEqual(tenant.issuer.asked(), []);
    });
  }

  const pipeline = (origin: string) => ({
    CONNECTEDORGS_USE_OIDC: "true",
    ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/idtoken`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-of-the-job",
  });
  const answers: [status: number, body: unknown, expected: string][] = [
    [401, { message: "The job is over." }, "answered 401 without a token."],
    [200, "<html>", "answered 200 without a token."],
    [200, { value: 5 }, "answered 200 without a token."],
    [200, { value: "" }, "answered 200 without a token."],
    [200, null, "answered 200 without a token."],
    [403, { value: "forbidden" }, "answered 403 without a token."],
    [302, "", "could not be asked for a token: unexpected redirect."],
  ];
  for (const [status, body, expected] of answers) {
    it(`says what happened when a pipeline answers ${status} ${JSON.stringify(body)}, and follows no redirect`, async () => {
      const { secureUrl, url } = tenant.issuer;
      tenant.issuer.answerWith({ status, body, headers: { location: `${url}/elsewhere` } });
      assert.equal(await said(pipeline(secureUrl)), `${byToken} ${secureUrl} ${expected}`);
      assert.deepEqual(new Set(tenant.issuer.asked().map(({ path }) => path)), new Set(["/idtoken"]));
    });
  }

  it("says why a pipeline could not be asked for a token", async () => {
    const origin = "https://127.0.0.1:2";
    assert.equal(await said(pipeline(origin)), `${byToken} ${origin} could not be asked for a token: ECONNREFUSED.`);
  });
});
