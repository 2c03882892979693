/** How long a token is used and when the next one is taken, with the real credential library. Needs a build. */
import assert from "node:assert/strict";
import type { DynamicHost } from "../../harness/host/dynamic-host";
import { withProvider } from "../support/host";
import {
  app,
  clientId,
  discovers,
  federated,
  issueJwt,
  machineToken,
  secret,
  signsIn,
  tenantId,
} from "../support/sign-in";
import { read, reads, refused, useTenant } from "./support";

const env = { ...app, CONNECTEDORGS_CLIENT_SECRET: secret };

describe("a token", () => {
  let passed = 0;
  const tenant = useTenant({}, { clock: () => Date.now() + passed });
  beforeEach(() => {
    passed = 0;
    tenant.emulator.switches.reset();
    tenant.emulator.switches.set({ acceptedTokens: "issued" });
  });

  /** Many reads at once; returns how often the authority and the token were asked for. */
  async function readAtOnce(host: DynamicHost, times: number): Promise<number[]> {
    tenant.sent();
    const names = await Promise.all(Array.from({ length: times }, () => read(host)));
    assert.deepEqual(new Set(names), new Set(["Wingtip Toys"]));
    const sent = tenant.sent();
    return [discovers, signsIn].map((request) => sent.filter((each) => each === request).length);
  }

  it("is asked for once by a process, and renewed once, however many operations begin together", async () => {
    await withProvider(tenant, env, async (host) => {
      assert.deepEqual(await readAtOnce(host, 40), [1, 1]);
      assert.equal(await read(host), "Wingtip Toys");
      assert.deepEqual(tenant.sent(), [reads]);
      passed = 4_000_000;
      assert.deepEqual(await readAtOnce(host, 30), [1, 1]);
    });
  });

  it("that ends before its time is renewed once, and the request repeated", async () => {
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

  it("that Graph refuses even when new is an error with the remedy, after two tries", async () => {
    tenant.emulator.switches.set({ acceptedTokens: "listed" });
    const message = await refused(tenant, env);
    assert.deepEqual(tenant.sent(), [discovers, signsIn, reads, discovers, signsIn, reads]);
    assert.match(message, /^Graph answered 401 InvalidAuthenticationToken: /);
    const remedy = `Graph did not accept the token of the client secret of app ${clientId} in tenant ${tenantId}: check that the tenant and the setting environment belong together, and renew the credential; refresh and destroy use the configuration recorded at the last up, while environment variables are read each time.`;
    assert.equal(message.slice(-remedy.length), remedy);
  });

  it("is renewed with what the federated file then holds", async () => {
    const claims = { iss: federated.issuer, sub: federated.subject };
    const jwts = [issueJwt({ ...claims, jti: "first" }), issueJwt({ ...claims, jti: "second", exp: 4_000_000_000 })];
    const file = tenant.write("rotated.jwt", jwts[0] ?? "");
    await withProvider(tenant, { ...app, CONNECTEDORGS_OIDC_TOKEN_FILE_PATH: file }, async (host) => {
      await read(host);
      tenant.write("rotated.jwt", jwts[1] ?? "");
      passed = 4_000_000;
      assert.equal(await read(host), "Wingtip Toys");
    });
    const used = tenant.tokenForms().map((form) => form["client_assertion"]);
    assert.deepEqual(used, jwts);
  });

  it("of a machine is not asked for again when Graph refuses it, because the library keeps the same one", async () => {
    const expires_on = String(Math.floor(Date.now() / 1000) + 3600);
    tenant.issuer.answerWith({ status: 200, body: { access_token: machineToken, expires_on, token_type: "Bearer" } });
    const message = await refused(tenant, {
      CONNECTEDORGS_USE_MSI: "true",
      IDENTITY_ENDPOINT: `${tenant.issuer.url}/msi/token`,
      IDENTITY_HEADER: "header-of-the-machine",
    });
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
