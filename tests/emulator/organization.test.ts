import assert from "node:assert/strict";
import { createClient, domain, errorCode, host, ids, organizations, tenant } from "./client";

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/;
const context = `${host}/v1.0/$metadata#identityGovernance/entitlementManagement/connectedOrganizations`;

describe("emulator: the life of an organization", () => {
  it("creates, answers 201 without sources, and shows the swapped tenant on the next read", async () => {
    const client = createClient();
    const body = {
      displayName: "Fabrikam",
      description: "Supplier",
      identitySources: [domain("fabrikam.com", "mine")],
    };
    const created = await client.call("POST", organizations, body);
    const { id, createdDateTime, modifiedDateTime, ...rest } = created.json;
    assert.equal(created.status, 201);
    assert.match(String(id), guid);
    assert.match(String(createdDateTime), dateTime);
    assert.equal(modifiedDateTime, createdDateTime);
    const shown = { displayName: "Fabrikam", description: "Supplier", state: "configured" };
    assert.deepEqual(rest, { "@odata.context": `${context}/$entity`, ...shown, identitySources: [] });
    assert.equal(created.headers.get("location"), `${host}/v1.0${organizations}/${id}`);
    assert.deepEqual(await client.read(String(id)), {
      "@odata.context": `${context}/$entity`,
      id,
      ...shown,
      createdDateTime,
      modifiedDateTime,
      identitySources: [tenant(ids.fabrikam, "Fabrikam Inc")],
    });
  });

  it("keeps what a PATCH does not send and moves modifiedDateTime", async () => {
    const client = createClient({ clock: () => 1_770_000_000_000 });
    const id = await client.create("adatum.com", { description: "Supplier", state: "proposed" });
    const before = await client.read(id);
    const patched = await client.call("PATCH", `${organizations}/${id}`, { displayName: "Adatum" });
    assert.equal(patched.status, 204);
    assert.equal(patched.text, "");
    const { modifiedDateTime, ...after } = await client.read(id);
    const { modifiedDateTime: earlier, ...unchanged } = before;
    assert.deepEqual(after, { ...unchanged, displayName: "Adatum" });
    assert.ok(String(modifiedDateTime) > String(earlier));
  });

  it("deletes once, then answers 404 ResourceNotFound", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    assert.equal((await client.call("DELETE", `${organizations}/${id}`)).status, 204);
    for (const method of ["GET", "DELETE"]) {
      const gone = await client.call(method, `${organizations}/${id}`);
      assert.equal(gone.status, 404);
      assert.equal(errorCode(gone), "ResourceNotFound");
    }
  });

  it("frees the source of a deleted organization at once", async () => {
    const client = createClient();
    const first = await client.create("fabrikam.com");
    await client.call("DELETE", `${organizations}/${first}`);
    assert.notEqual(await client.create("fabrikam.com"), first);
  });

  it("adds createdBy and modifiedBy on beta only", async () => {
    const client = createClient({ seed: { caller: "admin@contoso.com" } });
    const id = await client.create("adatum.com");
    const beta = await client.call("GET", `/beta${organizations}/${id}`);
    assert.equal(beta.json["createdBy"], "admin@contoso.com");
    assert.equal(beta.json["modifiedBy"], "admin@contoso.com");
    assert.ok(!("createdBy" in (await client.read(id))));
  });

  it("selects properties and refuses those that do not exist", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const selected = await client.call("GET", `${organizations}/${id}?$select=id,state`);
    assert.deepEqual(selected.json, { "@odata.context": `${context}(id,state)/$entity`, id, state: "configured" });
    const refused = await client.call("GET", `${organizations}/${id}?$select=size`);
    assert.equal(refused.status, 400);
    assert.equal((await client.call("GET", `${organizations}/${id}?$select=createdBy`)).status, 400);
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
    const own = await client.call("GET", organizations);
    assert.equal(
      own.headers.get("content-type"),
      "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
    );
    assert.equal(own.headers.get("odata-version"), "4.0");
    assert.equal(own.headers.get("date"), "Tue, 03 Feb 2026 09:10:11 GMT");
    assert.match(own.headers.get("request-id") ?? "", guid);
    assert.equal(own.headers.get("client-request-id"), own.headers.get("request-id"));
    const echoed = await client.call("GET", organizations, undefined, { "client-request-id": ids.nobody });
    assert.equal(echoed.headers.get("client-request-id"), ids.nobody);
  });

  it("does not look at If-Match", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const patched = await client.call("PATCH", `${organizations}/${id}`, { displayName: "x" }, { "if-match": 'W/"1"' });
    assert.equal(patched.status, 204);
  });

  it("swaps domains in any spelling and leaves foreign ones alone", async () => {
    const client = createClient();
    assert.deepEqual(await client.sources(await client.create("BÜCHER.example")), [
      tenant(ids.fabrikam, "Fabrikam Inc"),
    ]);
    assert.deepEqual(await client.sources(await client.create("Adatum.COM")), [domain("Adatum.COM")]);
  });

  it("keeps every kind of source, and a derived type nobody knows", async () => {
    const unknown = { "@odata.type": "#microsoft.graph.walletIdentitySource", issuer: "did:web:adatum.com" };
    const sources = [
      { "@odata.type": "#microsoft.graph.externalDomainFederation", domainName: "a.example", issuerUri: "urn:a" },
      {
        "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
        tenantId: ids.government,
        displayName: "Proseware",
        cloudInstance: "microsoftonline.us",
      },
      {
        "@odata.type": "#microsoft.graph.socialIdentitySource",
        displayName: "F",
        socialIdentitySourceType: "facebook",
      },
    ];
    const client = createClient({ seed: { organizations: [{ id: ids.nobody, identitySources: [unknown] }] } });
    assert.deepEqual(await client.sources(ids.nobody), [unknown]);
    for (const source of sources) {
      const id = await client.create("x", { identitySources: [source] });
      assert.deepEqual(await client.sources(id), [source]);
    }
  });

  it("holds several tenants apart in one process", async () => {
    const [left, right] = [createClient(), createClient()];
    await left.create("adatum.com");
    assert.equal((await left.readAll(organizations)).length, 1);
    assert.equal((await right.readAll(organizations)).length, 0);
  });
});
