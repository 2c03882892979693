/** `connectedorgs doctor` against what Graph refuses, and what a token tells. Needs a build. */
import assert from "node:assert/strict";
import { issueJwt } from "../credentials/issuer";
import { app, clientId, machineToken, secret, startTenant, type Tenant, tenantId } from "../credentials/support";
import { writeExecutable } from "../support/executable";
import { type Examined, examine, makeEngine, problemsOf } from "./doctor-run";

const withSecret = { ...app, CONNECTEDORGS_CLIENT_SECRET: secret };
const client = `the client secret of app ${clientId} in tenant ${tenantId}`;
const forbidden =
  "reading connected organizations: Graph answered 403 UnAuthorized: Attempted to perform an unauthorized operation. User is not authorized to perform the operation. Reason: The caller is not authorized (…).";
const grant = (whom: string) =>
  `Grant EntitlementManagement.ReadWrite.All (application, with admin consent) or the role Identity Governance Administrator to ${whom}; tokens of the Azure CLI never hold this permission.`;

describe("connectedorgs doctor, asking Graph", function () {
  this.timeout(60_000);
  let tenant: Tenant;
  before(async () => {
    tenant = await startTenant({ acceptedTokens: "any" });
  });
  after(() => tenant.close());
  beforeEach(() => {
    tenant.emulator.reset();
  });

  const run = async (env: Record<string, string>): Promise<Examined> =>
    await examine({
      NODE_EXTRA_CA_CERTS: tenant.trusted,
      CONNECTEDORGS_GRAPH_ENDPOINT: tenant.url,
      CONNECTEDORGS_AUTHORITY_HOST: tenant.url,
      ...env,
    });
  const line = ({ lines }: Examined, check: string) => lines.find((one) => one.check === check);

  it("finds nothing wrong where nothing is, signs in once and writes nothing", async () => {
    const examined = await run(withSecret);
    assert.deepEqual(
      [examined.exitCode, examined.lines.slice(1, 7)],
      [
        0,
        [
          { check: "credential", status: "ok", found: client },
          { check: "token", status: "ok", found: `Obtained for app ${clientId} in tenant ${tenantId}, valid until ….` },
          {
            check: "roles",
            status: "ok",
            found:
              "The token's application permissions: EntitlementManagement.ReadWrite.All, CrossTenantInformation.ReadBasic.All.",
          },
          { check: "read", status: "ok", found: "Graph lists connected organizations (1 on the first page)." },
          { check: "write", status: "ok", found: "The token holds EntitlementManagement.ReadWrite.All." },
          {
            check: "licence",
            status: "ok",
            found: "Graph answers, so the tenant has a licence for entitlement management.",
          },
        ],
      ],
    );
    assert.deepEqual(new Set(examined.lines.map(({ status }) => status)), new Set(["ok"]));
    const sent = tenant.sent();
    assert.equal(sent.filter((request) => request.includes("/token")).length, 1);
    assert.deepEqual(
      sent.filter((request) => request.includes("/identityGovernance/")),
      ["GET /v1.0/identityGovernance/entitlementManagement/connectedOrganizations"],
    );
  });

  it("without the permission says whom to grant what", async () => {
    tenant.emulator.portal.setPermissions([]);
    const examined = await run(withSecret);
    assert.deepEqual(
      [examined.exitCode, problemsOf(examined)],
      [
        1,
        [
          ["read", forbidden, grant(client)],
          ["write", "Who may not read may not write.", grant(client)],
        ],
      ],
    );
    assert.deepEqual(line(examined, "licence")?.status, "unknown");
  });

  it("with the Azure CLI's token says that this one never holds it", async () => {
    tenant.emulator.portal.setPermissions([]);
    const token = issueJwt({ aud: "https://graph.microsoft.com", scp: "Directory.AccessAsUser.All", appid: clientId });
    const folder = makeEngine();
    const expires = Math.floor(Date.now() / 1000) + 3600;
    const answer = JSON.stringify({ accessToken: token, expires_on: expires, tokenType: "Bearer" });
    writeExecutable(folder, "az", `echo '${answer}'`);
    const path = `${folder}:${process.env["PATH"]}`;
    const examined = await run({ CONNECTEDORGS_USE_CLI: "true", PATH: path });
    assert.deepEqual(problemsOf(examined), [
      [
        "roles",
        "The token's delegated permissions: Directory.AccessAsUser.All. EntitlementManagement.ReadWrite.All is not among them.",
        "Grant EntitlementManagement.ReadWrite.All (delegated, with admin consent) to the app that signs in; tokens of the Azure CLI never hold it.",
      ],
      ["read", forbidden, grant("the Azure CLI's sign-in")],
      ["write", "Who may not read may not write.", grant("the Azure CLI's sign-in")],
    ]);
    assert.equal(examined.output.includes(token), false);
  });

  it("without a licence says which ones there are", async () => {
    tenant.emulator.switches.set({ licence: "missing" });
    const fact =
      "reading connected organizations: Graph answered 403 NoLicense: The tenant does not have a license for this feature (…).";
    const remedy = "Assign Microsoft Entra ID P2 or Microsoft Entra ID Governance licences to the tenant.";
    const examined = await run(withSecret);
    assert.deepEqual(problemsOf(examined), [
      ["read", fact, remedy],
      ["licence", fact, remedy],
    ]);
  });

  it("with a token that may only read does not claim to know about writing", async () => {
    tenant.emulator.portal.setPermissions(["EntitlementManagement.Read.All"]);
    const examined = await run(withSecret);
    assert.deepEqual(
      [examined.exitCode, line(examined, "write")],
      [
        0,
        {
          check: "write",
          status: "unknown",
          found:
            "The token lacks EntitlementManagement.ReadWrite.All. Whether the app has the role Identity Governance Administrator instead cannot be seen without writing.",
          remedy: `To be sure, see that ${client} has EntitlementManagement.ReadWrite.All or the role Identity Governance Administrator. Reading alone is enough for preview and refresh.`,
        },
      ],
    );
  });

  it("with an application's directory role says that no token shows it", async () => {
    tenant.emulator.portal.setPermissions(["Identity Governance Administrator"]);
    const { lines } = await run({
      CONNECTEDORGS_ACCESS_TOKEN: issueJwt({ aud: "https://graph.microsoft.com", roles: [] }),
    });
    const shown = lines
      .filter(({ check }) => check === "roles" || check === "read")
      .map(({ status, found }) => [status, found]);
    assert.deepEqual(shown, [
      [
        "unknown",
        "The token's application permissions: none. EntitlementManagement.ReadWrite.All is not among them. The app may hold a directory role instead, which no token shows.",
      ],
      ["ok", "Graph lists connected organizations (1 on the first page)."],
    ]);
  });

  it("with a token that cannot be read leaves open what only Graph knows", async () => {
    const { exitCode, lines, output } = await run({ CONNECTEDORGS_ACCESS_TOKEN: machineToken });
    const unknown = lines.filter(({ status }) => status === "unknown").map(({ check }) => check);
    assert.deepEqual([exitCode, unknown, output.includes(machineToken)], [0, ["roles", "write"], false]);
  });

  it("for a token of another cloud, or one whose time is over, says so before Graph does", async () => {
    tenant.emulator.switches.set({ acceptedTokens: "listed" });
    const problems = async (claims: Record<string, unknown>) =>
      problemsOf(await run({ CONNECTEDORGS_ACCESS_TOKEN: issueJwt({ roles: [], ...claims }) }));
    const [cloud, read] = await problems({ aud: "https://graph.microsoft.us" });
    const [ended] = await problems({ aud: "https://graph.microsoft.com", exp: 1 });
    assert.deepEqual(
      [cloud, ended, read?.[0], read?.[2]],
      [
        [
          "token",
          "The token is for https://graph.microsoft.us and not for https://graph.microsoft.com.",
          "The setting environment must name the cloud that the token is for; a token of Graph's is asked for with the scope https://graph.microsoft.com/.default.",
        ],
        ["token", "The token ended at ….", "Make a new one for accessToken."],
        "read",
        "Graph did not accept the token of the given access token: check that the tenant and the setting environment belong together, and renew the credential; refresh and destroy use the configuration recorded at the last up, while environment variables are read each time.",
      ],
    );
  });

  it("for a Graph that cannot be reached names network and endpoint, and does not wait for it", async () => {
    const examined = await run({ ...withSecret, CONNECTEDORGS_GRAPH_ENDPOINT: "https://127.0.0.1:2" });
    assert.deepEqual(problemsOf(examined), [
      [
        "read",
        "reading connected organizations: Graph could not be reached: ECONNREFUSED.",
        "Check the network, proxy and DNS of this machine, and the settings environment and graphEndpoint.",
      ],
    ]);
  });
});
