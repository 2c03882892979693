import assert from "node:assert/strict";
import type { Switches } from "../../emulator";
import { createClient, domain, host, ids, organizations, tenant } from "./client";

const names = ["Adatum", "Bell's Books", "bellows", "Fabrikam"];
const sources = [domain("adatum.com"), domain("bells.example"), tenant(ids.wingtip), tenant(ids.fabrikam)];

function createListed(switches: Partial<Switches> = {}) {
  const seed = {
    organizations: names.map((displayName, index) => ({ displayName, identitySources: [sources[index]] as [never] })),
  };
  return createClient({ seed, switches });
}

const filtered = (filter: string) => `${organizations}?$filter=${encodeURIComponent(filter)}`;
const any = (path: string, value: string) => `identitySources/any(x:x/microsoft.graph.${path} eq '${value}')`;
const byTenant = (id: string) => any("azureActiveDirectoryTenant/tenantId", id);

const filters: [filter: string, expected: string[], isDocumented?: false][] = [
  ["displayName eq 'Adatum'", ["Adatum"]],
  ["displayName eq 'Bell''s Books'", ["Bell's Books"]],
  ["DisplayName eq 'adatum'", ["Adatum"]],
  ["displayName eq 'nobody'", []],
  ["startsWith(displayName,'Bell')", ["Bell's Books", "bellows"], false],
  ["startsWith(displayName,'ell')", [], false],
  [byTenant(ids.wingtip.toUpperCase()), ["bellows"]],
  [any("domainIdentitySource/domainName", "ADATUM.com"), ["Adatum"], false],
];

const refusedFilters = [
  "displayName eq Adatum",
  "displayName ne 'Adatum'",
  "contains(displayName,'a')",
  "displayName eq 'Adatum' or displayName eq 'Fabrikam'",
  "identitySources/any(x:y/microsoft.graph.domainIdentitySource/domainName eq 'a.example')",
  byTenant("wingtip"),
];

describe("emulator: lists", () => {
  for (const [filter, expected, isDocumented = true] of filters) {
    it(`answers the ${isDocumented ? "documented " : ""}filter ${filter}, unless filters are refused`, async () => {
      const found = await createListed().readAll(filtered(filter));
      assert.deepEqual(
        found.map((item) => item["displayName"]),
        expected,
      );
      const limited = await createListed({ filters: "documented" }).brief("GET", filtered(filter));
      assert.equal(limited, isDocumented ? "200" : "400 InvalidFilter");
      assert.equal(await createListed({ filters: "refused" }).brief("GET", filtered(filter)), "400 InvalidFilter");
    });
  }

  for (const filter of refusedFilters) {
    it(`refuses the filter ${filter}`, async () => {
      assert.equal(await createListed().brief("GET", filtered(filter)), "400 InvalidFilter");
    });
  }

  it("answers the whole list when every filter is refused", async () => {
    assert.equal((await createListed({ filters: "refused" }).readAll(organizations)).length, 4);
  });

  it("pages with links on the host of the request, keeping the other options", async () => {
    const client = createListed({ pageSize: 3 });
    const first = await client.call("GET", `http://127.0.0.1:9/v1.0/${organizations}?$select=displayName`);
    assert.deepEqual(
      first.json["value"],
      names.slice(0, 3).map((displayName) => ({ displayName })),
    );
    const link = new URL(String(first.json["@odata.nextLink"]));
    assert.equal(link.origin + link.pathname, `http://127.0.0.1:9/v1.0${organizations}`);
    assert.equal(link.searchParams.get("$select"), "displayName");
    const second = await client.call("GET", link.href);
    assert.deepEqual(second.json["value"], [{ displayName: "Fabrikam" }]);
    assert.ok(!("@odata.nextLink" in second.json));
  });

  for (const [select, first] of [
    ["DISPLAYNAME,State", { displayName: "Adatum", state: "configured" }],
    ["displayName,internalSponsors", { displayName: "Adatum" }],
  ] as const) {
    it(`selects ${select}, and takes $top as a page size`, async () => {
      const { json } = await createListed().call("GET", `${organizations}?$select=${select}&$top=1`);
      assert.deepEqual(json["value"], [first]);
      assert.ok(String(json["@odata.nextLink"]).startsWith(host));
    });
  }

  it("selects everything with a star", async () => {
    const [first] = await createListed().readAll(`${organizations}?$select=*`);
    assert.equal(Object.keys(first ?? {}).length, 7);
  });

  for (const [emptyPage, expected] of [
    ["none", [2, 2]],
    ["first", [0, 2, 2]],
    ["last", [2, 2, 0]],
  ] as const) {
    it(`has an empty page as emptyPage ${emptyPage} says`, async () => {
      const client = createListed({ emptyPage, pageSize: 2 });
      const sizes: number[] = [];
      for (let next: unknown = organizations; typeof next === "string"; ) {
        const { json } = await client.call("GET", next);
        sizes.push((json["value"] as unknown[]).length);
        next = json["@odata.nextLink"];
      }
      assert.deepEqual(sizes, expected);
    });
  }
});
