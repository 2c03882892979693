/** Look-ups: by which key what is found, and the whole sentence when it is not exactly one. */
import assert from "node:assert/strict";
import type { EmulatorOptions, OrganizationInput, Switches } from "../../../emulator";
import type { Source } from "../../../provider/organization/identity-source";
import type { ConnectedOrganizationQuery, ConnectedOrganizationResult } from "../../../provider/organization/shape";
import { failureOf, forbidLookUp, messageOf, status } from "../../support/failures";
import { abroad, domain, fabrikam, onWire, proseware, tenant, wingtip } from "../../support/sources";
import { startWorld, type WorldOptions } from "../../support/world";

const ids = {
  wingtip: "11111111-2222-4333-8444-555555555501",
  adatum: "11111111-2222-4333-8444-555555555502",
  brien: "11111111-2222-4333-8444-555555555503",
  twin: "11111111-2222-4333-8444-555555555504",
  proseware: "11111111-2222-4333-8444-555555555505",
};
const createdDateTime = "2025-01-02T03:04:05.1234567Z";
const organizationOf = (id: string, displayName: string, source: Source, more: object = {}): OrganizationInput => ({
  id,
  displayName,
  createdDateTime,
  identitySources: [onWire(source)],
  ...more,
});
const wingtipSource = { ...tenant(wingtip), displayName: "Wingtip" };
const organizations = [
  organizationOf(ids.wingtip, "Wingtip Toys", wingtipSource, {
    description: "Toy supplier",
    createdBy: "ada@contoso.com",
  }),
  organizationOf(ids.adatum, "Twin", domain("adatum.com"), { state: "proposed" }),
  organizationOf(ids.brien, "O'Brien & 'Sons' = 100%", domain("brien.example")),
  organizationOf(ids.twin, "Twin", { type: "verifiedIdIdentitySource", authority: "did:web:twin.example" }),
  organizationOf(ids.proseware, "Proseware", abroad),
];

const wingtipResult: ConnectedOrganizationResult = {
  id: ids.wingtip,
  displayName: "Wingtip Toys",
  description: "Toy supplier",
  state: "configured",
  identitySources: [{ type: "azureActiveDirectoryTenant", tenantId: wingtip, displayName: "Wingtip" }],
  createdDateTime,
  modifiedDateTime: createdDateTime,
  createdBy: undefined,
  modifiedBy: undefined,
};

const start = (options: EmulatorOptions = {}, settings: Record<string, string> = {}) =>
  startWorld({ seed: { organizations }, ...options }, { timeoutSeconds: "60", ...settings });

const lists: Partial<Switches>[] = [
  {},
  { filters: "documented", odataType: "bare" },
  { filters: "refused", pageSize: 1, emptyPage: "first", odataType: "otherCase" },
];

describe("a look-up of one organization", () => {
  const rows: [title: string, query: ConnectedOrganizationQuery, id: string][] = [
    ["its id", { id: ids.wingtip }, ids.wingtip],
    ["its id in upper case", { id: ` ${ids.wingtip.toUpperCase()} ` }, ids.wingtip],
    ["its name", { displayName: "Wingtip Toys" }, ids.wingtip],
    ["a name with quotes", { displayName: "O'Brien & 'Sons' = 100%" }, ids.brien],
    ["a domain of its tenant", { domainName: "wingtiptoys.com" }, ids.wingtip],
    ["another domain of its tenant", { domainName: "WingtipToys.onmicrosoft.com." }, ids.wingtip],
    ["its domain", { domainName: "ADATUM.com" }, ids.adatum],
    ["its tenant", { tenantId: wingtip.toUpperCase() }, ids.wingtip],
    ["a domain of its tenant in another cloud", { domainName: "proseware.us" }, ids.proseware],
    ["its tenant in another cloud", { tenantId: proseware }, ids.proseware],
    ["a name that two have, and its state", { displayName: "Twin", state: "proposed" }, ids.adatum],
  ];
  for (const [title, query, id] of rows) {
    it(`finds it by ${title}, whichever filters the service takes`, async () => {
      for (const switches of lists) {
        assert.equal((await start({ switches }).findOne(query)).id, id, JSON.stringify(switches));
      }
    });
  }

  it("returns it whole, with the service's form of its sources", async () => {
    assert.deepEqual(await start().findOne({ domainName: "wingtiptoys.com" }), wingtipResult);
  });

  const stranger = "9d0f4c11-20ae-4e5b-9d21-6c3f52ab7780";
  const none = "No organization matches. Check the value, and that the settings name the right tenant.";
  const several = `2 organizations match: ${ids.adatum} ("Twin"), ${ids.twin} ("Twin"). Look it up by its id.`;
  const either = "Either id or displayName or domainName or tenantId must be provided.";
  const failures: [query: ConnectedOrganizationQuery, described: string, message: string][] = [
    [{ id: stranger }, `id "${stranger}"`, none],
    [{ displayName: "wingtip toys" }, 'displayName "wingtip toys"', none],
    [{ domainName: "fabrikam.com" }, 'domainName "fabrikam.com"', none],
    [{ tenantId: fabrikam }, `tenantId "${fabrikam}"`, none],
    [{ displayName: "Proseware", state: "proposed" }, 'displayName "Proseware" and state "proposed"', none],
    [{ displayName: "Twin" }, 'displayName "Twin"', several],
    [{}, "any property", either],
    [{ state: "proposed" }, 'state "proposed"', either],
    [
      { id: ids.wingtip, displayName: "Wingtip Toys" },
      `id "${ids.wingtip}" and displayName "Wingtip Toys"`,
      "Only one of id or displayName can be provided.",
    ],
    [
      { domainName: "a.example", tenantId: wingtip, displayName: "x" },
      `domainName "a.example" and tenantId "${wingtip}" and displayName "x"`,
      "Only one of displayName or domainName or tenantId can be provided.",
    ],
    [
      { id: "wingtip" },
      'id "wingtip"',
      'id must be a GUID such as 2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20, not "wingtip".',
    ],
    [
      { domainName: "not a domain" },
      'domainName "not a domain"',
      'domainName must be a domain name such as contoso.com, not "not a domain".',
    ],
  ];
  for (const [query, described, message] of failures) {
    it(`fails for ${JSON.stringify(query)} with what to do`, async () => {
      const text = `looking up the connected organization with ${described}: ${message}`;
      for (const switches of lists) assert.equal(await messageOf(start({ switches }).findOne(query)), text);
    });
  }

  it("by a domain whose tenant nobody can tell says so when it finds none, and only then", async () => {
    const world = start();
    forbidLookUp(world);
    const looking = "looking up the connected organization with";
    assert.equal(
      await messageOf(world.findOne({ domainName: "WingtipToys.com" })),
      `${looking} domainName "WingtipToys.com": No organization matches. The tenant of the domain could not be determined: look the organization up by its tenantId.`,
    );
    assert.equal(await messageOf(world.findOne({ tenantId: fabrikam })), `${looking} tenantId "${fabrikam}": ${none}`);
    assert.equal((await world.findOne({ domainName: "adatum.com" })).id, ids.adatum);
    assert.deepEqual(await world.findAll({ domainName: "wingtiptoys.com" }), []);
  });

  it("takes no gateway's 404 for an answer", async () => {
    const world = start();
    world.emulator.faults.add({ times: "always", fault: { ...status(404), body: "html" } });
    for (const work of [world.findOne({ id: ids.wingtip }), world.findAll({ id: ids.wingtip })]) {
      assert.match((await failureOf(work)).message, /^looking up .*: Graph answered 404 without an error of Graph's/);
    }
  });

  it("fails with the service's refusal and the permission that is missing", async () => {
    const { findOne, emulator } = start();
    emulator.portal.setPermissions([]);
    assert.match(
      (await failureOf(findOne({ id: ids.wingtip }))).message,
      /^looking up the connected organization with id "\S+": Graph answered 403 UnAuthorized: .* Grant EntitlementManagement\.ReadWrite\.All /,
    );
  });
});

describe("a look-up of organizations", () => {
  it("returns all, those of a state, or those of a name, and none without an error", async () => {
    const rows: [query: ConnectedOrganizationQuery, found: string[]][] = [
      [{}, Object.values(ids)],
      [{ state: "proposed" }, [ids.adatum]],
      [{ displayName: "Twin" }, [ids.adatum, ids.twin]],
      [{ displayName: "Twin", tenantId: wingtip }, []],
      [{ tenantId: wingtip }, [ids.wingtip]],
      [{ id: fabrikam }, []],
    ];
    for (const switches of lists) {
      const world = start({ switches });
      for (const [query, found] of rows) {
        const ids = (await world.findAll(query)).map(({ id }) => id);
        assert.deepEqual(ids, found, JSON.stringify(query));
      }
    }
  });

  it("counts one that comes again on the next page, in upper case, once", async () => {
    const between: WorldOptions["between"] = (next) => async (input, init) => {
      const response = await next(input, init);
      const { value, ...rest } = (await response.json()) as { value?: { id: string }[] };
      const again = value?.map((item) => ({ ...item, id: item.id.toUpperCase() })) ?? [];
      return Response.json({ ...rest, ...(value && { value: [...value, ...again] }) }, response);
    };
    const world = startWorld({ seed: { organizations } }, {}, { between });
    assert.equal((await world.findAll({})).length, organizations.length);
    assert.equal((await world.findOne({ displayName: "Proseware" })).displayName, "Proseware");
  });
});
