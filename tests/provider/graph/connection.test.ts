/** The connection to Graph: what is sent, and to whom. */
import assert from "node:assert/strict";
import { failureOf, messageOf } from "../../support/failures";
import { at, collection, outputsNow } from "../../support/organizations";
import { litware, organization, owned, tenant } from "../../support/sources";
import { startWorld, type WorldOptions } from "../../support/world";

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The URL of every request, and the host of every request with a token. */
function tap(): { urls: string[]; signed: string[]; between: NonNullable<WorldOptions["between"]> } {
  const urls: string[] = [];
  const signed: string[] = [];
  return {
    urls,
    signed,
    between: (next) => async (input, init) => {
      urls.push(String(input));
      if (new Headers(init?.headers).has("authorization")) signed.push(new URL(String(input)).host);
      return await next(input, init);
    },
  };
}

describe("a request to Graph", () => {
  it("has the documented form", async () => {
    const world = startWorld({ logSecrets: true });
    const { id, outputs } = await world.create({ ...owned, description: "" });
    await world.update(id, outputs, { ...owned, displayName: "O'Neil & Söhne", description: "" });
    const sent = world.emulator.requests.map(({ method, path, host, body }) => ({ method, path, host, body }));
    const host = "graph.microsoft.com";
    assert.deepEqual(sent, [
      {
        method: "POST",
        path: collection,
        host,
        body: {
          displayName: "Partner",
          description: "",
          state: "configured",
          identitySources: [
            {
              "@odata.type": "#microsoft.graph.domainIdentitySource",
              displayName: "wingtiptoys.com",
              domainName: "wingtiptoys.com",
            },
          ],
        },
      },
      { method: "GET", path: at(id), host, body: undefined },
      { method: "PATCH", path: at(id), host, body: { displayName: "O'Neil & Söhne" } },
      { method: "GET", path: at(id), host, body: undefined },
    ]);
    for (const { method, headers } of world.emulator.requests) {
      assert.equal(headers["authorization"], "Bearer test-token");
      if (method !== "GET") assert.match(headers["content-type"] ?? "", /^application\/json/);
      assert.equal(headers["if-match"], undefined);
    }
  });

  it("has its own client-request-id", async () => {
    const world = startWorld();
    const { id } = await world.create(owned);
    await world.remove(id);
    const ids = world.emulator.requests.map(({ headers }) => headers["client-request-id"] ?? "");
    assert.equal(new Set(ids).size, 4);
    for (const requestId of ids) assert.match(requestId, guid);
  });

  it("has quotes in a filter doubled and the rest encoded", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "POST", fault: { kind: "reset", when: "after" } });
    const declared = { ...owned, displayName: "O'Neil & Söhne + 50% #1?" };
    const { id, outputs } = await world.create(declared);
    assert.deepEqual(outputs, outputsNow(world, id, declared));
    const filter = encodeURIComponent("displayName eq 'O''Neil & Söhne + 50% #1?'").replaceAll("''", "%27%27");
    const path = world.emulator.requests[1]?.path.replaceAll("'", "%27") ?? "";
    assert.equal(path, `${collection}?$filter=${filter.replaceAll("'", "%27")}`);
  });
});

describe("a token", () => {
  it("is sent to the configured endpoint only", async () => {
    const { signed, between } = tap();
    const settings = { graphEndpoint: "https://graph.example/prefix", authorityHost: "https://login.example" };
    const world = startWorld({}, settings, {
      between: (next) => between((input, init) => next(String(input).replace("/prefix", ""), init)),
    });
    world.emulator.portal.setPermissions(["EntitlementManagement.ReadWrite.All"]);
    const { id, outputs } = await world.create(organization(tenant(litware)));
    assert.deepEqual(await world.findTenant("litwareinc.com"), { tenantId: litware });
    await world.read(id, outputs);
    await world.remove(id);
    assert.deepEqual([...new Set(signed)], ["graph.example"]);
  });

  for (const link of [
    "https://evil.example/v1.0/identityGovernance/entitlementManagement/connectedOrganizations?$skiptoken=x",
    "https://graph.microsoft.com.evil.example/v1.0/x",
    "https://graph.microsoft.com@evil.example/v1.0/x",
    "http://graph.microsoft.com/v1.0/x",
    "https://graph.microsoft.com/v1.0x/y",
    "//evil.example/v1.0/x",
  ]) {
    it(`does not follow a next link to ${link}`, async () => {
      const { urls, between } = tap();
      const world = startWorld(
        {},
        {},
        {
          between: (next) =>
            between(async (input, init) => {
              const isList = init?.method === "GET" && /connectedOrganizations($|\?)/.test(String(input));
              return isList ? Response.json({ value: [], "@odata.nextLink": link }) : await next(input, init);
            }),
        },
      );
      world.emulator.faults.add({ method: "POST", fault: { kind: "reset" } });
      await failureOf(world.create(owned));
      assert.deepEqual([...new Set(urls.map((url) => new URL(url).origin))], ["https://graph.microsoft.com"]);
    });
  }

  it("goes with a next link that repeats a filter with an address", async () => {
    const { urls, between } = tap();
    const query = "?$filter=displayName eq 'https://issuer.example/x'&$skiptoken=2";
    const pages = [{ value: [], "@odata.nextLink": `https://graph.microsoft.com/v1.0${collection}${query}` }];
    const world = startWorld(
      {},
      {},
      { between: () => between(async () => Response.json(pages.shift() ?? { value: [] })) },
    );
    assert.deepEqual(await world.findAll({ displayName: "https://issuer.example/x" }), []);
    const filters = urls.map((url) => new URL(url).searchParams.get("$filter"));
    assert.deepEqual(filters, Array(2).fill("displayName eq 'https://issuer.example/x'"));
  });

  it("given by the user is tried once if refused, and never shown", async () => {
    const world = startWorld({ switches: { acceptedTokens: "issued" } });
    const message = await messageOf(world.create(owned));
    assert.equal(
      message,
      "Graph answered 401 InvalidAuthenticationToken: IDX14100: JWT is not well formed, there are no dots (.).",
    );
    assert.deepEqual(world.sent(), [`POST ${collection}`]);
  });
});
