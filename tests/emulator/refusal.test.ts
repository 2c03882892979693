import assert from "node:assert/strict";
import { createClient, domain, errorCode, errorMessage, host, ids, type Json, organizations, tenant } from "./client";

const valid = { displayName: "Adatum", description: "", state: "configured", identitySources: [domain("adatum.com")] };
const withSource = (source: unknown): Json => ({ ...valid, identitySources: [source] });

const refusedBodies: [what: string, body: unknown, message: RegExp][] = [
  ["text that is not JSON", "{", /Unable to read JSON request payload/],
  ["an array", [], /Unable to read JSON request payload/],
  ["nothing", "", /Empty Payload/],
  ["an unknown property", { ...valid, size: 3 }, /The property 'size' does not exist on type 'microsoft.graph.conn/],
  ["createdBy on v1.0", { ...valid, createdBy: "me" }, /The property 'createdBy' does not exist/],
  ["a number as name", { ...valid, displayName: 3 }, /'displayName'.*'Edm.String'/],
  ["an unknown state", { ...valid, state: "unknownFutureValue" }, /'state'/],
  ["sources that are no collection", { ...valid, identitySources: domain("adatum.com") }, /'identitySources'/],
  ["a source without a type", withSource({ domainName: "adatum.com" }), /abstract class/],
  [
    "a source of unknown type",
    withSource({ "@odata.type": "#microsoft.graph.x" }),
    /'#microsoft.graph.x' is not derived/,
  ],
  [
    "a property of another type",
    withSource({ ...domain("adatum.com"), tenantId: ids.wingtip }),
    /'tenantId' does not exist/,
  ],
  ["a malformed tenant id", withSource(tenant("wingtip")), /Unrecognized Guid format/],
  [
    "a domain source without a domain",
    withSource({ "@odata.type": "#microsoft.graph.domainIdentitySource" }),
    /'domainName'/,
  ],
  [
    "null as cloud",
    withSource({
      ...tenant(ids.government),
      "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
      cloudInstance: null,
    }),
    /'cloudInstance'/,
  ],
  [
    "null as social type",
    withSource({ "@odata.type": "#microsoft.graph.socialIdentitySource", socialIdentitySourceType: null }),
    /'socialIdentitySourceType'/,
  ],
  ["the type of something else", { ...valid, "@odata.type": "#microsoft.graph.user" }, /is not 'microsoft.graph.conn/],
];

describe("emulator: refusals", () => {
  for (const [what, body, message] of refusedBodies) {
    it(`refuses a create with ${what}`, async () => {
      const client = createClient();
      const answer = await client.call("POST", organizations, body);
      assert.equal(answer.status, 400, answer.text);
      assert.equal(errorCode(answer), "BadRequest");
      assert.match(errorMessage(answer), message);
      assert.equal((await client.readAll(organizations)).length, 0);
    });
  }

  it("answers with the documented envelope", async () => {
    const client = createClient({ clock: () => Date.UTC(2026, 1, 3, 9, 10, 11) });
    const answer = await client.call("GET", `${organizations}/${ids.nobody}`, undefined, {
      "client-request-id": ids.adele,
    });
    assert.deepEqual(answer.json, {
      error: {
        code: "ResourceNotFound",
        message: "The resource was not found.",
        innerError: {
          date: "2026-02-03T09:10:11",
          "request-id": answer.headers.get("request-id"),
          "client-request-id": ids.adele,
        },
      },
    });
  });

  it("tolerates read-only properties and annotations, and does not take them over", async () => {
    const client = createClient();
    const more = {
      id: ids.nobody,
      createdDateTime: "2000-01-01T00:00:00Z",
      "@odata.type": "microsoft.graph.connectedOrganization",
    };
    assert.notEqual(await client.create("adatum.com", more), ids.nobody);
    assert.equal(
      (
        await client.call("POST", `/beta${organizations}`, {
          ...valid,
          displayName: "b",
          createdBy: "x",
          identitySources: [domain("b.example")],
        })
      ).status,
      201,
    );
  });

  for (const spelling of ["microsoft.graph.domainIdentitySource", "#MICROSOFT.GRAPH.DOMAINIDENTITYSOURCE"]) {
    it(`takes ${spelling} as a type`, async () => {
      const client = createClient();
      const source = { "@odata.type": spelling, domainName: "adatum.com" };
      const id = await client.create("x", { identitySources: [source] });
      assert.deepEqual(await client.sources(id), [domain("adatum.com")]);
    });
  }

  it("wants a JSON Content-Type on writes", async () => {
    const client = createClient();
    const send = (headers: Record<string, string>) =>
      client.emulator.fetch(`${host}/v1.0${organizations}`, {
        method: "POST",
        headers: { authorization: "Bearer x", ...headers },
        body: new TextEncoder().encode(JSON.stringify(valid)),
      });
    assert.equal((await send({})).status, 400);
    assert.equal((await send({ "content-type": "text/plain" })).status, 415);
    assert.equal((await send({ "content-type": "application/json; charset=utf-8" })).status, 201);
  });

  it("refuses sponsors and null as state in a PATCH", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    for (const body of [{ internalSponsors: [] }, { "externalSponsors@odata.bind": [] }, { state: null }]) {
      assert.equal((await client.call("PATCH", `${organizations}/${id}`, body)).status, 400);
    }
  });

  const strangePaths: [path: string, message: string][] = [
    ["/me", "Resource not found for the segment 'me'."],
    ["/identityGovernance/accessReviews", "Resource not found for the segment 'accessReviews'."],
    [`${organizations}/${ids.nobody}/sponsors`, "Resource not found for the segment 'sponsors'."],
    [`${host}/v2.0/users`, "Invalid version: v2.0"],
  ];
  for (const [path, message] of strangePaths) {
    it(`refuses the path ${path} as Graph does`, async () => {
      const answer = await createClient().call("GET", path);
      assert.equal(answer.status, 400);
      assert.equal(errorCode(answer), "BadRequest");
      assert.equal(errorMessage(answer), message);
    });
  }

  it("answers 405 to a method a path does not have", async () => {
    const client = createClient();
    const item = `${organizations}/${ids.nobody}`;
    const calls = [
      ["PUT", organizations],
      ["PATCH", organizations],
      ["POST", item],
      ["PUT", `${item}/internalSponsors/$ref`],
    ];
    for (const [method = "", path = ""] of calls) {
      assert.equal((await client.call(method, path, {})).status, 405, `${method} ${path}`);
    }
  });

  it("refuses ids that are no GUIDs, $count and query options it does not know", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const malformed = await client.call("GET", `${organizations}/adatum`);
    assert.equal(malformed.status, 400);
    assert.equal(errorCode(malformed), "InvalidFilter");
    for (const path of [
      "/$count",
      "?$orderby=displayName",
      "?$expand=internalSponsors",
      "?$top=0",
      "?$skiptoken=x",
      `/${id}?$expand=internalSponsors`,
    ]) {
      assert.equal((await client.call("GET", organizations + path)).status, 400, path);
    }
  });
});
