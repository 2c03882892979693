/** Who may control the emulator, what its log keeps, and how fast its fault rules match. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { matchesPath } from "../../emulator/path-pattern";
import { clientId, secret } from "../support/sign-in";
import { createClient, host, ids, type Json, organizations } from "./client";

describe("emulator: access to the control routes and the page", () => {
  let emulator: Emulator;
  let listener: Listener;
  before(async () => {
    emulator = createEmulator();
    listener = await emulator.listen({ host: "127.0.0.2" });
  });
  after(() => listener.close());

  /** With any Host, which `fetch` would not send. */
  function ask(
    headers: Record<string, string>,
    path = "/_emulator/state",
    method = "GET",
  ): Promise<[number | undefined, string]> {
    return new Promise((resolve, reject) => {
      request(new URL(path, listener.url), { method, headers }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => resolve([answer.statusCode, text]));
      })
        .on("error", reject)
        .end();
    });
  }

  /** The statuses of a look at the page, and of a form that is sent. */
  async function visit(headers: Record<string, string>): Promise<unknown[]> {
    const accept = "text/html";
    const [page] = await ask({ accept, ...headers }, "/");
    const [form] = await ask({ accept, ...headers }, "/_emulator/page/reset", "POST");
    return [page, form];
  }

  for (const [what, headers] of [
    ["the address it listens on", {}],
    ["localhost", { host: "localhost:8800" }],
    ["LOCALHOST without a port", { host: "LOCALHOST" }],
    ["127.0.0.1", { host: "127.0.0.1:1" }],
    ["::1", { host: "[::1]:8800" }],
    ["a page of its own", { host: "localhost", origin: "http://localhost", "sec-fetch-site": "same-origin" }],
    ["somebody who types the address", { "sec-fetch-site": "none" }],
  ] as const) {
    it(`is open to ${what}`, async () => {
      assert.equal((await ask(headers))[0], 200);
      assert.deepEqual(await visit(headers), [200, 303]);
    });
  }

  for (const [what, headers] of [
    ["a name that leads here by DNS", { host: "rebound.example:8800" }],
    ["a name that begins like a loopback one", { host: "localhost.rebound.example" }],
    ["an address of the network", { host: "192.168.1.20:8800" }],
    ["a page of another origin", { origin: "https://evil.example" }],
    ["a page on another port", { host: "localhost:8800", origin: "http://localhost:3000" }],
    ["a page without an origin", { origin: "null" }],
    ["a cross-site request without Origin", { "sec-fetch-site": "cross-site" }],
    ["a request of the same site", { "sec-fetch-site": "same-site" }],
  ] as const) {
    it(`is refused to ${what}`, async () => {
      const { id } = emulator.portal.create({});
      const [status, text] = await ask(headers);
      assert.deepEqual([status, ...(await visit(headers))], [403, 403, 403]);
      assert.ok(emulator.portal.get(id), "The form does nothing.");
      assert.match(text, /^\{"error":".+ may not control the emulator\. .+\."\}$/);
    });
  }

  it("is open by the name that it was told to listen on", async () => {
    const named = await createEmulator().listen({ host: "localhost" });
    const { port } = new URL(named.url);
    assert.equal((await fetch(`http://localhost:${port}/_emulator/state`)).status, 200);
    await named.close();
  });

  it("leaves Graph's own routes to every name", async () => {
    const headers = { host: "graph.example", origin: "https://portal.example", authorization: "Bearer x" };
    assert.equal((await ask(headers, `/v1.0${organizations}`))[0], 200);
  });

  it("takes bodies up to 4 MiB", async () => {
    const reset = (size: number) =>
      fetch(`${listener.url}/_emulator/reset`, { method: "POST", body: "{}".padEnd(size) });
    const limit = 4 * 1024 * 1024;
    assert.deepEqual([(await reset(limit)).status, (await reset(limit + 1)).status], [204, 413]);
  });
});

describe("emulator: the request log", () => {
  const jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJqb2IifQ.c2ln";
  const secrets = [secret, jwt, "token-of-the-caller", "header-of-the-machine", "token-of-the-member"];
  const form = { client_id: clientId, client_secret: secret, client_assertion: jwt };

  async function sendSecrets(logSecrets: boolean): Promise<Emulator> {
    const client = createClient({ logSecrets });
    const body = new URLSearchParams(form).toString();
    await client.call("POST", `${host}/${ids.own}/oauth2/v2.0/token?client_secret=${secret}`, body);
    const headers = { authorization: "Bearer token-of-the-caller", "x-identity-header": "header-of-the-machine" };
    const member = { Authorization: "Bearer token-of-the-member" };
    const requests = [{ id: "1", method: "GET", url: organizations, headers: member }];
    await client.call("POST", "/$batch", { requests }, headers);
    return client.emulator;
  }

  it("holds no token and no secret, in process and over HTTP, and all the rest", async () => {
    const emulator = await sendSecrets(false);
    const shown = await (await emulator.fetch(`${host}/_emulator/requests`)).text();
    assert.deepEqual(
      secrets.filter((text) => shown.includes(text)),
      [],
    );
    assert.equal(shown, JSON.stringify(emulator.requests));
    const [token, batch] = emulator.requests;
    assert.equal(token?.path, `/${ids.own}/oauth2/v2.0/token?client_secret=***`);
    assert.equal(token?.body, `client_id=${clientId}&client_secret=***&client_assertion=***`);
    const { authorization, "content-type": type } = batch?.headers ?? {};
    assert.deepEqual([authorization, type], ["Bearer ***", "application/json"]);
    const { requests } = (batch?.body ?? {}) as { requests?: Json[] };
    assert.deepEqual(requests?.[0], {
      id: "1",
      method: "GET",
      url: organizations,
      headers: { Authorization: "Bearer ***" },
    });
  });

  it("holds them when it is told to", async () => {
    const shown = JSON.stringify((await sendSecrets(true)).requests);
    assert.deepEqual(
      secrets.filter((text) => !shown.includes(text)),
      [],
    );
  });

  it("keeps the last 10,000 requests", async () => {
    const { emulator } = createClient();
    for (let index = 0; index < 10_003; index += 1) await emulator.fetch(`${host}/${index}`);
    assert.deepEqual([emulator.requests.length, emulator.requests[0]?.path], [10_000, "/3"]);
  });
});

describe("emulator: path patterns of faults", () => {
  const path = `/v1.0/${"a".repeat(16_000)}`;
  for (const [pattern, sent, matches] of [
    ["*a*a*a*a*a*a*a*a*b", path, false],
    [`*${"a*".repeat(2_000)}`, path, true],
    ["/v1.0/*", path, true],
    ["*/v1.0", path, false],
    ["/users*users", "/users", false],
    ["/users*users", "/usersusers", true],
    ["*", "", true],
    ["**X*", "/users/x", true],
    ["USERS", "/v1.0/users?$top=1", true],
    ["/v1.0/users.*", "/v1.0/users/1", false],
  ] as const) {
    it(`${pattern.slice(0, 24)} ${matches ? "matches" : "does not match"} ${sent.slice(0, 24)}`, () => {
      assert.equal(matchesPath(pattern, sent), matches);
    });
  }
});
