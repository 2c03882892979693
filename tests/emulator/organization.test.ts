import assert from "node:assert/strict";
import { createClient, domain, fabrikam, host, ids, item, organizations } from "./client";

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,6}[1-9])?Z$/;
const context = `${host}/v1.0/$metadata#identityGovernance/entitlementManagement/connectedOrganizations`;

describe("emulator: the life of an organization", () => {
  it("creates, answers 201 without sources, and shows the swapped tenant on the next read", async () => {
    const client = createClient();
    const shown = { displayName: "Fabrikam", description: "Supplier", state: "configured" };
    const { state: _, ...body } = { ...shown, identitySources: [domain("fabrikam.com", "mine")] };
    const { status, headers, json } = await client.call("POST", organizations, body);
    const { id, createdDateTime, modifiedDateTime } = json;
    assert.match(String(id), guid);
    assert.match(String(createdDateTime), dateTime);
    assert.equal(modifiedDateTime, createdDateTime);
    const common = { "@odata.context": `${context}/$entity`, id, ...shown, createdDateTime, modifiedDateTime };
    assert.deepEqual([status, json], [201, { ...common, identitySources: [] }]);
    assert.equal(headers.get("location"), `${host}/v1.0${item(String(id))}`);
    assert.deepEqual(await client.read(String(id)), { ...common, identitySources: [fabrikam] });
  });

  it("keeps what a PATCH does not send and moves modifiedDateTime, whatever If-Match says", async () => {
    const client = createClient({ clock: () => 1_770_000_000_000 });
    const id = await client.create("adatum.com", { description: "Supplier", state: "proposed" });
    const { modifiedDateTime: earlier, ...unchanged } = await client.read(id);
    const patched = await client.call("PATCH", item(id), { displayName: "Adatum" }, { "if-match": 'W/"1"' });
    assert.deepEqual([patched.status, patched.text], [204, ""]);
    const { modifiedDateTime, ...after } = await client.read(id);
    assert.deepEqual(after, { ...unchanged, displayName: "Adatum" });
    assert.deepEqual([earlier, modifiedDateTime], ["2026-02-02T02:40:00Z", "2026-02-02T02:40:00.0000001Z"]);
  });

  it("adds createdBy and modifiedBy on beta only", async () => {
    const client = createClient({ seed: { caller: "admin@contoso.com" } });
    const id = await client.create("adatum.com");
    const { createdBy, modifiedBy } = (await client.call("GET", `/beta${item(id)}`)).json;
    assert.deepEqual([createdBy, modifiedBy], ["admin@contoso.com", "admin@contoso.com"]);
    const plain = await client.read(id);
    assert.ok(!("createdBy" in plain || "modifiedBy" in plain));
  });

  it("selects properties and refuses those that do not exist", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const selected = await client.call("GET", `${item(id)}?$select=id,state`);
    assert.deepEqual(selected.json, { "@odata.context": `${context}(id,state)/$entity`, id, state: "configured" });
    for (const name of ["size", "createdBy"]) {
      assert.equal(await client.brief("GET", `${item(id)}?$select=${name}`), "400 BadRequest");
    }
  });

  it("finds paths in any case and with keys in parentheses", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    for (const path of [`${organizations.toUpperCase()}/${id.toUpperCase()}`, `${organizations}('${id}')`]) {
      assert.equal((await client.call("GET", path)).json["id"], id, path);
    }
  });

  it("sends the headers of Graph and echoes client-request-id", async () => {
    const client = createClient({ clock: () => Date.UTC(2026, 1, 3, 9, 10, 11) });
    const headersOf = async (sent = {}) =>
      Object.fromEntries((await client.call("GET", organizations, undefined, sent)).headers);
    const own = await headersOf();
    assert.match(own["request-id"] ?? "", guid);
    assert.deepEqual(own, {
      "content-type":
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
      "cache-control": "no-cache",
      "odata-version": "4.0",
      date: "Tue, 03 Feb 2026 09:10:11 GMT",
      "request-id": own["request-id"],
      "client-request-id": own["request-id"],
    });
    assert.equal((await headersOf({ "client-request-id": ids.nobody }))["client-request-id"], ids.nobody);
  });

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

  it("holds several tenants apart in one process", async () => {
    const [left, right] = [createClient(), createClient()];
    await left.create("adatum.com");
    assert.equal((await left.readAll(organizations)).length, 1);
    assert.equal((await right.readAll(organizations)).length, 0);
  });
});
