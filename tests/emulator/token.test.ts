/** The sign-in authority, as the provider and other clients use it. */
import assert from "node:assert/strict";
import { clientId, partsOf, secret } from "../support/sign-in";
import { type Client, createClient, host, ids, type Json, organizations } from "./client";

const authority = "https://login.microsoftonline.com";
const grant = { client_id: clientId, client_secret: secret, grant_type: "client_credentials" };
const form = { ...grant, scope: `${host}/.default` };

type Fields = Readonly<Record<string, string | undefined>>;

function post(client: Client, path: string, fields: Fields, authorization = ""): Promise<Json> {
  const body = new URLSearchParams(JSON.parse(JSON.stringify(fields))).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", authorization };
  return client.call("POST", authority + path, body, headers).then(({ status, json }) => ({ status, ...json }));
}

const signIn = (client: Client, fields: Fields, tenant: string = ids.own) =>
  post(client, `/${tenant}/oauth2/v2.0/token`, fields);

const statusWith = async (client: Client, token: unknown) =>
  (await client.call("GET", organizations, undefined, { authorization: `Bearer ${token}` })).status;

const now = Date.UTC(2026, 0, 1);

describe("emulator: the token endpoints", () => {
  it("issue tokens that expire by the clock", async () => {
    let time = now;
    const client = createClient({ clock: () => time, switches: { acceptedTokens: "issued", tokenLifetime: 600 } });
    const { access_token: token, ...rest } = await signIn(client, form, "contoso.com");
    assert.deepEqual(rest, { status: 200, token_type: "Bearer", expires_in: 600, ext_expires_in: 600 });
    assert.equal(await statusWith(client, token), 200);
    time += 600_000;
    assert.equal(await statusWith(client, token), 401);
    client.emulator.switches.set({ acceptedTokens: "any" });
    assert.equal(await statusWith(client, token), 401);
  });

  const byAssertion = (client_assertion: string) => ({
    client_secret: undefined,
    client_assertion,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
  });
  const refusals: [what: string, change: Fields, status: number, error: string, code: number, tenant?: string][] = [
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215],
    ["an expired secret", { client_secret: "expired-emulator-secret" }, 401, "invalid_client", 7000222],
    ["an unknown application", { client_id: ids.nobody }, 400, "unauthorized_client", 700016],
    ["a tenant without the application", {}, 400, "unauthorized_client", 700016, ids.wingtip],
    ["an unknown tenant", {}, 400, "invalid_request", 90002, "nobody.example"],
    ["no secret", { client_secret: undefined }, 401, "invalid_client", 7000218],
    ["no client id", { client_id: undefined }, 400, "invalid_request", 900144],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type", 70003],
    ["a scope without .default", { scope: "User.Read" }, 400, "invalid_scope", 1002012],
    ["a text as assertion", byAssertion("x"), 401, "invalid_client", 50027],
  ];
  for (const [what, change, status, error, code, tenant] of refusals) {
    it(`refuse ${what} with AADSTS${code}`, async () => {
      const answer = await signIn(createClient(), { ...form, ...change }, tenant);
      assert.deepEqual([answer["status"], answer["error"], answer["error_codes"]], [status, error, [code]]);
      assert.match(String(answer["error_description"]), new RegExp(`^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36}`));
    });
  }

  it("take id and secret from a Basic header", async () => {
    const { client_id, client_secret, ...rest } = form;
    const statuses = [];
    for (const password of [client_secret, "100%"]) {
      const basic = `Basic ${Buffer.from(`${client_id}:${password}`).toString("base64")}`;
      statuses.push((await post(createClient(), `/${ids.own}/oauth2/v2.0/token`, rest, basic))["status"]);
    }
    assert.deepEqual(statuses, [200, 401]);
  });

  it("issue tokens with the claims that clients read", async () => {
    const client = createClient({ clock: () => now });
    const answer = await signIn(client, { ...grant, scope: "https://graph.microsoft.us/.default" });
    const { oid, sub, uti, ...claims } = partsOf(String(answer["access_token"])).claims;
    assert.ok(oid === sub && oid !== clientId && typeof uti === "string");
    const issuer = `https://sts.windows.net/${ids.own}/`;
    assert.deepEqual(claims, {
      aud: "https://graph.microsoft.us",
      iss: issuer,
      iat: now / 1000,
      nbf: now / 1000,
      exp: now / 1000 + 3599,
      app_displayname: "Connected organizations",
      appid: clientId,
      appidacr: "1",
      idp: issuer,
      idtyp: "app",
      roles: ["EntitlementManagement.ReadWrite.All", "CrossTenantInformation.ReadBasic.All"],
      tid: ids.own,
      ver: "1.0",
    });
  });

  it("take a resource at the older endpoint, which answers numbers as text", async () => {
    const client = createClient({ clock: () => now, switches: { acceptedTokens: "issued" } });
    const older = (fields: Fields) => post(client, `/${ids.own}/oauth2/token`, { ...grant, ...fields });
    const { access_token: token, ...rest } = await older({ resource: host });
    assert.deepEqual(rest, {
      status: 200,
      token_type: "Bearer",
      expires_in: "3599",
      ext_expires_in: "3599",
      expires_on: String(now / 1000 + 3599),
      not_before: String(now / 1000),
      resource: host,
    });
    assert.equal(await statusWith(client, token), 200);
    assert.equal((await older({}))["error"], "invalid_request");
  });
});

describe("emulator: the OpenID documents", () => {
  const file = ".well-known/openid-configuration";
  const document = async (path: string) => (await createClient().call("GET", authority + path)).json;

  for (const [path, issuer] of [
    [`/WingtipToys.com/v2.0/${file}`, `${authority}/${ids.wingtip}/v2.0`],
    [`/${ids.wingtip}/${file}`, `https://sts.windows.net/${ids.wingtip}/`],
    [`/live.com/v2.0/${file}`, `${authority}/9cd80435-793b-4f48-844b-6b3f37d1c1f3/v2.0`],
  ] as const) {
    it(`tell the tenant of ${path} as issuer`, async () => {
      assert.equal((await document(path))["issuer"], issuer);
    });
  }

  for (const name of ["common", "organizations"]) {
    it(`put {tenantid} into the issuer of ${name}, and the name into every address`, async () => {
      for (const version of ["", "/v2.0"]) {
        const answer = await document(`/${name}${version}/${file}`);
        const { issuer, jwks_uri, token_endpoint, authorization_endpoint, end_session_endpoint } = answer;
        const root = version === "" ? "https://sts.windows.net/{tenantid}/" : `${authority}/{tenantid}/v2.0`;
        assert.equal(issuer, root);
        assert.deepEqual(
          [jwks_uri, token_endpoint, authorization_endpoint, end_session_endpoint],
          [`discovery${version}/keys`, ...["token", "authorize", "logout"].map((end) => `oauth2${version}/${end}`)].map(
            (path) => `${authority}/${name}/${path}`,
          ),
        );
      }
    });
  }

  it("are refused for a domain that no tenant has", async () => {
    const { status, json } = await createClient().call("GET", `${authority}/adatum.com/${file}`);
    assert.deepEqual([status, json["error"]], [400, "invalid_tenant"]);
    assert.match(String(json["error_description"]), /^AADSTS90002: Tenant 'adatum.com' not found\./);
  });

  it("name the cloud of a tenant that lives elsewhere", async () => {
    assert.equal((await document(`/proseware.us/${file}`))["cloud_instance_name"], "microsoftonline.us");
  });

  it("name only documents and endpoints that answer", async () => {
    const client = createClient();
    for (const version of ["", "/v2.0"]) {
      const { jwks_uri, authorization_endpoint, token_endpoint } = await document(`/${ids.own}${version}/${file}`);
      assert.equal(authorization_endpoint, `${authority}/${ids.own}/oauth2${version}/authorize`);
      assert.equal(token_endpoint, `${authority}/${ids.own}/oauth2${version}/token`);
      assert.deepEqual((await client.call("GET", String(jwks_uri))).json, { keys: [] });
      const answer = await client.call("POST", String(token_endpoint), "", { authorization: "" });
      assert.equal(answer.json["error"], "invalid_request");
    }
  });

  it("answer instance discovery", async () => {
    const origin = "https://localhost:8800";
    const endpoint = encodeURIComponent(`${origin}/${ids.own}/oauth2/v2.0/authorize`);
    const path = `/common/discovery/instance?api-version=1.1&authorization_endpoint=${endpoint}`;
    const { json } = await createClient().call("GET", origin + path);
    assert.equal(json["tenant_discovery_endpoint"], `${origin}/${ids.own}/v2.0/${file}`);
    assert.deepEqual((json["metadata"] as Json[])[0]?.["aliases"], ["localhost:8800"]);
  });
});
