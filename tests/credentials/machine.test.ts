/** Signing in as the machine, or as whoever signed in to the Azure CLI on it, with the real credential library. Needs a build. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { writeExecutable } from "../support/executable";
import {
  clientId,
  machineToken,
  read,
  reads,
  refusalOf,
  startTenant,
  type Tenant,
  tenantId,
  withProvider,
} from "./support";

const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

describe("signing in on a machine", function () {
  this.timeout(30_000);
  let tenant: Tenant;
  before(async () => {
    tenant = await startTenant({ acceptedTokens: "listed" });
  });
  after(() => tenant.close());
  beforeEach(() => {
    tenant.issuer.asked();
    tenant.sent();
  });

  const issues = (more: object = {}) =>
    tenant.issuer.answerWith({
      status: 200,
      body: { access_token: machineToken, expires_on: String(inAnHour()), token_type: "Bearer", ...more },
    });
  const appService = () => ({
    CONNECTEDORGS_USE_MSI: "true",
    IDENTITY_ENDPOINT: `${tenant.issuer.url}/msi/token`,
    IDENTITY_HEADER: "header-of-the-machine",
  });
  const metadata = () => ({
    CONNECTEDORGS_USE_MSI: "true",
    AZURE_POD_IDENTITY_AUTHORITY_HOST: tenant.issuer.url,
  });

  it("works in App Service, whose header shows that the caller is the app itself", async () => {
    issues();
    assert.equal(await withProvider(tenant, appService(), read), "Wingtip Toys");
    assert.deepEqual(tenant.issuer.asked(), [
      {
        method: "GET",
        path: "/msi/token",
        query: { "api-version": "2019-08-01", resource: "https://graph.microsoft.com" },
        by: "header-of-the-machine",
      },
    ]);
    assert.deepEqual(tenant.sent(), [reads]);
  });

  it("works with the instance metadata service, as a user-assigned identity where there is a client id", async () => {
    issues({ expires_in: "3600", resource: "https://graph.microsoft.com" });
    for (const ids of [{}, { CONNECTEDORGS_CLIENT_ID: clientId }]) {
      assert.equal(await withProvider(tenant, { ...metadata(), ...ids }, read), "Wingtip Toys");
      const own = "CONNECTEDORGS_CLIENT_ID" in ids ? { client_id: clientId } : {};
      assert.deepEqual(tenant.issuer.asked(), [
        {
          method: "GET",
          path: "/metadata/identity/oauth2/token/",
          query: { "api-version": "2018-02-01", resource: "https://graph.microsoft.com", ...own },
          by: "true",
        },
      ]);
    }
  });

  it("asks for one token for many operations at once", async () => {
    issues();
    await withProvider(tenant, appService(), async (host) => {
      await Promise.all(Array.from({ length: 20 }, () => read(host)));
    });
    assert.equal(tenant.issuer.asked().length, 1);
    assert.ok(tenant.sent().length > 0);
  });

  it("is an error with what the machine answers when it has no such identity", async () => {
    tenant.issuer.answerWith({
      status: 400,
      body: { error: "invalid_request", error_description: "Identity not found" },
    });
    const env = { ...metadata(), CONNECTEDORGS_CLIENT_ID: clientId };
    assert.equal(
      await withProvider(tenant, env, (host) => refusalOf(read(host))),
      `Signing in with the managed identity ${clientId} failed: ManagedIdentityCredential: Authentication failed. Message invalid_request: Error(s): Not Available - Timestamp: Not Available - Description: Identity not found - Correlation ID: Not Available - Trace ID: Not Available.`,
    );
    assert.deepEqual(tenant.sent(), []);
  });

  it("is an error when the machine has no identity service", async () => {
    const env = { ...metadata(), AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:1" };
    assert.equal(
      await withProvider(tenant, env, (host) => refusalOf(read(host))),
      "Signing in with the managed identity failed: ManagedIdentityCredential: Network unreachable. Message: network_error: See https://aka.ms/msal.js.errors#network_error for details.",
    );
  });
});

describe("signing in with the Azure CLI", function () {
  this.timeout(30_000);
  let tenant: Tenant;
  before(async () => {
    tenant = await startTenant({ acceptedTokens: "listed" });
  });
  after(() => tenant.close());
  beforeEach(() => {
    tenant.sent();
  });

  /** The environment with a stand-in for `az` in front. */
  function cli(script: string): Record<string, string> {
    writeExecutable(tenant.folder, "az", script);
    const path = [tenant.folder, process.env["PATH"] ?? ""].join(delimiter);
    return { CONNECTEDORGS_USE_CLI: "true", PATH: path };
  }
  const answer = () => JSON.stringify({ accessToken: machineToken, expires_on: inAnHour(), tokenType: "Bearer" });
  const record = () => join(tenant.folder, "asked.txt");

  it("works with the token that it issues for Graph, in the tenant if one is given", async () => {
    for (const [ids, flags] of [
      [{}, ""],
      [{ CONNECTEDORGS_TENANT_ID: tenantId }, ` --tenant ${tenantId}`],
    ] as const) {
      const env = { ...cli(`echo "$@" > '${record()}'\necho '${answer()}'`), ...ids };
      assert.equal(await withProvider(tenant, env, read), "Wingtip Toys");
      assert.equal(
        readFileSync(record(), "utf8"),
        `account get-access-token --output json --resource https://graph.microsoft.com${flags}\n`,
      );
      assert.deepEqual(tenant.sent(), [reads]);
    }
  });

  it("is an error with what to do when nobody is signed in, or the CLI is not there", async () => {
    const refused = (env: Record<string, string>) => withProvider(tenant, env, (host) => refusalOf(read(host)));
    const failed = "Signing in with the Azure CLI's sign-in failed:";
    assert.deepEqual(
      [
        await refused(cli("echo 'ERROR: Please run \"az login\" to setup account.' >&2; exit 1")),
        await refused({ ...cli(""), PATH: "/bin" }),
        await refused(cli("echo 'ERROR: AADSTS50076: You must use multi-factor authentication.' >&2; exit 1")),
      ],
      [
        `${failed} Please run 'az login' from a command prompt to authenticate before using this credential.`,
        `${failed} Azure CLI could not be found. Please visit https://aka.ms/azure-cli for installation instructions and then, once installed, authenticate to your Azure account using 'az login'.`,
        `${failed} AADSTS50076: You must use multi-factor authentication.`,
      ],
    );
  });

  it("is refused by Graph with the remedy, because its tokens never hold the permission", async () => {
    tenant.emulator.portal.setPermissions([]);
    const message = await withProvider(tenant, cli(`echo '${answer()}'`), (host) => refusalOf(read(host)));
    assert.match(
      message,
      /^Graph answered 403 UnAuthorized: .* Grant EntitlementManagement\.ReadWrite\.All \(application, with admin consent\) or the role Identity Governance Administrator to the Azure CLI's sign-in; tokens of the Azure CLI never hold this permission\. If that is granted, somebody may have deleted the organization: remove it from the state with pulumi state delete\.$/,
    );
  });
});
