// What clients send that this repository does not use: compressed bodies, the tenant in the path, older sign-in.
import assert from "node:assert/strict";
import { deflateSync, gzipSync } from "node:zlib";
import { type Client, createClient, domain, errorCode, host, ids, item, type Json, organizations } from "./client";

const clientId = "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84";
const form = { client_id: clientId, client_secret: "emulator-secret", grant_type: "client_credentials" };

type Body = NonNullable<RequestInit["body"]>;

function post(client: Client, body: Body, encoding: string): Promise<Response> {
  const headers = { authorization: "Bearer x", "content-type": "application/json", "content-encoding": encoding };
  return client.emulator.fetch(`${host}/v1.0${organizations}`, { method: "POST", headers, body });
}

async function signIn(client: Client, path: string, more: Record<string, string>): Promise<Json> {
  const headers = { "content-type": "application/x-www-form-urlencoded", authorization: "" };
  const body = new URLSearchParams({ ...form, ...more }).toString();
  const answer = await client.call("POST", `https://login.microsoftonline.com/${ids.own}${path}`, body, headers);
  return { status: answer.status, ...answer.json };
}

function claimsOf(token: unknown): Json {
  return JSON.parse(Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString()) as Json;
}

describe("emulator: what other clients send", () => {
  const organization = JSON.stringify({ displayName: "Adatum", identitySources: [domain("adatum.com")] });

  it("reads compressed bodies, and logs what they say", async () => {
    const client = createClient();
    assert.equal((await post(client, gzipSync(organization), "gzip")).status, 201);
    const [logged] = client.emulator.requests;
    assert.deepEqual(logged?.body, JSON.parse(organization));
    assert.equal(logged?.headers["content-encoding"], "gzip");
  });

  const unreadable: [what: string, body: Body, encoding: string][] = [
    ["another compression", deflateSync(organization), "deflate"],
    ["a body that is not compressed", organization, "gzip"],
  ];
  for (const [what, body, encoding] of unreadable) {
    it(`refuses ${what} with 415, and logs it`, async () => {
      const client = createClient();
      assert.equal((await post(client, body, encoding)).status, 415);
      assert.equal(client.emulator.requests[0]?.status, 415);
    });
  }

  for (const tenant of [ids.own, ids.own.toUpperCase(), "myorganization"]) {
    it(`takes ${tenant} behind the version`, async () => {
      const client = createClient();
      const id = await client.create("adatum.com");
      const sponsors = `/beta/${tenant}${item(id)}/internalSponsors`;
      const reference = { "@odata.id": `${host}/v1.0/${tenant}/directoryObjects/${ids.adele}` };
      assert.equal((await client.call("POST", `${sponsors}/$ref`, reference)).status, 204);
      assert.deepEqual(client.emulator.portal.list()[0]?.internalSponsors, [ids.adele]);
    });
  }

  it("does not take another tenant there", async () => {
    const answer = await createClient().call("GET", `/v1.0/${ids.wingtip}${organizations}`);
    assert.deepEqual([answer.status, errorCode(answer)], [400, "BadRequest"]);
  });

  it("issues tokens with the claims that clients read", async () => {
    const now = Date.UTC(2026, 0, 1);
    const client = createClient({ clock: () => now });
    const answer = await signIn(client, "/oauth2/v2.0/token", { scope: "https://graph.microsoft.us/.default" });
    const { oid, sub, uti, ...claims } = claimsOf(answer["access_token"]);
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

  it("signs in at the older endpoint, which takes a resource and answers numbers as text", async () => {
    const now = Date.UTC(2026, 0, 1);
    const client = createClient({ clock: () => now, switches: { acceptedTokens: "issued" } });
    const { access_token: token, ...rest } = await signIn(client, "/oauth2/token", { resource: host });
    assert.deepEqual(rest, {
      status: 200,
      token_type: "Bearer",
      expires_in: "3599",
      ext_expires_in: "3599",
      expires_on: String(now / 1000 + 3599),
      not_before: String(now / 1000),
      resource: host,
    });
    const { status } = await client.call("GET", organizations, undefined, { authorization: `Bearer ${token}` });
    assert.equal(status, 200);
    assert.equal((await signIn(client, "/oauth2/token", {}))["error"], "invalid_request");
  });

  it("serves every document that the OpenID documents name", async () => {
    const client = createClient();
    for (const version of ["", "/v2.0"]) {
      const path = `https://login.microsoftonline.com/${ids.own}${version}/.well-known/openid-configuration`;
      const { json } = await client.call("GET", path);
      assert.deepEqual((await client.call("GET", String(json["jwks_uri"]))).json, { keys: [] });
      const answer = await client.call("POST", String(json["token_endpoint"]), "", { authorization: "" });
      assert.equal(answer.json["error"], "unsupported_grant_type");
    }
  });
});
