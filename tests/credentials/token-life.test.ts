/** How long a token is used and when another one is taken, with the real credential library. Needs a build. */
import assert from "node:assert/strict";
import type { DynamicHost } from "../../harness/host/dynamic-host";
import { issueJwt } from "./issuer";
import {
  app,
  clientId,
  discovers,
  federated,
  machineToken,
  read,
  reads,
  refusalOf,
  secret,
  signsIn,
  startTenant,
  type Tenant,
  tenantId,
  withProvider,
} from "./support";

const env = { ...app, CONNECTEDORGS_CLIENT_SECRET: secret };
const atOnce = (host: DynamicHost, count: number) => Promise.all(Array.from({ length: count }, () => read(host)));
const count = (requests: readonly string[], request: string) => requests.filter((each) => each === request).length;

describe("a token", function () {
  this.timeout(40_000);
  let tenant: Tenant;
  let passed = 0;
  before(async () => {
    tenant = await startTenant({}, { clock: () => Date.now() + passed });
  });
  after(() => tenant.close());
  beforeEach(() => {
    passed = 0;
    tenant.emulator.switches.reset();
    tenant.emulator.switches.set({ acceptedTokens: "issued" });
    tenant.sent();
    tenant.issuer.asked();
  });

  it("is asked for once by a process, however many operations begin together", async () => {
    await withProvider(tenant, env, async (host) => {
      assert.deepEqual(new Set(await atOnce(host, 40)), new Set(["Wingtip Toys"]));
      assert.equal(await read(host), "Wingtip Toys");
    });
    const sent = tenant.sent();
    assert.deepEqual([count(sent, discovers), count(sent, signsIn), sent.at(-1)], [1, 1, reads]);
  });

  it("that ended before its time is renewed once, and the request repeated", async () => {
    await withProvider(tenant, env, async (host) => {
      await read(host);
      tenant.sent();
      passed = 4_000_000;
      assert.equal(await read(host), "Wingtip Toys");
      assert.deepEqual(tenant.sent(), [reads, discovers, signsIn, reads]);
      assert.equal(await read(host), "Wingtip Toys");
      assert.deepEqual(tenant.sent(), [reads]);
    });
  });

  it("that ended before its time is renewed once for all operations that are under way", async () => {
    await withProvider(tenant, env, async (host) => {
      await read(host);
      tenant.sent();
      passed = 4_000_000;
      assert.deepEqual(new Set(await atOnce(host, 30)), new Set(["Wingtip Toys"]));
      const sent = tenant.sent();
      assert.deepEqual([count(sent, discovers), count(sent, signsIn)], [1, 1]);
    });
  });

  it("that Graph refuses also when it is new is an error with the remedy, after two tries", async () => {
    tenant.emulator.switches.set({ acceptedTokens: "listed" });
    const message = await withProvider(tenant, env, (host) => refusalOf(read(host)));
    assert.deepEqual(tenant.sent(), [discovers, signsIn, reads, discovers, signsIn, reads]);
    assert.match(message, /^Graph answered 401 InvalidAuthenticationToken: /);
    const remedy = `Graph did not accept the token of the client secret of app ${clientId} in tenant ${tenantId}: check that the tenant and the setting environment belong together, and renew the credential; refresh and destroy use the configuration recorded at the last up, while environment variables are read each time.`;
    assert.equal(message.slice(-remedy.length), remedy);
  });

  it("of a federated file is taken with what the file holds then", async () => {
    const claims = { iss: federated.issuer, sub: federated.subject };
    const jwts = [issueJwt({ ...claims, jti: "first" }), issueJwt({ ...claims, jti: "second", exp: 4_000_000_000 })];
    const file = tenant.write("rotated.jwt", jwts[0] ?? "");
    await withProvider(tenant, { ...app, CONNECTEDORGS_OIDC_TOKEN_FILE_PATH: file }, async (host) => {
      await read(host);
      tenant.write("rotated.jwt", jwts[1] ?? "");
      passed = 4_000_000;
      assert.equal(await read(host), "Wingtip Toys");
    });
    assert.deepEqual(
      tenant.tokenForms().map((form) => form["client_assertion"]),
      jwts,
    );
  });

  it("of a machine is not asked for again when Graph refuses it, because the library keeps the same one", async () => {
    tenant.issuer.answerWith({
      status: 200,
      body: {
        access_token: machineToken,
        expires_on: String(Math.floor(Date.now() / 1000) + 3600),
        token_type: "Bearer",
      },
    });
    const machine = {
      CONNECTEDORGS_USE_MSI: "true",
      IDENTITY_ENDPOINT: `${tenant.issuer.url}/msi/token`,
      IDENTITY_HEADER: "header-of-the-machine",
    };
    const message = await withProvider(tenant, machine, (host) => refusalOf(read(host)));
    assert.match(message, /^Graph answered 401 InvalidAuthenticationToken: .*the token of the managed identity: /);
    assert.deepEqual([tenant.issuer.asked().length, tenant.sent()], [1, [reads, reads]]);
  });

  for (const [title, fault] of [
    ["503", { kind: "status", status: 503 }],
    ["429 with Retry-After", { kind: "status", status: 429, retryAfter: 1 }],
    ["a reset connection", { kind: "reset" }],
  ] as const) {
    it(`is asked for again when the authority answers once with ${title}`, async () => {
      tenant.emulator.faults.add({ path: "/token", fault });
      assert.equal(await withProvider(tenant, env, read), "Wingtip Toys");
      assert.deepEqual(tenant.sent(), [discovers, signsIn, signsIn, reads]);
    });
  }
});
