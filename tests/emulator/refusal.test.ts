import assert from "node:assert/strict";
import {
  brief,
  createClient,
  crossCloud,
  domain,
  errorMessage,
  host,
  ids,
  item,
  type Json,
  organizations,
  tenant,
} from "./client";

const valid = { displayName: "Adatum", description: "", state: "configured", identitySources: [domain("adatum.com")] };
const withSource = (source: unknown): Json => ({ ...valid, identitySources: [source] });
const ofType = (name: string, more: object = {}) => withSource({ "@odata.type": `#microsoft.graph.${name}`, ...more });

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
  ["a source of unknown type", ofType("x"), /'#microsoft.graph.x' is not derived/],
  ["another type's property", withSource({ ...domain("adatum.com"), tenantId: ids.own }), /'tenantId' does not exist/],
  ["an inherited name", withSource({ ...domain("adatum.com"), constructor: "x" }), /'constructor' does not exist/],
  ["a malformed tenant id", withSource(tenant("wingtip")), /Unrecognized Guid format/],
  ["a domain source without a domain", ofType("domainIdentitySource"), /'domainName'/],
  ["null as cloud", withSource({ ...crossCloud(ids.government), cloudInstance: null }), /'cloudInstance'/],
  [
    "null as social type",
    ofType("socialIdentitySource", { socialIdentitySourceType: null }),
    /'socialIdentitySourceType'/,
  ],
  ["an object as type", { ...valid, "@odata.type": { toString: 1 } }, /'@odata.type'.*'Edm.String'/],
  ["the type of something else", { ...valid, "@odata.type": "#microsoft.graph.user" }, /is not 'microsoft.graph.conn/],
];

describe("emulator: refusals", () => {
  for (const [what, body, message] of refusedBodies) {
    it(`refuses a create with ${what}`, async () => {
      const client = createClient();
      const answer = await client.call("POST", organizations, body);
      assert.equal(brief(answer), "400 BadRequest", answer.text);
      assert.match(errorMessage(answer), message);
      assert.equal((await client.readAll(organizations)).length, 0);
    });
  }

  it("tolerates read-only properties and annotations, and does not take them over", async () => {
    const client = createClient();
    const type = { "@odata.type": "microsoft.graph.connectedOrganization" };
    const more = { id: ids.nobody, createdDateTime: "2000-01-01T00:00:00Z", ...type };
    const { id, createdDateTime } = await client.read(await client.create("adatum.com", more));
    assert.ok(id !== more.id && createdDateTime !== more.createdDateTime);
    const beta = { ...valid, createdBy: "x", identitySources: [domain("b.example")] };
    assert.equal(await client.brief("POST", `/beta${organizations}`, beta), "201");
  });

  it("wants a JSON Content-Type on writes", async () => {
    const client = createClient();
    const send = async (headers: Record<string, string>) => {
      const body = new TextEncoder().encode(JSON.stringify(valid));
      const request = { method: "POST", headers: { authorization: "Bearer x", ...headers }, body };
      return (await client.emulator.fetch(`${host}/v1.0${organizations}`, request)).status;
    };
    assert.equal(await send({}), 400);
    assert.equal(await send({ "content-type": "text/plain" }), 415);
    assert.equal(await send({ "content-type": "application/json; charset=utf-8" }), 201);
  });

  it("refuses sponsors and null as state in a PATCH", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const refused = [];
    for (const body of [{ internalSponsors: [] }, { "externalSponsors@odata.bind": [] }, { state: null }]) {
      refused.push(await client.brief("PATCH", item(id), body));
    }
    assert.deepEqual(refused, ["400 InvalidModel", "400 InvalidModel", "400 BadRequest"]);
  });

  const strangePaths: [path: string, message: string][] = [
    ["/me", "Resource not found for the segment 'me'."],
    ["/identityGovernance/accessReviews", "Resource not found for the segment 'accessReviews'."],
    [`${item(ids.nobody)}/sponsors`, "Resource not found for the segment 'sponsors'."],
    ["/users/constructor/manager", "Resource not found for the segment 'manager'."],
    [`${host}/v2.0/users`, "Invalid version: v2.0"],
  ];
  for (const [path, message] of strangePaths) {
    it(`refuses the path ${path} as Graph does`, async () => {
      const answer = await createClient().call("GET", path);
      assert.deepEqual([brief(answer), errorMessage(answer)], ["400 BadRequest", message]);
    });
  }

  const organization = item(ids.nobody);
  const refusedRequests: [method: string, path: string, answer: string][] = [
    ["PUT", organizations, "405 BadRequest"],
    ["GET", item("adatum"), "400 InvalidFilter"],
    ...["/$count", "?$orderby=displayName", "?$expand=internalSponsors", "?$top=0", "?$skiptoken=x"].map(
      (rest): [string, string, string] => ["GET", organizations + rest, "400 BadRequest"],
    ),
    ["GET", `${organization}?$expand=internalSponsors`, "400 BadRequest"],
  ];
  for (const [method, path, answer] of refusedRequests) {
    it(`answers ${answer} to ${method} ${path.replace(organizations, "…")}`, async () => {
      const client = createClient({ seed: { organizations: [{ id: ids.nobody }] } });
      assert.equal(await client.brief(method, path, method === "GET" ? undefined : {}), answer);
    });
  }
});
