/** Signing in as the machine, or as whoever signed in to the Azure CLI on it, with the real credential library. Needs a build. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { writeExecutable } from "../support/executable";
import { withProvider } from "../support/host";
import { clientId, machineToken, tenantId } from "../support/sign-in";
import { type Environment, read, reads, refused, useTenant } from "./support";

const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;
const graph = "https://graph.microsoft.com";

describe("signing in on a machine", () => {
  const tenant = useTenant({ acceptedTokens: "listed" });

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
  const metadata = (url = tenant.issuer.url) => ({
    CONNECTEDORGS_USE_MSI: "true",
    AZURE_POD_IDENTITY_AUTHORITY_HOST: url,
  });

  it("works in App Service, whose header proves that the app itself asks, with one token for many operations", async () => {
    issues();
    await withProvider(tenant, appService(), async (host) => {
      const names = await Promise.all(Array.from({ length: 20 }, () => read(host)));
      assert.deepEqual(new Set(names), new Set(["Wingtip Toys"]));
      tenant.sent();
      assert.equal(await read(host), "Wingtip Toys");
    });
    assert.deepEqual(tenant.issuer.asked(), [
      {
        method: "GET",
        path: "/msi/token",
        query: { "api-version": "2019-08-01", resource: graph },
        by: "header-of-the-machine",
      },
    ]);
    assert.deepEqual(tenant.sent(), [reads]);
  });

  for (const [whose, ids, own] of [
    ["the machine's own identity", {}, {}],
    ["a user-assigned identity", { CONNECTEDORGS_CLIENT_ID: clientId }, { client_id: clientId }],
  ] as const) {
    it(`works with ${whose} from the instance metadata service`, async () => {
      issues({ expires_in: "3600", resource: graph });
      assert.equal(await withProvider(tenant, { ...metadata(), ...ids }, read), "Wingtip Toys");
      assert.deepEqual(tenant.issuer.asked(), [
        {
          method: "GET",
          path: "/metadata/identity/oauth2/token/",
          query: { "api-version": "2018-02-01", resource: graph, ...own },
          by: "true",
        },
      ]);
      assert.deepEqual(tenant.sent(), [reads]);
    });
  }

  it("fails with what the machine answers when it has no such identity", async () => {
    const body = { error: "invalid_request", error_description: "Identity not found" };
    tenant.issuer.answerWith({ status: 400, body });
    assert.equal(
      await refused(tenant, { ...metadata(), CONNECTEDORGS_CLIENT_ID: clientId }),
      `Signing in with the managed identity ${clientId} failed: ManagedIdentityCredential: Authentication failed. Message invalid_request: Error(s): Not Available - Timestamp: Not Available - Description: Identity not found - Correlation ID: Not Available - Trace ID: Not Available.`,
    );
    assert.deepEqual(tenant.sent(), []);
  });

  it("fails when the machine has no identity service", async () => {
    // The library tries for some seconds, and one try may take a third of the time-out.
    const env = { ...metadata("http://127.0.0.1:1"), CONNECTEDORGS_TIMEOUT_SECONDS: "80" };
    assert.equal(
      await refused(tenant, env),
      "Signing in with the managed identity failed: ManagedIdentityCredential: Network unreachable. Message: network_error: See https://aka.ms/msal.js.errors#network_error for details.",
    );
  });
});

describe("signing in with the Azure CLI", () => {
  const tenant = useTenant({ acceptedTokens: "listed" });

  /** The environment with a stand-in for `az` in front. */
  function cli(script: string): Record<string, string> {
    writeExecutable(tenant.folder, "az", script);
    return { CONNECTEDORGS_USE_CLI: "true", PATH: [tenant.folder, process.env["PATH"] ?? ""].join(delimiter) };
  }
  const answer = () => JSON.stringify({ accessToken: machineToken, expires_on: inAnHour(), tokenType: "Bearer" });

  for (const [where, ids, flags] of [
    ["the tenant that the CLI is in", {}, ""],
    ["the tenant that is given", { CONNECTEDORGS_TENANT_ID: tenantId }, ` --tenant ${tenantId}`],
  ] as const) {
    it(`works with a token for Graph, in ${where}`, async () => {
      const record = join(tenant.folder, "asked.txt");
      const env = { ...cli(`echo "$@" > '${record}'\necho '${answer()}'`), ...ids };
      assert.equal(await withProvider(tenant, env, read), "Wingtip Toys");
      assert.equal(
        readFileSync(record, "utf8"),
        `account get-access-token --output json --resource ${graph}${flags}\n`,
      );
      assert.deepEqual(tenant.sent(), [reads]);
    });
  }

  const failures: [what: string, env: () => Environment, expected: string][] = [
    [
      "nobody is signed in",
      () => cli("echo 'ERROR: Please run \"az login\" to setup account.' >&2; exit 1"),
      "Please run 'az login' from a command prompt to authenticate before using this credential.",
    ],
    [
      "the CLI is not there",
      () => ({ ...cli(""), PATH: "/bin" }),
      "Azure CLI could not be found. Please visit https://aka.ms/azure-cli for installation instructions and then, once installed, authenticate to your Azure account using 'az login'.",
    ],
    [
      "Entra refuses",
      () => cli("echo 'ERROR: AADSTS50076: You must use multi-factor authentication.' >&2; exit 1"),
      "AADSTS50076: You must use multi-factor authentication.",
    ],
  ];
  for (const [what, env, expected] of failures) {
    it(`fails with what to do when ${what}`, async () => {
      assert.equal(await refused(tenant, env()), `Signing in with the Azure CLI's sign-in failed: ${expected}`);
    });
  }

  it("is refused by Graph with the remedy, because its tokens never hold the permission", async () => {
    tenant.emulator.portal.setPermissions([]);
    assert.match(
      await refused(tenant, cli(`echo '${answer()}'`)),
      /^Graph answered 403 UnAuthorized: .* Grant EntitlementManagement\.ReadWrite\.All \(application, with admin consent\) or the role Identity Governance Administrator to the Azure CLI's sign-in; tokens of the Azure CLI never hold this permission\. If that is granted already, the organization may have been deleted: remove it from the state with pulumi state delete\.$/,
    );
  });
});
