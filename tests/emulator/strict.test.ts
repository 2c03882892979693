/** What official clients send, and what the service would not take from them. */
import assert from "node:assert/strict";
import { clientId, secret } from "../support/sign-in";
import {
  type Client,
  createClient,
  crossCloud,
  domain,
  errorMessage,
  follows,
  host,
  ids,
  item,
  organizations,
  reference,
  sendBatch,
  statuses,
  tenant,
} from "./client";

const kinds = {
  tenant: tenant(ids.wingtip, "Wingtip Toys"),
  cloud: crossCloud(ids.government, "Proseware"),
  domain: domain("Adatum.com", "Adatum"),
  federation: {
    "@odata.type": "#microsoft.graph.externalDomainFederation",
    domainName: "bells.example",
    issuerUri: "urn:b",
  },
  social: {
    "@odata.type": "#microsoft.graph.socialIdentitySource",
    displayName: "F",
    socialIdentitySourceType: "facebook",
  },
};

const casts: [filter: string, found: string[]][] = [
  [`azureActiveDirectoryTenant/tenantId eq '${ids.wingtip}'`, ["tenant"]],
  ["azureActiveDirectoryTenant/displayName eq 'wingtip toys'", ["tenant"]],
  [`crossCloudAzureActiveDirectoryTenant/tenantId eq '${ids.government.toUpperCase()}'`, ["cloud"]],
  ["crossCloudAzureActiveDirectoryTenant/cloudInstance eq 'microsoftonline.us'", ["cloud"]],
  ["domainIdentitySource/domainName eq 'ADATUM.com'", ["domain"]],
  ["domainIdentitySource/domainName eq 'bells.example'", []],
  ["externalDomainFederation/domainName eq 'Bells.example'", ["federation"]],
  ["externalDomainFederation/issuerUri eq 'urn:b'", ["federation"]],
  ["socialIdentitySource/socialIdentitySourceType eq 'facebook'", ["social"]],
  ["socialIdentitySource/socialIdentitySourceType eq microsoft.graph.socialIdentitySourceType'facebook'", ["social"]],
];

const filtered = (cast: string) =>
  `${organizations}?$filter=${encodeURIComponent(`identitySources/any(s:s/microsoft.graph.${cast})`)}`;

describe("emulator: filters by the cast of a source", () => {
  const seed = {
    organizations: Object.entries(kinds).map(([displayName, source]) => ({ displayName, identitySources: [source] })),
  };
  for (const [cast, found] of casts) {
    it(`find ${found.join() || "nothing"} by ${cast}`, async () => {
      const names = (await createClient({ seed }).readAll(filtered(cast))).map(({ displayName }) => displayName);
      assert.deepEqual(names, found);
    });
  }

  for (const cast of [
    "crossCloudAzureActiveDirectoryTenant/tenantId eq 'government'",
    "domainIdentitySource/tenantId eq 'x'",
    "walletIdentitySource/displayName eq 'x'",
    "constructor/name eq 'Object'",
    "domainIdentitySource/constructor eq 'x'",
  ]) {
    it(`refuse ${cast}`, async () => {
      assert.equal(await createClient({ seed }).brief("GET", filtered(cast)), "400 InvalidFilter");
    });
  }
});

describe("emulator: batch members as clients write them", () => {
  const both = { "Content-Type": "application/json", "content-type": "application/json" };
  const body = { displayName: "Adatum", identitySources: [domain("adatum.com")] };
  const post = { id: "write", method: "POST", url: organizations, headers: both, body };

  it("take both spellings of Content-Type in one member, as Microsoft's Java client writes them", async () => {
    assert.deepEqual(statuses(await sendBatch(createClient(), [post])), ["write: 201"]);
  });

  it("take methods in lower case and numbers as header values", async () => {
    const headers = { "content-type": "application/json", "x-attempt": 2 };
    const requests = [
      { ...post, method: "post", headers },
      { id: "read", method: "get", url: organizations },
    ];
    assert.deepEqual(statuses(await sendBatch(createClient(), requests)), ["write: 201", "read: 200"]);
  });

  const { body: _, ...bodyless } = post;
  const { headers: __, ...untyped } = post;
  for (const [what, member, message] of [
    ["POST without a body", bodyless, "The request 'write' is a POST without a body."],
    [
      "PATCH with null as body",
      { ...post, method: "PATCH", body: null },
      "The request 'write' is a PATCH without a body.",
    ],
    ["POST without a Content-Type", untyped, "The request 'write' has a body but no Content-Type header."],
  ] as const) {
    it(`fail as a whole for a ${what}, and name the member`, async () => {
      const client = createClient();
      const requests = [{ id: "read", method: "GET", url: organizations }, { ...post, id: "good" }, member];
      const answer = await client.call("POST", "/$batch", { requests });
      assert.deepEqual(
        [answer.status, errorMessage(answer), client.emulator.portal.list()],
        [400, `Invalid batch payload format. ${message}`, []],
      );
    });
  }
});

describe("emulator: more switches", () => {
  const create = (client: Client, body: object) => client.brief("POST", organizations, body);
  const { domain: source } = kinds;
  follows("answers POSTs without displayName and with null in its place", async (client) => [
    await create(client, { identitySources: [source] }),
    await create(client, { displayName: null, identitySources: [domain("b.example")] }),
  ])([
    [{ postDisplayName: "accepted" }, ["201", "201"]],
    [{ postDisplayName: "refused" }, ["400 BadRequest", "400 BadRequest"]],
  ]);

  const hosts = [host, "https://graph.microsoft.us", "https://partner.example"];
  follows("takes references to its own host, to another Graph's and to a foreign one", async (client) => {
    const path = `${item(await client.create("adatum.com"))}/internalSponsors/$ref`;
    const answers = [];
    for (const [index, root] of hosts.entries()) {
      const id = [ids.adele, ids.diego, ids.managers][index];
      answers.push(await client.brief("POST", path, { "@odata.id": `${root}/v1.0/directoryObjects/${id}` }));
    }
    return answers;
  })([
    [{ sponsorReferenceHost: "any" }, ["204", "204", "204"]],
    [{ sponsorReferenceHost: "own" }, ["204", "400 BadRequest", "400 BadRequest"]],
    [{ sponsorReferenceHost: "ownOrGraph" }, ["204", "204", "400 BadRequest"]],
  ]);

  it("takes a reference to its own host and port", async () => {
    const client = createClient();
    const local = "http://127.0.0.1:8800";
    const path = `${local}/v1.0${item(await client.create("adatum.com"))}/internalSponsors/$ref`;
    const answers = [];
    for (const root of [local, "http://127.0.0.1:8801"]) {
      const body = { "@odata.id": reference(ids.adele)["@odata.id"].replace(host, root) };
      answers.push(await client.brief("POST", path, body));
    }
    assert.deepEqual(answers, ["204", "400 BadRequest"]);
  });

  /** Who created and changed an organization of a POST and a PATCH with a token of the app. */
  const changedByApp = async (client: Client) => {
    const form = { client_id: clientId, client_secret: secret, grant_type: "client_credentials" };
    const token = new URLSearchParams({ ...form, scope: `${host}/.default` }).toString();
    const { json } = await client.call("POST", `${host}/${ids.own}/oauth2/v2.0/token`, token);
    const headers = { authorization: `Bearer ${json["access_token"]}` };
    const created = await client.call("POST", organizations, { identitySources: [source] }, headers);
    const id = String(created.json["id"]);
    await client.call("PATCH", item(id), { description: "x" }, headers);
    const { createdBy, modifiedBy } = (await client.call("GET", `/beta${item(id)}`)).json;
    return [createdBy, modifiedBy];
  };
  const upn = "governance.admin@contoso.com";
  follows(
    "names who changed an organization",
    changedByApp,
  )([
    [{ changedBy: "userPrincipalName" }, [upn, upn]],
    [{ changedBy: "appId" }, [clientId, clientId]],
    [{ changedBy: "absent" }, [undefined, undefined]],
  ]);
});

describe("emulator: timestamps", () => {
  const start = Date.UTC(2026, 1, 3, 9, 10, 11);
  for (const [milliseconds, text] of [
    [0, "2026-02-03T09:10:11Z"],
    [541, "2026-02-03T09:10:11.541Z"],
    [500, "2026-02-03T09:10:11.5Z"],
  ] as const) {
    it(`end where their zeros begin: ${text}`, async () => {
      const client = createClient({ clock: () => start + milliseconds });
      const id = await client.create("adatum.com");
      const again = await client.read(await client.create("b.example"));
      const later = new Date(start + milliseconds).toISOString().replace("Z", "0001Z");
      assert.deepEqual([(await client.read(id))["createdDateTime"], again["createdDateTime"]], [text, later]);
    });
  }
});
