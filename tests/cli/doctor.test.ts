/** `connectedorgs doctor` on settings, sign-in and permissions, in process against an emulated tenant. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { writeExecutable } from "../support/executable";
import { app, clientId, issueJwt, machineToken, secret, signInThrough, signsIn, tenantId } from "../support/sign-in";
import { examine, lineOf, makeEngine, problemsOf } from "./doctor-run";

const withSecret = { ...app, CONNECTEDORGS_CLIENT_SECRET: secret };
const client = `the client secret of app ${clientId} in tenant ${tenantId}`;
const reading = "reading connected organizations:";
const forbidden = `${reading} Graph answered 403 UnAuthorized: Attempted to perform an unauthorized operation. User is not authorized to perform the operation. Reason: The caller is not authorized (…).`;
const unlicensed = `${reading} Graph answered 403 NoLicense: The tenant does not have a license for this feature (…).`;
const assign = "Assign Microsoft Entra ID P2 or Microsoft Entra ID Governance licences to the tenant.";
const readWrite = "EntitlementManagement.ReadWrite.All";
const role = "the role Identity Governance Administrator";
const grant = (whom: string) =>
  `Grant ${readWrite} (application, with admin consent) or ${role} to ${whom}; tokens of the Azure CLI never hold this permission.`;
const set = (name: string, variable: string) =>
  `Set ${variable} or the stack configuration connectedorgs:${name}; with an explicit provider, its argument ${name}.`;

describe("connectedorgs doctor", () => {
  let emulator: Emulator;
  let listener: Listener;
  let restore: () => void;
  before(async () => {
    emulator = createEmulator({
      seed: { organizations: [{ displayName: "Wingtip Toys" }], apps: [{ clientId, secrets: [{ value: secret }] }] },
    });
    listener = await emulator.listen();
    restore = signInThrough(() => fetch);
  });
  after(async () => {
    restore();
    await listener.close();
  });
  beforeEach(() => emulator.reset());

  /** Runs it in this tenant, and sees that nothing secret is printed. */
  async function inTenant(env: Readonly<Record<string, string>>) {
    const { url } = listener;
    const examined = await examine({ CONNECTEDORGS_GRAPH_ENDPOINT: url, CONNECTEDORGS_AUTHORITY_HOST: url, ...env });
    for (const [name, value] of Object.entries(env))
      if (/(SECRET|TOKEN|PASSWORD)$/.test(name)) assert.ok(!examined.output.includes(value), name);
    return examined;
  }
  const withToken = (claims: Readonly<Record<string, unknown>>) =>
    inTenant({ CONNECTEDORGS_ACCESS_TOKEN: issueJwt({ aud: "https://graph.microsoft.com", ...claims }) });

  it("reports no problem if there is none, signs in once and writes nothing", async () => {
    const { code, lines } = await inTenant(withSecret);
    const ok = (check: string, found: string) => ({ check, status: "ok", found });
    assert.deepEqual(
      [code, lines.slice(1, 7)],
      [
        0,
        [
          ok("credential", client),
          ok("token", `Obtained for app ${clientId} in tenant ${tenantId}, valid until ….`),
          ok("roles", `The token's application permissions: ${readWrite}, CrossTenantInformation.ReadBasic.All.`),
          ok("read", "Graph lists connected organizations (1 on the first page)."),
          ok("write", `The token contains ${readWrite}.`),
          ok("licence", "Graph answers, so the tenant is licensed for entitlement management."),
        ],
      ],
    );
    assert.deepEqual(new Set(lines.map(({ status }) => status)), new Set(["ok"]));
    assert.deepEqual(
      emulator.requests.map(({ method, path }) => `${method} ${path}`),
      [signsIn, "GET /v1.0/identityGovernance/entitlementManagement/connectedOrganizations"],
    );
  });

  it("says whom to grant what if the permission is missing", async () => {
    emulator.portal.setPermissions([]);
    const examined = await inTenant(withSecret);
    assert.deepEqual(
      [examined.code, problemsOf(examined), lineOf(examined, "licence")?.status],
      [
        1,
        [
          ["read", forbidden, grant(client)],
          ["write", "Without read access there is no write access.", grant(client)],
        ],
        "unknown",
      ],
    );
  });

  it("says that the Azure CLI's token never holds the permission", async () => {
    emulator.portal.setPermissions([]);
    restore();
    const token = issueJwt({ aud: "https://graph.microsoft.com", scp: "Directory.AccessAsUser.All", appid: clientId });
    const expires = Math.floor(Date.now() / 1000) + 3600;
    const folder = makeEngine();
    writeExecutable(folder, "az", `echo '${JSON.stringify({ accessToken: token, expires_on: expires })}'`);
    const examined = await inTenant({ CONNECTEDORGS_USE_CLI: "true", PATH: `${folder}:${process.env["PATH"]}` });
    restore = signInThrough(() => fetch);
    const signIn = "the Azure CLI's sign-in";
    assert.deepEqual(problemsOf(examined), [
      [
        "roles",
        `The token's delegated permissions: Directory.AccessAsUser.All. ${readWrite} is not among them.`,
        `Grant ${readWrite} (delegated, with admin consent) to the app that signs in; Azure CLI tokens never contain it.`,
      ],
      ["read", forbidden, grant(signIn)],
      ["write", "Without read access there is no write access.", grant(signIn)],
    ]);
    assert.ok(!examined.output.includes(token));
  });

  it("says which licences there are if the tenant has none", async () => {
    emulator.switches.set({ licence: "missing" });
    const examined = await inTenant(withSecret);
    assert.deepEqual(problemsOf(examined), [
      ["read", unlicensed, assign],
      ["licence", unlicensed, assign],
    ]);
  });

  it("says whether access-package policies can be read, if protectInUse needs them", async () => {
    const protecting = { ...withSecret, CONNECTEDORGS_PROTECT_IN_USE: "warn", CONNECTEDORGS_API_VERSION: "beta" };
    const granted = lineOf(await inTenant(protecting), "policies");
    assert.equal(granted?.found, "Graph lists access-package policies (1 on the first page), as protectInUse needs.");
    emulator.switches.set({ policiesPermission: "refused" });
    const found = forbidden.replace(reading, "reading access-package policies:");
    assert.deepEqual(problemsOf(await inTenant(protecting)), [["policies", found, grant(client)]]);
  });

  it("leaves open what no token shows", async () => {
    emulator.portal.setPermissions(["EntitlementManagement.Read.All"]);
    const reader = await inTenant(withSecret);
    assert.deepEqual(
      [reader.code, lineOf(reader, "write")],
      [
        0,
        {
          check: "write",
          status: "unknown",
          found: `The token lacks ${readWrite}. The app may have ${role} instead, which shows only when something is written.`,
          remedy: `Make sure ${client} has ${readWrite} or ${role}. Preview and refresh only read.`,
        },
      ],
    );
    emulator.portal.setPermissions(["Identity Governance Administrator"]);
    const administrator = await withToken({ roles: [] });
    assert.deepEqual(
      [lineOf(administrator, "roles"), lineOf(administrator, "read")?.status],
      [
        {
          check: "roles",
          status: "unknown",
          found: `The token's application permissions: none. ${readWrite} is not among them. The app may have a directory role instead, which no token shows.`,
        },
        "ok",
      ],
    );
    const { code, lines } = await inTenant({ CONNECTEDORGS_ACCESS_TOKEN: machineToken });
    const unknown = lines.filter(({ status }) => status === "unknown").map(({ check }) => check);
    assert.deepEqual([code, unknown], [0, ["roles", "write"]]);
  });

  it("names the variable from which a secret comes", async () => {
    const { lines } = await inTenant({ ...app, CONNECTEDORGS_CLIENT_SECRET_VARIABLE: "EUROPE", EUROPE: secret });
    assert.match(lines[0]?.found ?? "", /, clientSecret from EUROPE, clientSecretVariable from CONNECTEDORGS_/);
  });

  it("reads a token whose end is no date", async () => {
    const examined = await withToken({ exp: 1e20 });
    assert.deepEqual([examined.code, lineOf(examined, "token")?.found], [0, "Obtained."]);
  });

  it("recognizes a token of another cloud, or an expired one, before Graph does", async () => {
    emulator.switches.set({ acceptedTokens: "listed" });
    const [cloud, read] = problemsOf(await withToken({ aud: "https://graph.microsoft.us" }));
    const [ended] = problemsOf(await withToken({ exp: 1 }));
    assert.deepEqual(
      [cloud, ended, read?.[0], read?.[2]],
      [
        [
          "token",
          "The token is for https://graph.microsoft.us, not for https://graph.microsoft.com.",
          "Set environment to the cloud that the token is for, or request the token with the scope https://graph.microsoft.com/.default.",
        ],
        ["token", "The token expired at ….", "Provide a new accessToken."],
        "read",
        "Graph did not accept the token of the given access token: check that the tenant and the setting environment belong together, and renew the credential; refresh and destroy use the configuration recorded at the last up, while environment variables are read each time.",
      ],
    );
  });

  it("asks a Graph that cannot be reached once, and names network and endpoint", async () => {
    emulator.faults.add({ path: "connectedOrganizations", times: "always", fault: { kind: "reset" } });
    const examined = await inTenant(withSecret);
    const [[check, found = "", remedy] = [], ...others] = problemsOf(examined);
    assert.match(found, /^reading connected organizations: Graph could not be reached: /);
    assert.deepEqual(
      [check, remedy, others, lineOf(examined, "write")?.found, emulator.requests.length],
      [
        "read",
        "Check the network, proxy and DNS of this machine, and the settings environment and graphEndpoint.",
        [],
        "Skipped: fix read first.",
        2,
      ],
    );
  });

  const failing: [
    what: string,
    env: Record<string, string>,
    check: string,
    found: string,
    remedy: string | undefined,
  ][] = [
    [
      "a sign-in that is refused",
      { ...app, CONNECTEDORGS_CLIENT_SECRET: "wrong-secret" },
      "token",
      `Signing in with ${client} failed: AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'. Trace ID: … Correlation ID: … Timestamp: ….`,
      "The client secret is wrong: use the secret's value, not its id.",
    ],
    [
      "a method that is half-filled, with the variable of each setting",
      { CONNECTEDORGS_CLIENT_SECRET: secret, ARM_TENANT_ID: tenantId },
      "settings",
      "The setting clientSecret is given, but clientId is missing. Found: tenantId from ARM_TENANT_ID, clientSecret from CONNECTEDORGS_CLIENT_SECRET, graphEndpoint from CONNECTEDORGS_GRAPH_ENDPOINT, authorityHost from CONNECTEDORGS_AUTHORITY_HOST. The stack configuration was not read: name the stack with --stack.",
      set("clientId", "CONNECTEDORGS_CLIENT_ID"),
    ],
    [
      "a variable that is named, but not set",
      { ...app, CONNECTEDORGS_CLIENT_SECRET_VARIABLE: "EUROPE_SECRET" },
      "settings",
      'The setting clientSecretVariable must be the name of an environment variable that is set, not "EUROPE_SECRET". The stack configuration was not read: name the stack with --stack.',
      undefined,
    ],
    [
      "the lack of any method",
      app,
      "credential",
      "No credential is configured. The stack configuration was not read: name the stack with --stack.",
      "Set CONNECTEDORGS_TENANT_ID, CONNECTEDORGS_CLIENT_ID and CONNECTEDORGS_CLIENT_SECRET (an explicit provider: the arguments of these names), or choose another way to sign in: docs/configuration.md.",
    ],
  ];
  for (const [what, env, ...line] of failing) {
    it(`explains ${what}, and skips what depends on it`, async () => {
      const examined = await inTenant(env);
      const skipped = examined.lines.filter(({ found }) => found === `Skipped: fix ${line[0]} first.`);
      const checks = ["credential", "token", "roles", "read", "write", "licence"];
      assert.deepEqual([examined.code, problemsOf(examined)], [1, [line]]);
      assert.deepEqual(
        skipped.map(({ check }) => check),
        checks.slice(line[0] === "token" ? 2 : line[0] === "credential" ? 1 : 0),
      );
      assert.equal(new Set(examined.lines.map(({ check }) => check)).size, examined.lines.length);
    });
  }
});
