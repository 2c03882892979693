/** `connectedorgs doctor` against each fault of settings and sign-in. Needs a build. */
import assert from "node:assert/strict";
import { makeAppCertificate, toPem } from "../credentials/certificate";
import { issueJwt } from "../credentials/issuer";
import { app, clientId, federated, secret, startTenant, type Tenant, tenantId } from "../credentials/support";
import { examine, problemsOf } from "./doctor-run";

const trace = "Trace ID: … Correlation ID: … Timestamp: ….";
const withSecret = { CONNECTEDORGS_CLIENT_SECRET: secret };
const unknownId = "11111111-2f8c-4d93-b5e6-9c1d7f3a2b84";
const by = (what: string, client = clientId, tenant = tenantId) =>
  `Signing in with the ${what} of app ${client} in tenant ${tenant} failed:`;
const resolution =
  "endpoints_resolution_error: See https://aka.ms/msal.js.errors#endpoints_resolution_error for details.";

describe("connectedorgs doctor, with a sign-in that is refused", function () {
  this.timeout(60_000);
  let tenant: Tenant;
  before(async () => {
    tenant = await startTenant();
  });
  after(() => tenant.close());

  async function problems(env: Record<string, string>): Promise<(string | undefined)[][]> {
    const examined = await examine({
      NODE_EXTRA_CA_CERTS: tenant.trusted,
      CONNECTEDORGS_GRAPH_ENDPOINT: tenant.url,
      CONNECTEDORGS_AUTHORITY_HOST: tenant.url,
      ...env,
    });
    assert.equal(examined.exitCode, 1);
    const secrets = Object.entries(env).flatMap(([name, value]) =>
      /(SECRET|TOKEN|PASSWORD)$/.test(name) ? value : [],
    );
    assert.deepEqual(
      secrets.filter((text) => examined.output.includes(text)),
      [],
    );
    return problemsOf(examined);
  }

  it("for a wrong secret says to take its value", async () => {
    assert.deepEqual(await problems({ ...app, CONNECTEDORGS_CLIENT_SECRET: "wrong-secret" }), [
      [
        "token",
        `${by("client secret")} AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'. ${trace}`,
        "The client secret is wrong: use the secret's value, not its id.",
      ],
    ]);
  });

  it("for an expired secret says where the new one goes", async () => {
    assert.deepEqual(await problems({ ...app, CONNECTEDORGS_CLIENT_SECRET: "expired-emulator-secret" }), [
      [
        "token",
        `${by("client secret")} AADSTS7000222: The provided client secret keys for app '${clientId}' are expired. ${trace}`,
        "The client secret has expired: create a new one and set it in the environment, which refresh and destroy read as well.",
      ],
    ]);
  });

  it("for an unknown app names clientId", async () => {
    const [[check, , remedy] = []] = await problems({ ...app, ...withSecret, CONNECTEDORGS_CLIENT_ID: unknownId });
    assert.deepEqual([check, remedy], ["token", "The app does not exist in this tenant: check clientId and tenantId."]);
  });

  it("for an unknown tenant, or one of another cloud, names tenantId and environment", async () => {
    assert.deepEqual(await problems({ ...app, ...withSecret, CONNECTEDORGS_TENANT_ID: unknownId }), [
      [
        "token",
        `${by("client secret", clientId, unknownId)} ${resolution}`,
        "The tenant does not exist in this cloud, or its authority cannot be reached: check tenantId, environment, authorityHost and the network.",
      ],
    ]);
  });

  it("for a certificate that cannot be used says how to make one that can", async () => {
    const path = "CONNECTEDORGS_CLIENT_CERTIFICATE_PATH";
    const locked = tenant.write("locked.pem", toPem(makeAppCertificate(), "p4ssword~of-the-key"));
    const found = [];
    for (const file of [locked, tenant.write("other.pfx", "not PEM")])
      found.push(...(await problems({ ...app, [path]: file })));
    assert.deepEqual(found, [
      [
        "token",
        `${by("certificate")} secretOrPrivateKey must be an asymmetric key when using PS256.`,
        "The private key cannot be read: if it is encrypted, set clientCertificatePassword.",
      ],
      [
        "token",
        `${by("certificate")} The file at the specified path does not contain a PEM-encoded certificate.`,
        "Convert it to a PEM file that holds the private key, for example with openssl pkcs12 -nodes.",
      ],
    ]);
  });

  it("for a federated token without a credential of the app's says what Entra compares", async () => {
    const token = issueJwt({ iss: federated.issuer, sub: "repo:fabrikam/partners" });
    assert.deepEqual(await problems({ ...app, CONNECTEDORGS_OIDC_TOKEN: token }), [
      [
        "token",
        `${by("federated token")} AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:fabrikam/partners'. ${trace}`,
        "The app has no federated credential for this token: check its issuer, subject and audience.",
      ],
    ]);
  });

  it("for a method that is half-filled names the missing setting and its variable", async () => {
    const set = (name: string, variable: string) =>
      `Set ${variable} or the stack configuration connectedorgs:${name}; with an explicit provider, its argument ${name}.`;
    const rows: [Record<string, string>, string, string][] = [
      [
        withSecret,
        "The setting clientSecret is given, but tenantId is missing.",
        set("tenantId", "CONNECTEDORGS_TENANT_ID"),
      ],
      [
        { ...withSecret, ARM_TENANT_ID: tenantId },
        "The setting clientSecret is given, but clientId is missing.",
        set("clientId", "CONNECTEDORGS_CLIENT_ID"),
      ],
      [
        { ...app, CONNECTEDORGS_CLIENT_CERTIFICATE_PASSWORD: "p4ssword~of-the-key" },
        "The setting clientCertificatePassword is given, but clientCertificatePath is missing.",
        set("clientCertificatePath", "CONNECTEDORGS_CLIENT_CERTIFICATE_PATH"),
      ],
      [
        { ...app, ARM_USE_OIDC: "true" },
        "The setting useOidc is given, but oidcRequestUrl is missing.",
        set("oidcRequestUrl", "CONNECTEDORGS_OIDC_REQUEST_URL"),
      ],
    ];
    for (const [env, fact, remedy] of rows) {
      const [[check, found = "", told] = [], ...others] = await problems(env);
      assert.deepEqual([check, found.slice(0, fact.length), told, others], ["settings", fact, remedy, []]);
    }
  });

  it("says which variable each setting is from", async () => {
    const [[, found] = []] = await problems({ ...withSecret, ARM_TENANT_ID: tenantId });
    assert.equal(
      found,
      "The setting clientSecret is given, but clientId is missing. In the environment: tenantId from ARM_TENANT_ID, clientSecret from CONNECTEDORGS_CLIENT_SECRET, graphEndpoint from CONNECTEDORGS_GRAPH_ENDPOINT, authorityHost from CONNECTEDORGS_AUTHORITY_HOST.",
    );
  });

  it("without any method says what can be set, and where it did not look", async () => {
    assert.deepEqual(await problems(app), [
      [
        "credential",
        "No credential is configured. The stack configuration was not looked at.",
        "Set CONNECTEDORGS_TENANT_ID and CONNECTEDORGS_CLIENT_ID with CONNECTEDORGS_CLIENT_SECRET, CONNECTEDORGS_CLIENT_CERTIFICATE_PATH or CONNECTEDORGS_USE_OIDC; or CONNECTEDORGS_USE_MSI, CONNECTEDORGS_USE_CLI or CONNECTEDORGS_ACCESS_TOKEN; or the same keys in the stack configuration under connectedorgs:.",
      ],
    ]);
  });

  it("for a cloud that does not exist names those that do", async () => {
    const [[check, , remedy] = []] = await problems({ ...app, ...withSecret, ARM_ENVIRONMENT: "usgoverment" });
    assert.deepEqual(
      [check, remedy],
      [
        "settings",
        "Allowed values are: public, global, usgovernment, usgovernmentl4, usgovernmentl5, dod, china. Did you mean usgovernment?",
      ],
    );
  });
});
