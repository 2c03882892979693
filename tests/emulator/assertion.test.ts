/** How the token endpoint checks the assertions of clients. */
import assert from "node:assert/strict";
import { createHash, sign, X509Certificate } from "node:crypto";
import { jobs } from "../../emulator/job";
import { makeAppCertificate } from "../support/certificate";
import { clientId } from "../support/sign-in";
import { type Client, createClient, host, ids, type Json, organizations } from "./client";

const authority = "https://login.microsoftonline.com";
const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const now = Date.now();
const seconds = Math.floor(now / 1000);
const [registered, other] = [makeAppCertificate(), makeAppCertificate()];

const thumbprint = ({ certificate }: { certificate: string }, digest: string) =>
  createHash(digest).update(new X509Certificate(certificate).raw).digest("base64url");

/** A token whose signature is that of the key, where there is one. */
function jwt(header: Json, claims: Json, { key } = registered): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

const ownHeader = { alg: "RS256", typ: "JWT", "x5t#S256": thumbprint(registered, "sha256") };
const ownClaims = {
  aud: `${authority}/${ids.own}/oauth2/v2.0/token`,
  iss: clientId,
  sub: clientId,
  nbf: seconds,
  exp: seconds + 600,
};
const times = { nbf: seconds, exp: seconds + 600 };
const job = { iss: jobs.github.issuer, sub: jobs.github.subject, aud: "api://AzureADTokenExchange", ...times };

const own = (claims: Json = {}, header: Json = {}) => jwt({ ...ownHeader, ...header }, { ...ownClaims, ...claims });
const federated = (claims: Json = {}, header: Json = {}) => jwt({ alg: "RS256", ...header }, { ...job, ...claims });

async function signIn(client: Client, assertion: string, form: Json = {}, headers = {}): Promise<Json> {
  const fields = { client_id: clientId, grant_type: "client_credentials", scope: `${host}/.default`, ...form };
  const proof = { client_assertion: assertion, client_assertion_type: type };
  const body = new URLSearchParams(JSON.parse(JSON.stringify({ ...proof, ...fields }))).toString();
  const sent = { "content-type": "application/x-www-form-urlencoded", ...headers };
  return (await client.call("POST", `${authority}/${ids.own}/oauth2/v2.0/token`, body, sent)).json;
}

const start = (certificates = [registered.certificate]) =>
  createClient({
    clock: () => now,
    switches: { acceptedTokens: "issued" },
    seed: {
      apps: [{ clientId, certificates, federatedCredentials: [{ ...jobs.github }] }],
    },
  });

const accepted: [what: string, assertion: string][] = [
  ["the app's certificate by SHA-256", own()],
  ["the app's certificate by SHA-1", own({}, { "x5t#S256": undefined, x5t: thumbprint(registered, "sha1") })],
  ["a padded thumbprint, as MSAL for Python writes it", own({}, { "x5t#S256": `${ownHeader["x5t#S256"]}=` })],
  ["the older endpoint as audience", own({ aud: `${authority}/contoso.com/oauth2/token` })],
  ["a clock that is two minutes ahead", own({ nbf: seconds + 120 })],
  ["a list of audiences with its endpoint", own({ aud: [host, ownClaims.aud] })],
  ["a trusted job", federated()],
  ["a list of audiences, as Kubernetes writes it", federated({ aud: [job.aud] })],
];

const refused: [what: string, assertion: string, code: number][] = [
  ["a certificate that the app does not have", own({}, { "x5t#S256": thumbprint(other, "sha256") }), 700027],
  ["a thumbprint of the app's and a key of somebody else's", jwt(ownHeader, ownClaims, other), 700027],
  ["no thumbprint", own({}, { "x5t#S256": undefined }), 700027],
  ["another subject", own({ sub: ids.nobody }), 700021],
  ["the audience of federated tokens", own({ aud: "api://AzureADTokenExchange" }), 700023],
  ["an empty list of audiences", own({ aud: [] }), 700023],
  ["another tenant's endpoint as audience", own({ aud: `${authority}/${ids.wingtip}/oauth2/v2.0/token` }), 700023],
  ["a beginning in the future", own({ nbf: seconds + 600 }), 700024],
  ["no end", own({ exp: undefined }), 700024],
  ["no signature, and says so", own({}, { alg: "none" }), 5002738],
  ["an object as algorithm", own({}, { alg: { toString: 1 } }), 5002738],
  ["a job without a signature", federated({}, { alg: "none" }), 5002738],
  ["a job of another issuer", federated({ iss: "https://token.actions.example" }), 700211],
  ["a job of an object", federated({ iss: { toString: 1 } }), 700211],
  ["a job of another branch", federated({ sub: "repo:contoso/partners:ref:refs/heads/other" }), 700213],
  ["a job's token for somebody else", federated({ aud: "https://github.com/contoso" }), 700212],
  ["a cluster's token for somebody else", federated({ aud: [[job.aud], host] }), 700212],
  ["a job's token that is not valid yet", federated({ nbf: seconds + 600 }), 700024],
  ["a job's token that has ended", federated({ exp: seconds - 600 }), 700024],
];

describe("emulator: client assertions", () => {
  for (const [what, assertion] of accepted) {
    it(`takes ${what}`, async () => {
      const client = start();
      const { access_token } = await signIn(client, assertion);
      const headers = { authorization: `Bearer ${access_token}` };
      assert.equal(await client.brief("GET", organizations, undefined, headers), "200");
    });
  }

  for (const [what, assertion, code] of refused) {
    it(`refuses ${what} with AADSTS${code}`, async () => {
      const answer = await signIn(start(), assertion);
      assert.deepEqual([answer["error"], answer["error_codes"]], ["invalid_client", [code]]);
    });
  }

  it("refuses every assertion of its own of an app without a certificate", async () => {
    assert.deepEqual((await signIn(start([]), own()))["error_codes"], [700027]);
  });

  it("refuses a certificate that has expired", async () => {
    const later = seconds + 172_800;
    const client = createClient({
      clock: () => later * 1000,
      seed: { apps: [{ clientId, certificates: [registered.certificate] }] },
    });
    const answer = await signIn(client, own({ nbf: later, exp: later + 600 }));
    assert.deepEqual(answer["error_codes"], [1000502]);
  });

  for (const [what, form, parameter] of [
    ["no client_assertion_type", { client_assertion_type: undefined }, "client_assertion_type"],
    ["another client_assertion_type", { client_assertion_type: "jwt" }, "client_assertion_type"],
    ["no grant_type", { grant_type: undefined }, "grant_type"],
  ] as const) {
    it(`refuses ${what} with AADSTS900144`, async () => {
      const { error, error_codes, error_description } = await signIn(start(), own(), form);
      assert.deepEqual([error, error_codes], ["invalid_request", [900144]]);
      assert.match(String(error_description), new RegExp(`following parameter: '${parameter}'`));
    });
  }

  it("echoes client-request-id as correlation id", async () => {
    const answer = await signIn(start(), "x", {}, { "client-request-id": ids.nobody });
    assert.equal(answer["correlation_id"], ids.nobody);
    assert.match(String(answer["error_description"]), new RegExp(`Correlation ID: ${ids.nobody} `));
  });

  it("takes certificates in PEM form only, and says which one is none", () => {
    const seed = { apps: [{ clientId, certificates: ["x"] }] };
    const message = "seed.apps[0].certificates[0]: It must be a certificate in PEM form.";
    assert.throws(() => createClient({ seed }), { message });
  });
});

describe("emulator: tokens for somebody else", () => {
  const token = (aud: unknown) => jwt({ alg: "RS256" }, { aud });
  const graph = "00000003-0000-0000-c000-000000000000";
  const local = "http://127.0.0.1:8800";
  const rows: [aud: string | string[], root: string, answer: string][] = [
    ["https://graph.microsoft.com", host, "200"],
    ["https://graph.microsoft.com/", local, "200"],
    [graph, host, "200"],
    [local, local, "200"],
    ["https://graph.microsoft.us", "https://graph.microsoft.us", "200"],
    ["https://graph.microsoft.us", local, "401 InvalidAuthenticationToken"],
    ["https://graph.microsoft.com", "https://graph.microsoft.us", "401 InvalidAuthenticationToken"],
    ["https://management.azure.com", host, "401 InvalidAuthenticationToken"],
    ["api://AzureADTokenExchange", local, "401 InvalidAuthenticationToken"],
    [["api://AzureADTokenExchange"], local, "401 InvalidAuthenticationToken"],
    [["api://AzureADTokenExchange", graph], host, "200"],
  ];
  for (const [aud, root, answer] of rows) {
    it(`answer ${answer} to a token for ${JSON.stringify(aud)} at ${root}`, async () => {
      const headers = { authorization: `Bearer ${token(aud)}` };
      assert.equal(await createClient().brief("GET", `${root}/v1.0${organizations}`, undefined, headers), answer);
    });
  }

  it("open nothing when the token endpoint issued them for another resource", async () => {
    const client = start();
    const { access_token } = await signIn(client, own(), { scope: "https://graph.microsoft.us/.default" });
    const headers = { authorization: `Bearer ${access_token}` };
    assert.equal(await client.brief("GET", organizations, undefined, headers), "401 InvalidAuthenticationToken");
  });
});
