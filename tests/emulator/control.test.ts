/** What a test controls: portal, seed, log and switches, in process and over HTTP. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, parseSwitch, switchNames, switchTable } from "../../emulator";
import { createSwitchBoard } from "../../emulator/switches";
import {
  type Client,
  createClient,
  domain,
  host,
  ids,
  item,
  type Json,
  organizations,
  tenant,
  wingtip,
} from "./client";

function control(client: Client, method: string, path: string, body?: unknown) {
  return client.call(method, `${host}/_emulator${path}`, body);
}

describe("emulator: the portal", () => {
  it("creates, patches and deletes without rules, at once and unlogged", async () => {
    const client = createClient({ switches: { createdHiddenReads: 9, patchedStaleReads: 9, deletedVisibleReads: 9 } });
    const { portal, requests } = client.emulator;
    const sources = [wingtip, domain("adatum.com")];
    const { id } = portal.create({ displayName: "Adatum", state: "proposed", identitySources: sources });
    assert.deepEqual(await client.sources(id), sources);
    portal.patch(id, { displayName: "Renamed", identitySources: [domain("b.example")] });
    const { displayName, state, identitySources } = await client.read(id);
    assert.deepEqual([displayName, state, identitySources], ["Renamed", "proposed", [domain("b.example")]]);
    portal.delete(id);
    assert.equal(await client.brief("GET", item(id)), "404 ResourceNotFound");
    assert.deepEqual([requests.length, portal.get(id)], [3, undefined]);
  });

  it("stores what callers cannot send: another state, several sources, unknown kinds, domains of any form", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const unknown = { "@odata.type": "#microsoft.graph.multitenantOrganizationTenant", tenantId: ids.nobody, rank: 3 };
    const same = tenant(ids.wingtip);
    const sources = [same, same, unknown, domain("_dmarc.my_partner.example"), domain("?")];
    client.emulator.portal.patch(id, { state: "unknownFutureValue", identitySources: sources });
    const { state, identitySources } = await client.read(id);
    assert.deepEqual([state, identitySources], ["unknownFutureValue", sources]);
    const created = client.emulator.portal.create({ state: "unknownFutureValue" });
    assert.equal((await client.read(created.id))["state"], "unknownFutureValue");
    for (const again of ["unknownFutureValue", "retired"]) {
      assert.equal(await client.brief("PATCH", item(id), { state: again }), "400 BadRequest");
    }
    assert.equal(await client.brief("PATCH", item(id), { state: "configured" }), "204");
    assert.equal((await client.read(id))["state"], "configured");
  });

  it("settles what a caller's PATCH left stale", async () => {
    const client = createClient({ switches: { patchedStaleReads: 9 } });
    const id = await client.create("adatum.com");
    await client.brief("PATCH", item(id), { displayName: "by caller" });
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
    const left = await client.readAll(`${item(id)}/externalSponsors?$select=id`);
    assert.deepEqual(left, [{ "@odata.type": "#microsoft.graph.user", id: ids.diego }]);
  });

  it("says what it cannot find or read", () => {
    const { portal } = createEmulator();
    assert.throws(() => portal.delete(ids.nobody), { message: `There is no organization ${ids.nobody}.` });
    assert.throws(() => portal.renameTenant(ids.nobody, "x"), { message: `There is no tenant ${ids.nobody}.` });
    const identitySources = [{} as never];
    const untyped = /^Error: organization\.identitySources\[0\]\.@odata\.type: /;
    assert.throws(() => portal.create({ identitySources }), untyped);
  });
});

describe("emulator: the seed", () => {
  for (const [what, seed, message] of [
    [
      "every problem with its path",
      { tenants: [{ tenantId: "x", displayName: "y" }], apps: [], sponsors: [] },
      /^Error: seed\.tenants\[0\]\.tenantId: Invalid GUID\nseed: Unrecognized key: "sponsors"$/,
    ],
    ["a seed that is no object", 3, /^Error: seed: Invalid input/],
    ["a wrong switch", { switches: { patchAnswer: 201 } }, /^Error: Invalid value for patchAnswer: 201/],
  ] as const) {
    it(`names ${what}`, () => {
      assert.throws(() => createEmulator({ seed: seed as never }), message);
    });
  }

  it("sets organizations, sponsors and switches", async () => {
    const createdDateTime = "2025-01-02T03:04:05.6789012Z";
    const source = { "@odata.type": "microsoft.graph.domainidentitysource", domainName: "adatum.com" };
    const client = createClient({
      seed: {
        organizations: [{ id: ids.nobody, identitySources: [source], internalSponsors: [ids.adele], createdDateTime }],
        switches: { odataType: "bare" },
      },
    });
    const read = await client.read(ids.nobody);
    const written = { ...domain("adatum.com"), "@odata.type": "microsoft.graph.domainIdentitySource" };
    assert.deepEqual([read["createdDateTime"], read["identitySources"]], [createdDateTime, [written]]);
    assert.equal((await client.readAll(`${item(ids.nobody)}/internalSponsors`)).length, 1);
  });
});

describe("emulator: the table of switches", () => {
  it("has a default among its positions and a description on every row", () => {
    for (const name of switchNames) {
      const row = switchTable[name];
      if ("positions" in row) assert.ok((row.positions as readonly unknown[]).includes(row.default), name);
      assert.ok(row.about.length > 10, name);
    }
  });

  it("reads text as a command line gives it", () => {
    assert.deepEqual(parseSwitch("patchAnswer", "202"), { patchAnswer: 202 });
    assert.deepEqual(parseSwitch("pageSize", "3"), { pageSize: 3 });
    assert.deepEqual(parseSwitch("swap", "later"), { swap: "later" });
  });

  for (const [name, value, message] of [
    ["swaps", "later", /^Unknown switch: swaps\. Switches are: patchAnswer, /],
    ["patchAnswer", 201, /^Invalid value for patchAnswer: 201\. Allowed values are: 204, 202, 200\.$/],
    ["pageSize", "-1", /^Invalid value for pageSize: -1\. Expected a whole number from 0\.$/],
  ] as const) {
    it(`refuses ${name} ${value}, and says what is allowed`, () => {
      assert.throws(() => parseSwitch(name, value), { message });
    });
  }

  it("moves at run time and goes back", () => {
    const board = createSwitchBoard({ patchAnswer: 200 });
    board.set({ pageSize: 2 });
    assert.deepEqual([board.patchAnswer, board.pageSize], [200, 2]);
    board.reset();
    assert.deepEqual([board.patchAnswer, board.pageSize], [204, 100]);
  });

  it("is written down in docs/emulator.md as it is", () => {
    const page = readFileSync(join(__dirname, "../../docs/emulator.md"), "utf8").replace(/ +/g, " ");
    const missing = switchNames.filter((name) => {
      const row = switchTable[name];
      const bold = (position: unknown) => (position === row.default ? `**${position}**` : String(position));
      const positions = "positions" in row ? row.positions.map(bold).join(" · ") : `a number, **${row.default}**`;
      return !page.includes(`| \`${name}\` | ${positions} | ${row.about} |`);
    });
    assert.deepEqual(missing, []);
  });
});

describe("emulator: control over HTTP", () => {
  it("shows and resets the state, unlogged and without a token", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    await control(client, "PATCH", "/switches", { patchAnswer: 200 });
    const { json } = await control(client, "GET", "/state");
    const packages = ["accessPackages", "assignmentPolicies"];
    const parts = ["organizations", "tenants", "directoryObjects", ...packages, "permissions", "switches"];
    assert.deepEqual(Object.keys(json), parts);
    assert.equal((json["organizations"] as Json[])[0]?.["id"], id);
    assert.equal((json["switches"] as Json)["patchAnswer"], 200);
    assert.equal((await control(client, "POST", "/reset")).status, 204);
    assert.deepEqual([client.emulator.portal.list(), client.emulator.switches.patchAnswer], [[], 204]);
    await control(client, "POST", "/reset", { organizations: [{ displayName: "Seeded" }] });
    assert.equal(client.emulator.portal.list()[0]?.displayName, "Seeded");
    assert.equal(client.emulator.requests.length, 0);
  });

  it("lists requests with everything in them, and clears them", async () => {
    const client = createClient({ clock: () => Date.UTC(2026, 0, 1), logSecrets: true });
    await client.call("POST", `${organizations}?x=1`, { displayName: 3 });
    const entry = {
      time: "2026-01-01T00:00:00.000Z",
      method: "POST",
      path: `/v1.0${organizations}?x=1`,
      host: "graph.microsoft.com",
      headers: { authorization: "Bearer test", "content-type": "application/json" },
      body: { displayName: 3 },
      status: 400,
    };
    assert.deepEqual(client.emulator.requests, [entry]);
    assert.deepEqual(JSON.parse((await control(client, "GET", "/requests")).text), [entry]);
    await control(client, "DELETE", "/requests");
    assert.equal(client.emulator.requests.length, 0);
    await client.call("GET", organizations);
    client.emulator.clearRequests();
    assert.equal(client.emulator.requests.length, 0);
  });

  it("adds, lists and clears faults", async () => {
    const client = createClient();
    const rule = { method: "GET", path: "regex:organizations$", times: 2, fault: { kind: "status", status: 503 } };
    const added = await control(client, "POST", "/faults", [rule]);
    assert.deepEqual([added.status, JSON.parse(added.text)], [201, [rule]]);
    assert.equal(await client.brief("GET", organizations), "503 ServiceUnavailable");
    await control(client, "DELETE", "/faults");
    assert.deepEqual(JSON.parse((await control(client, "GET", "/faults")).text), []);
    assert.equal(await client.brief("GET", organizations), "200");
  });

  it("edits organizations and their sponsors", async () => {
    const client = createClient();
    const body = { displayName: "A", identitySources: [domain("a.example")] };
    const created = await control(client, "POST", "/organizations", body);
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
    const tailspin = { tenantId: ids.adele, displayName: "Tailspin", domains: ["tailspin.example"] };
    await control(client, "PATCH", `/tenants/${ids.wingtip}`, { displayName: "Wingtip" });
    await control(client, "PUT", `/tenants/${ids.wingtip}/domains/fabrikam.com`);
    await control(client, "POST", "/tenants", tailspin);
    await control(client, "POST", "/join", { tenantId: ids.nobody, displayName: "Adatum", domains: ["adatum.com"] });
    await control(client, "POST", "/directoryObjects", { id: ids.nobody, type: "group" });
    const tenants = JSON.parse((await control(client, "GET", "/tenants")).text) as Json[];
    const owners = ["fabrikam.com", "tailspin.example", "adatum.com"].map((name) =>
      tenants.filter(({ domains }) => (domains as string[]).includes(name)).map(({ displayName }) => displayName),
    );
    assert.deepEqual(owners, [["Wingtip"], ["Tailspin"], ["Adatum"]]);
    assert.deepEqual(await client.sources(id), [tenant(ids.nobody, "Adatum")]);
    assert.equal(await client.brief("GET", `/groups/${ids.nobody}`), "200");
    await control(client, "PUT", "/permissions", []);
    assert.equal(await client.brief("GET", organizations), "403 UnAuthorized");
  });

  for (const [method, path, body, status, error] of [
    [
      "PATCH",
      "/switches",
      { patchAnswer: 1 },
      400,
      "Invalid value for patchAnswer: 1. Allowed values are: 204, 202, 200.",
    ],
    ["POST", "/faults", { fault: { kind: "odd" } }, 400, "body: Invalid input"],
    ["POST", "/reset", "{", 400, "The body is not JSON."],
    ["DELETE", `/organizations/${ids.nobody}`, undefined, 400, `There is no organization ${ids.nobody}.`],
    ["GET", "/nothing", undefined, 404, "There is no GET /_emulator/nothing."],
  ] as const) {
    it(`says what is wrong with ${method} ${path}`, async () => {
      const answer = await control(createClient(), method, path, body);
      assert.deepEqual([answer.status, answer.json], [status, { error }]);
    });
  }
});
