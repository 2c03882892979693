import assert from "node:assert/strict";
import { createEmulator } from "../../emulator";
import { type Client, createClient, domain, host, ids, item, type Json, organizations, tenant } from "./client";

function control(client: Client, method: string, path: string, body?: unknown) {
  return client.call(method, `${host}/_emulator${path}`, body);
}

describe("emulator: the portal", () => {
  it("creates, patches and deletes without rules, at once and unlogged", async () => {
    const client = createClient({ switches: { createdHiddenReads: 9, patchedStaleReads: 9, deletedVisibleReads: 9 } });
    const { portal, requests } = client.emulator;
    const sources = [tenant(ids.wingtip, "Wingtip Toys"), domain("adatum.com")];
    const { id } = portal.create({ displayName: "Adatum", state: "proposed", identitySources: sources });
    assert.deepEqual(await client.sources(id), sources);
    portal.patch(id, { displayName: "Renamed", identitySources: [domain("b.example")] });
    const read = await client.read(id);
    assert.deepEqual(
      [read["displayName"], read["state"], read["identitySources"]],
      ["Renamed", "proposed", [domain("b.example")]],
    );
    portal.delete(id);
    assert.equal((await client.call("GET", item(id))).status, 404);
    assert.equal(requests.length, 3);
    assert.equal(portal.get(id), undefined);
  });

  it("stores what callers cannot send: another state, several sources, unknown kinds, domains of any form", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const unknown = { "@odata.type": "#microsoft.graph.multitenantOrganizationTenant", tenantId: ids.nobody, rank: 3 };
    const sources = [
      tenant(ids.wingtip),
      tenant(ids.wingtip),
      unknown,
      domain("_dmarc.my_partner.example"),
      domain("?"),
    ];
    client.emulator.portal.patch(id, { state: "unknownFutureValue", identitySources: sources });
    const { state, identitySources } = await client.read(id);
    assert.deepEqual([state, identitySources], ["unknownFutureValue", sources]);
    const seeded = client.emulator.portal.create({ state: "unknownFutureValue" });
    assert.equal((await client.read(seeded.id))["state"], "unknownFutureValue");
    for (const again of ["unknownFutureValue", "retired"]) {
      assert.equal((await client.call("PATCH", item(id), { state: again })).status, 400);
    }
    assert.equal((await client.call("PATCH", item(id), { state: "configured" })).status, 204);
    assert.equal((await client.read(id))["state"], "configured");
  });

  it("settles what a caller's PATCH left stale", async () => {
    const client = createClient({ switches: { patchedStaleReads: 9 } });
    const id = await client.create("adatum.com");
    await client.call("PATCH", item(id), { displayName: "by caller" });
    client.emulator.portal.patch(id, { description: "by portal" });
    const { displayName, description } = await client.read(id);
    assert.deepEqual([displayName, description], ["by caller", "by portal"]);
  });

  it("changes sponsors", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const { portal } = client.emulator;
    portal.addSponsor(id, "external", ids.adele);
    portal.addSponsor(id, "external", ids.diego);
    portal.removeSponsor(id.toUpperCase(), "external", ids.adele.toUpperCase());
    assert.deepEqual(
      (await client.readAll(`${item(id)}/externalSponsors`)).map((sponsor) => sponsor["id"]),
      [ids.diego],
    );
  });

  it("says what it cannot find or read", () => {
    const { portal } = createEmulator();
    assert.throws(() => portal.delete(ids.nobody), { message: `There is no organization ${ids.nobody}.` });
    assert.throws(() => portal.renameTenant(ids.nobody, "x"), { message: `There is no tenant ${ids.nobody}.` });
    assert.throws(
      () => portal.create({ identitySources: [{} as never] }),
      /^Error: organization\.identitySources\[0\]\.@odata\.type: /,
    );
  });
});

describe("emulator: the seed", () => {
  it("names every problem with its path", () => {
    const seed = { tenants: [{ tenantId: "x", displayName: "y" }], apps: [], sponsors: [] } as never;
    assert.throws(
      () => createEmulator({ seed }),
      /^Error: seed\.tenants\[0\]\.tenantId: Invalid GUID\nseed: Unrecognized key: "sponsors"$/,
    );
    assert.throws(() => createEmulator({ seed: 3 as never }), /^Error: seed: Invalid input/);
    assert.throws(
      () => createEmulator({ seed: { switches: { patchAnswer: 201 as never } } }),
      /^Error: Invalid value for patchAnswer: 201/,
    );
  });

  it("sets organizations, sponsors and switches", async () => {
    const organization = {
      id: ids.nobody,
      displayName: "Seeded",
      identitySources: [{ "@odata.type": "microsoft.graph.domainidentitysource", domainName: "adatum.com" }],
      internalSponsors: [ids.adele],
      createdDateTime: "2025-01-02T03:04:05.6789012Z",
    };
    const client = createClient({ seed: { organizations: [organization], switches: { odataType: "bare" } } });
    const read = await client.read(ids.nobody);
    assert.equal(read["createdDateTime"], organization.createdDateTime);
    assert.deepEqual(read["identitySources"], [
      { ...domain("adatum.com"), "@odata.type": "microsoft.graph.domainIdentitySource" },
    ]);
    assert.equal((await client.readAll(`${item(ids.nobody)}/internalSponsors`)).length, 1);
  });
});

describe("emulator: the request log", () => {
  it("keeps everything of a request", async () => {
    const client = createClient({ clock: () => Date.UTC(2026, 0, 1) });
    await client.call("POST", `${organizations}?x=1`, { displayName: 3 });
    const [entry] = client.emulator.requests;
    assert.deepEqual(entry, {
      time: "2026-01-01T00:00:00.000Z",
      method: "POST",
      path: `/v1.0${organizations}?x=1`,
      host: "graph.microsoft.com",
      headers: { authorization: "Bearer test", "content-type": "application/json" },
      body: { displayName: 3 },
      status: 400,
    });
    client.emulator.clearRequests();
    assert.equal(client.emulator.requests.length, 0);
  });
});

describe("emulator: control over HTTP", () => {
  it("shows and resets the state, unlogged and without a token", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    await control(client, "PATCH", "/switches", { patchAnswer: 200 });
    const { json } = await control(client, "GET", "/state");
    assert.deepEqual(Object.keys(json), ["organizations", "tenants", "directoryObjects", "permissions", "switches"]);
    assert.equal((json["organizations"] as Json[])[0]?.["id"], id);
    assert.equal((json["switches"] as Json)["patchAnswer"], 200);
    assert.equal((await control(client, "POST", "/reset")).status, 204);
    assert.deepEqual([client.emulator.portal.list(), client.emulator.switches.patchAnswer], [[], 204]);
    await control(client, "POST", "/reset", { organizations: [{ displayName: "Seeded" }] });
    assert.equal(client.emulator.portal.list()[0]?.displayName, "Seeded");
    assert.equal(client.emulator.requests.length, 0);
  });

  it("lists and clears requests", async () => {
    const client = createClient();
    await client.call("GET", organizations);
    const { text } = await control(client, "GET", "/requests");
    assert.deepEqual(
      (JSON.parse(text) as Json[]).map((entry) => entry["status"]),
      [200],
    );
    await control(client, "DELETE", "/requests");
    assert.equal(client.emulator.requests.length, 0);
  });

  it("adds, lists and clears faults", async () => {
    const client = createClient();
    const rule = { method: "GET", path: "regex:organizations$", times: 2, fault: { kind: "status", status: 503 } };
    const added = await control(client, "POST", "/faults", [rule]);
    assert.deepEqual([added.status, JSON.parse(added.text)], [201, [rule]]);
    assert.equal((await client.call("GET", organizations)).status, 503);
    await control(client, "DELETE", "/faults");
    assert.deepEqual(JSON.parse((await control(client, "GET", "/faults")).text), []);
    assert.equal((await client.call("GET", organizations)).status, 200);
  });

  it("edits organizations and their sponsors", async () => {
    const client = createClient();
    const created = await control(client, "POST", "/organizations", {
      displayName: "A",
      identitySources: [domain("a.example")],
    });
    const path = `/organizations/${created.json["id"]}`;
    assert.equal(created.status, 201);
    assert.equal((await control(client, "PATCH", path, { state: "proposed" })).json["state"], "proposed");
    await control(client, "PUT", `${path}/internalSponsors/${ids.adele}`);
    await control(client, "PUT", `${path}/externalSponsors/${ids.diego}`);
    await control(client, "DELETE", `${path}/externalSponsors/${ids.diego}`);
    const { internalSponsors, externalSponsors } = (await control(client, "GET", path)).json;
    assert.deepEqual([internalSponsors, externalSponsors], [[ids.adele], []]);
    assert.equal((await control(client, "DELETE", path)).status, 204);
    assert.equal((await control(client, "GET", path)).status, 404);
  });

  it("edits tenants, directory objects and permissions", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    await control(client, "PATCH", `/tenants/${ids.wingtip}`, { displayName: "Wingtip" });
    await control(client, "PUT", `/tenants/${ids.wingtip}/domains/fabrikam.com`);
    await control(client, "POST", "/tenants", {
      tenantId: ids.adele,
      displayName: "Tailspin",
      domains: ["tailspin.example"],
    });
    await control(client, "POST", "/join", { tenantId: ids.nobody, displayName: "Adatum", domains: ["adatum.com"] });
    await control(client, "POST", "/directoryObjects", { id: ids.nobody, type: "group" });
    const tenants = JSON.parse((await control(client, "GET", "/tenants")).text) as Json[];
    const names = tenants.filter((item) => JSON.stringify(item["domains"]).match(/"(fabrikam\.com|tailspin|adatum)/));
    assert.deepEqual(
      names.map((item) => item["displayName"]),
      ["Wingtip", "Tailspin", "Adatum"],
    );
    assert.deepEqual(await client.sources(id), [tenant(ids.nobody, "Adatum")]);
    await control(client, "PUT", "/permissions", []);
    assert.equal((await client.call("GET", organizations)).status, 403);
  });

  it("says what is wrong", async () => {
    const client = createClient();
    const answers = [
      await control(client, "PATCH", "/switches", { patchAnswer: 1 }),
      await control(client, "POST", "/faults", { fault: { kind: "odd" } }),
      await control(client, "POST", "/reset", "{"),
      await control(client, "DELETE", `/organizations/${ids.nobody}`),
      await control(client, "GET", "/nothing"),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [400, 400, 400, 400, 404],
    );
    assert.deepEqual(answers[0]?.json, {
      error: "Invalid value for patchAnswer: 1. Allowed values are: 204, 202, 200.",
    });
    assert.deepEqual(answers[4]?.json, { error: "There is no GET /_emulator/nothing." });
  });
});
