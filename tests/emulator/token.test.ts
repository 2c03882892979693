import assert from "node:assert/strict";
import { ClientSecretCredential } from "@azure/identity";
import { createClient, host, ids, type Json, organizations } from "./client";

const authority = "https://login.microsoftonline.com";
const clientId = "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84";
const form = {
  client_id: clientId,
  client_secret: "emulator-secret",
  grant_type: "client_credentials",
  scope: `${host}/.default`,
};

function send(
  client: ReturnType<typeof createClient>,
  fields: Record<string, string | undefined>,
  tenant: string = ids.own,
) {
  const kept = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  const body = new URLSearchParams(kept).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", authorization: "" };
  return client.call("POST", `${authority}/${tenant}/oauth2/v2.0/token`, body, headers);
}

function assertion(claims: Json): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "RS256" })}.${encode(claims)}.signature`;
}

describe("emulator: the authority", () => {
  it("issues tokens that expire by the clock", async () => {
    let now = Date.UTC(2026, 0, 1);
    const client = createClient({ clock: () => now, switches: { acceptedTokens: "issued", tokenLifetime: 600 } });
    const { status, json } = await send(client, form, "contoso.com");
    assert.equal(status, 200);
    const { access_token: token, ...rest } = json;
    assert.deepEqual(rest, { token_type: "Bearer", expires_in: 600, ext_expires_in: 600 });
    const read = () => client.call("GET", organizations, undefined, { authorization: `Bearer ${token}` });
    assert.equal((await read()).status, 200);
    now += 600_000;
    assert.equal((await read()).status, 401);
    client.emulator.switches.set({ acceptedTokens: "any" });
    assert.equal((await read()).status, 401);
  });

  const refusals: [
    what: string,
    change: Record<string, string | undefined>,
    tenant: string,
    status: number,
    error: string,
    code: number,
  ][] = [
    ["a wrong secret", { client_secret: "wrong" }, ids.own, 401, "invalid_client", 7000215],
    ["an expired secret", { client_secret: "expired-emulator-secret" }, ids.own, 401, "invalid_client", 7000222],
    ["an unknown application", { client_id: ids.nobody }, ids.own, 400, "unauthorized_client", 700016],
    ["a tenant without the application", {}, ids.wingtip, 400, "unauthorized_client", 700016],
    ["an unknown tenant", {}, "nobody.example", 400, "invalid_request", 90002],
    ["no secret", { client_secret: undefined }, ids.own, 401, "invalid_client", 7000218],
    ["no client id", { client_id: undefined }, ids.own, 400, "invalid_request", 900144],
    ["another grant", { grant_type: "password" }, ids.own, 400, "unsupported_grant_type", 70003],
    ["a scope without .default", { scope: "User.Read" }, ids.own, 400, "invalid_scope", 1002012],
    ["a text as assertion", { client_secret: undefined, client_assertion: "x" }, ids.own, 401, "invalid_client", 50027],
    [
      "an assertion of somebody else",
      { client_secret: undefined, client_assertion: assertion({ iss: "x", sub: "y", exp: 9e9 }) },
      ids.own,
      401,
      "invalid_client",
      700213,
    ],
    [
      "an assertion that has expired",
      { client_secret: undefined, client_assertion: assertion({ iss: clientId, sub: clientId, exp: 1 }) },
      ids.own,
      401,
      "invalid_client",
      700024,
    ],
  ];
  for (const [what, change, tenant, status, error, code] of refusals) {
    it(`refuses ${what} with AADSTS${code}`, async () => {
      const answer = await send(createClient(), { ...form, ...change }, tenant);
      assert.equal(answer.status, status);
      assert.equal(answer.json["error"], error);
      assert.deepEqual(answer.json["error_codes"], [code]);
      assert.match(String(answer.json["error_description"]), new RegExp(`^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36}`));
    });
  }

  it("takes id and secret from a Basic header", async () => {
    const { client_id, client_secret, ...rest } = form;
    const body = new URLSearchParams(rest).toString();
    const statuses: number[] = [];
    for (const secret of [client_secret, "100%"]) {
      const basic = Buffer.from(`${client_id}:${secret}`).toString("base64");
      const headers = { "content-type": "application/x-www-form-urlencoded", authorization: `Basic ${basic}` };
      const answer = await createClient().call("POST", `${authority}/${ids.own}/oauth2/v2.0/token`, body, headers);
      statuses.push(answer.status);
    }
    assert.deepEqual(statuses, [200, 401]);
  });

  it("takes assertions of the application and of trusted issuers", async () => {
    const federatedCredentials = [{ issuer: "https://ci.example", subject: "repo:main" }];
    const client = createClient({ seed: { apps: [{ clientId, federatedCredentials }] } });
    for (const [iss, sub] of [
      [clientId, clientId],
      ["https://ci.example", "repo:main"],
    ]) {
      const fields = { ...form, client_secret: undefined, client_assertion: assertion({ iss, sub, exp: 9e9 }) };
      assert.equal((await send(client, fields)).status, 200);
    }
  });

  it("tells the tenant of a domain in issuer", async () => {
    const client = createClient();
    const issuer = async (path: string) => (await client.call("GET", authority + path)).json["issuer"];
    const file = ".well-known/openid-configuration";
    assert.equal(await issuer(`/WingtipToys.com/v2.0/${file}`), `${authority}/${ids.wingtip}/v2.0`);
    assert.equal(await issuer(`/${ids.wingtip}/${file}`), `https://sts.windows.net/${ids.wingtip}/`);
    assert.equal(await issuer(`/live.com/v2.0/${file}`), `${authority}/9cd80435-793b-4f48-844b-6b3f37d1c1f3/v2.0`);
    const unknown = await client.call("GET", `${authority}/adatum.com/${file}`);
    assert.equal(unknown.status, 400);
    assert.equal(unknown.json["error"], "invalid_tenant");
    assert.match(String(unknown.json["error_description"]), /^AADSTS90002: Tenant 'adatum.com' not found\./);
  });

  it("names the cloud of a tenant that lives elsewhere", async () => {
    const { json } = await createClient().call("GET", `${authority}/proseware.us/.well-known/openid-configuration`);
    assert.equal(json["cloud_instance_name"], "microsoftonline.us");
  });

  it("answers instance discovery", async () => {
    const endpoint = `https://localhost:8800/${ids.own}/oauth2/v2.0/authorize`;
    const path = `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(endpoint)}`;
    const { json } = await createClient().call("GET", `https://localhost:8800${path}`);
    assert.equal(
      json["tenant_discovery_endpoint"],
      `https://localhost:8800/${ids.own}/v2.0/.well-known/openid-configuration`,
    );
    assert.deepEqual((json["metadata"] as Json[])[0]?.["aliases"], ["localhost:8800"]);
  });

  it("signs in Microsoft's own credential, at an authority that MSAL does not know", async () => {
    const client = createClient({ switches: { acceptedTokens: "issued" } });
    const credential = new ClientSecretCredential(ids.own, clientId, "emulator-secret", {
      authorityHost: "https://localhost:8800",
      disableInstanceDiscovery: true,
      httpClient: {
        async sendRequest(request) {
          const response = await client.emulator.fetch(request.url, {
            method: request.method,
            headers: request.headers.toJSON(),
            ...(typeof request.body === "string" ? { body: request.body } : {}),
          });
          return { request, status: response.status, headers: request.headers, bodyAsText: await response.text() };
        },
      },
    });
    const { token } = (await credential.getToken(`${host}/.default`)) ?? {};
    assert.equal(
      (await client.call("GET", organizations, undefined, { authorization: `Bearer ${token}` })).status,
      200,
    );
  });
});
