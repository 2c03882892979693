import assert from "node:assert/strict";
import { type Client, createClient, domain, errorCode, host, ids, organizations, tenant } from "./client";

const names = ["Adatum", "Bell's Books", "bellows", "Fabrikam"];

function createListed(): Client {
  const sources = [domain("adatum.com"), domain("bells.example"), tenant(ids.wingtip), tenant(ids.fabrikam)];
  return createClient({
    seed: {
      organizations: names.map((displayName, index) => ({ displayName, identitySources: [sources[index]] as [never] })),
    },
  });
}

async function namesBehind(client: Client, query: string): Promise<unknown[]> {
  return (await client.readAll(`${organizations}?${query}`)).map((item) => item["displayName"]);
}

const filters: [filter: string, expected: string[]][] = [
  ["displayName eq 'Adatum'", ["Adatum"]],
  ["displayName eq 'Bell''s Books'", ["Bell's Books"]],
  ["DisplayName eq 'adatum'", ["Adatum"]],
  ["displayName eq 'nobody'", []],
  ["startsWith(displayName,'Bell')", ["Bell's Books", "bellows"]],
  [
    `identitySources/any(x:x/microsoft.graph.azureActiveDirectoryTenant/tenantId eq '${ids.wingtip.toUpperCase()}')`,
    ["bellows"],
  ],
  ["identitySources/any(is:is/microsoft.graph.domainIdentitySource/domainName eq 'ADATUM.com')", ["Adatum"]],
];

const refusedFilters = [
  "displayName eq Adatum",
  "displayName ne 'Adatum'",
  "contains(displayName,'a')",
  "displayName eq 'Adatum' or displayName eq 'Fabrikam'",
  "identitySources/any(x:y/microsoft.graph.domainIdentitySource/domainName eq 'a.example')",
  "identitySources/any(x:x/microsoft.graph.azureActiveDirectoryTenant/tenantId eq 'wingtip')",
];

describe("emulator: lists", () => {
  for (const [filter, expected] of filters) {
    it(`answers the filter ${filter}`, async () => {
      assert.deepEqual(await namesBehind(createListed(), `$filter=${encodeURIComponent(filter)}`), expected);
    });
  }

  for (const filter of refusedFilters) {
    it(`refuses the filter ${filter}`, async () => {
      const answer = await createListed().call("GET", `${organizations}?$filter=${encodeURIComponent(filter)}`);
      assert.equal(answer.status, 400);
      assert.equal(errorCode(answer), "InvalidFilter");
    });
  }

  it("knows only the documented filters when told so", async () => {
    const client = createListed();
    client.emulator.switches.set({ filters: "documented" });
    const statuses = await Promise.all(
      filters.map(
        async ([filter]) => (await client.call("GET", `${organizations}?$filter=${encodeURIComponent(filter)}`)).status,
      ),
    );
    assert.deepEqual(statuses, [200, 200, 200, 200, 400, 200, 400]);
  });

  it("refuses every filter when told so", async () => {
    const client = createListed();
    client.emulator.switches.set({ filters: "refused" });
    assert.equal((await client.call("GET", `${organizations}?$filter=displayName eq 'Adatum'`)).status, 400);
    assert.equal((await client.call("GET", organizations)).status, 200);
  });

  it("pages with links on the host of the request, keeping the other options", async () => {
    const client = createListed();
    client.emulator.switches.set({ pageSize: 3 });
    const first = await client.call("GET", `http://127.0.0.1:9/v1.0/${organizations}?$select=displayName`);
    assert.equal((first.json["value"] as unknown[]).length, 3);
    const link = new URL(String(first.json["@odata.nextLink"]));
    assert.equal(link.origin + link.pathname, `http://127.0.0.1:9/v1.0${organizations}`);
    assert.equal(link.searchParams.get("$select"), "displayName");
    const second = await client.call("GET", link.href);
    assert.deepEqual(second.json["value"], [{ displayName: "Fabrikam" }]);
    assert.ok(!("@odata.nextLink" in second.json));
  });

  const selections: [select: string, first: Record<string, unknown>][] = [
    ["DISPLAYNAME,State", { displayName: "Adatum", state: "configured" }],
    ["displayName,internalSponsors", { displayName: "Adatum" }],
  ];
  for (const [select, first] of selections) {
    it(`selects ${select}`, async () => {
      const { json } = await createListed().call("GET", `${organizations}?$select=${select}&$top=1`);
      assert.deepEqual(json["value"], [first]);
    });
  }

  it("selects everything with a star", async () => {
    const [first] = await createListed().readAll(`${organizations}?$select=*`);
    assert.equal(Object.keys(first ?? {}).length, 7);
  });

  it("takes $top as a page size", async () => {
    const page = await createListed().call("GET", `${organizations}?$top=1`);
    assert.equal((page.json["value"] as unknown[]).length, 1);
    assert.ok(String(page.json["@odata.nextLink"]).startsWith(host));
  });

  for (const emptyPage of ["first", "last"] as const) {
    it(`has an empty page: ${emptyPage}`, async () => {
      const client = createListed();
      client.emulator.switches.set({ emptyPage, pageSize: 2 });
      const sizes: number[] = [];
      for (let next: unknown = organizations; typeof next === "string"; ) {
        const { json } = await client.call("GET", next);
        sizes.push((json["value"] as unknown[]).length);
        next = json["@odata.nextLink"];
      }
      assert.deepEqual(sizes, emptyPage === "first" ? [0, 2, 2] : [2, 2, 0]);
    });
  }
});
