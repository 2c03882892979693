import assert from "node:assert/strict";
import type { Switches } from "../../emulator";
import { createClient, crossCloud, domain, host, ids, organizations, tenant } from "./client";

const graph = "#microsoft.graph.";
const listed = {
  Adatum: domain("Adatum.com", "Adatum"),
  "Bell's Books": {
    "@odata.type": `${graph}externalDomainFederation`,
    domainName: "bells.example",
    issuerUri: "urn:b",
  },
  bellows: tenant(ids.wingtip, "Wingtip Toys"),
  Fabrikam: tenant(ids.fabrikam),
  Proseware: crossCloud(ids.government, "Proseware"),
  Social: { "@odata.type": `${graph}socialIdentitySource`, displayName: "F", socialIdentitySourceType: "facebook" },
};
const names = Object.keys(listed);

function createListed(switches: Partial<Switches> = {}) {
  const organizations = Object.entries(listed).map(([displayName, source]) => ({
    displayName,
    identitySources: [source],
  }));
  return createClient({ seed: { organizations }, switches });
}

const filtered = (filter: string) => `${organizations}?$filter=${encodeURIComponent(filter)}`;
const any = (cast: string) => `identitySources/any(x:x/microsoft.graph.${cast})`;
const byTenant = (id: string) => any(`azureActiveDirectoryTenant/tenantId eq '${id}'`);

const filters: [filter: string, expected: string[], isDocumented?: false][] = [
  ["displayName eq 'Adatum'", ["Adatum"]],
  ["displayName eq 'Bell''s Books'", ["Bell's Books"]],
  ["DisplayName eq 'adatum'", ["Adatum"]],
  ["displayName eq 'nobody'", []],
  ["startsWith(displayName,'Bell')", ["Bell's Books", "bellows"], false],
  ["startsWith(displayName,'ell')", [], false],
  [byTenant(ids.wingtip.toUpperCase()), ["bellows"]],
  ...(
    [
      ["azureActiveDirectoryTenant/displayName eq 'wingtip toys'", ["bellows"]],
      [`crossCloudAzureActiveDirectoryTenant/tenantId eq '${ids.government.toUpperCase()}'`, ["Proseware"]],
      ["crossCloudAzureActiveDirectoryTenant/cloudInstance eq 'microsoftonline.us'", ["Proseware"]],
      ["domainIdentitySource/domainName eq 'ADATUM.com'", ["Adatum"]],
      ["domainIdentitySource/domainName eq 'bells.example'", []],
      ["externalDomainFederation/domainName eq 'Bells.example'", ["Bell's Books"]],
      ["externalDomainFederation/issuerUri eq 'urn:b'", ["Bell's Books"]],
      ["socialIdentitySource/socialIdentitySourceType eq 'facebook'", ["Social"]],
      [
        "socialIdentitySource/socialIdentitySourceType eq microsoft.graph.socialIdentitySourceType'facebook'",
        ["Social"],
      ],
    ] as [cast: string, expected: string[]][]
  ).map(([cast, expected]): (typeof filters)[number] => [any(cast), expected, false]),
];

const refusedFilters = [
  "displayName eq Adatum",
  "displayName ne 'Adatum'",
  "contains(displayName,'a')",
  "displayName eq 'Adatum' or displayName eq 'Fabrikam'",
  "identitySources/any(x:y/microsoft.graph.domainIdentitySource/domainName eq 'a.example')",
  byTenant("wingtip"),
  any("crossCloudAzureActiveDirectoryTenant/tenantId eq 'government'"),
  any("domainIdentitySource/tenantId eq 'x'"),
  any("walletIdentitySource/displayName eq 'x'"),
  any("constructor/name eq 'Object'"),
  any("domainIdentitySource/constructor eq 'x'"),
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
    assert.equal((await createListed({ filters: "refused" }).readAll(organizations)).length, 6);
  });

  it("pages with links on the host of the request, keeping the other options", async () => {
    const client = createListed({ pageSize: 5 });
    const first = await client.call("GET", `http://127.0.0.1:9/v1.0/${organizations}?$select=displayName`);
    assert.deepEqual(
      first.json["value"],
      names.slice(0, 5).map((displayName) => ({ displayName })),
    );
    const link = new URL(String(first.json["@odata.nextLink"]));
    assert.equal(link.origin + link.pathname, `http://127.0.0.1:9/v1.0${organizations}`);
    assert.equal(link.searchParams.get("$select"), "displayName");
    const second = await client.call("GET", link.href);
    assert.deepEqual(second.json["value"], [{ displayName: "Social" }]);
    assert.ok(!("@odata.nextLink" in second.json));
  });

  it("goes on behind a link in whatever case its skiptoken is written", async () => {
    const client = createListed({ pageSize: 2 });
    const link = String((await client.call("GET", organizations)).json["@odata.nextLink"]);
    const rest = await client.readAll(link.replace("$skiptoken", "$skipToken"));
    assert.deepEqual(
      rest.map((item) => item["displayName"]),
      names.slice(2),
    );
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
    ["none", [3, 3]],
    ["first", [0, 3, 3]],
    ["last", [3, 3, 0]],
  ] as const) {
    it(`has an empty page as emptyPage ${emptyPage} says`, async () => {
      const client = createListed({ emptyPage, pageSize: 3 });
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
