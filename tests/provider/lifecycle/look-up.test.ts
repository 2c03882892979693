/** Look-ups: by which key what is found, and the whole sentence when it is not exactly one. */

import assert from "node:assert/strict";
import { createEmulator, type Emulator, type EmulatorOptions, type SeedInput, type Switches } from "../../../emulator";
import { findAll, findOne } from "../../../provider/lifecycle/look-up";
import type { ConnectedOrganizationQuery, ConnectedOrganizationResult } from "../../../provider/organization/shape";
import { openSession } from "../../../provider/session";
import { readSettings } from "../../../provider/settings/settings";
import { fabrikam, failureOf, messageOf, wingtip } from "../../support/organizations";
import { TestClock } from "../../support/world";

const ids = {
  wingtip: "11111111-2222-4333-8444-555555555501",
  adatum: "11111111-2222-4333-8444-555555555502",
  brien: "11111111-2222-4333-8444-555555555503",
  twin: "11111111-2222-4333-8444-555555555504",
  proseware: "11111111-2222-4333-8444-555555555505",
};
/** A tenant of another cloud. */
const proseware = "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9";
const createdDateTime = "2025-01-02T03:04:05.1234567Z";
const onWire = (type: string, properties: object) => ({ "@odata.type": `#microsoft.graph.${type}`, ...properties });

const seed: SeedInput = {
  organizations: [
    {
      id: ids.wingtip,
      displayName: "Wingtip Toys",
      description: "Toy supplier",
      createdDateTime,
      createdBy: "ada@contoso.com",
      identitySources: [onWire("azureActiveDirectoryTenant", { tenantId: wingtip, displayName: "Wingtip" })],
    },
    {
      id: ids.adatum,
      displayName: "Twin",
      state: "proposed",
      createdDateTime,
      identitySources: [onWire("domainIdentitySource", { domainName: "adatum.com", displayName: "adatum.com" })],
    },
    {
      id: ids.brien,
      displayName: "O'Brien & 'Sons' = 100%",
      createdDateTime,
      identitySources: [onWire("domainIdentitySource", { domainName: "brien.example" })],
    },
    {
      id: ids.twin,
      displayName: "Twin",
      createdDateTime,
      identitySources: [onWire("verifiedIdIdentitySource", { authority: "did:web:twin.example" })],
    },
    {
      id: ids.proseware,
      displayName: "Proseware",
      createdDateTime,
      identitySources: [
        onWire("crossCloudAzureActiveDirectoryTenant", { tenantId: proseware, cloudInstance: "microsoftonline.us" }),
      ],
    },
  ],
};

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

interface LookUps {
  readonly emulator: Emulator;
  one(query: ConnectedOrganizationQuery): Promise<ConnectedOrganizationResult>;
  all(query: ConnectedOrganizationQuery): Promise<string[]>;
}

function lookUps(options: EmulatorOptions = {}, given: Record<string, string> = {}): LookUps {
  const clock = new TestClock();
  const emulator = createEmulator({ seed, clock: clock.now, ...options });
  const config: Record<string, string> = { accessToken: "test-token", ...given };
  const settings = readSettings({ environment: {}, config: (key) => config[key.replace("connectedorgs:", "")] });
  const transport: typeof fetch = (input, init) => emulator.fetch(input as string, init);
  const session = openSession({ ...settings, timeoutSeconds: 60 }, { clock, transport, random: () => 0 });
  const open = (what: string) => ({ reach: session.reach(what), signedInAs: session.connection.signedInAs });
  return {
    emulator,
    one: (query) => findOne(open, query),
    all: async (query) => (await findAll(open, query)).map(({ id }) => id),
  };
}

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
        assert.equal((await lookUps({ switches }).one(query)).id, id, JSON.stringify(switches));
      }
    });
  }

  it("returns it whole, with the service's form of its sources", async () => {
    assert.deepEqual(await lookUps().one({ domainName: "wingtiptoys.com" }), wingtipResult);
  });

  it("returns who created it with the beta API", async () => {
    const { one } = lookUps({}, { apiVersion: "beta" });
    const by = { createdBy: "ada@contoso.com", modifiedBy: "ada@contoso.com" };
    assert.deepEqual(await one({ id: ids.wingtip }), { ...wingtipResult, ...by });
  });

  it("finds the tenant of a domain by the public OpenID configuration where Graph does not tell it", async () => {
    const { one, emulator } = lookUps();
    emulator.portal.setPermissions(["EntitlementManagement.Read.All"]);
    assert.deepEqual(await one({ domainName: "wingtiptoys.com" }), wingtipResult);
  });

  const stranger = "9d0f4c11-20ae-4e5b-9d21-6c3f52ab7780";
  const none = "There is none. Check the value, and that the settings name the right tenant.";
  const several = `There are 2: ${ids.adatum} ("Twin"), ${ids.twin} ("Twin"). Look it up by its id.`;
  const failures: [query: ConnectedOrganizationQuery, message: string][] = [
    [{ id: stranger }, `looking up the connected organization with id "${stranger}": ${none}`],
    [{ displayName: "wingtip toys" }, `looking up the connected organization with displayName "wingtip toys": ${none}`],
    [{ domainName: "fabrikam.com" }, `looking up the connected organization with domainName "fabrikam.com": ${none}`],
    [{ tenantId: fabrikam }, `looking up the connected organization with tenantId "${fabrikam}": ${none}`],
    [
      { displayName: "Wingtip Toys", state: "proposed" },
      `looking up the connected organization with displayName "Wingtip Toys" and state "proposed": ${none}`,
    ],
    [{ displayName: "Twin" }, `looking up the connected organization with displayName "Twin": ${several}`],
    [
      {},
      "looking up the connected organization with any property: Either id or displayName or domainName or tenantId must be provided.",
    ],
    [
      { state: "proposed" },
      'looking up the connected organization with state "proposed": Either id or displayName or domainName or tenantId must be provided.',
    ],
    [
      { id: ids.wingtip, displayName: "Wingtip Toys" },
      `looking up the connected organization with id "${ids.wingtip}" and displayName "Wingtip Toys": Only one of id or displayName can be provided.`,
    ],
    [
      { domainName: "a.example", tenantId: wingtip, displayName: "x" },
      `looking up the connected organization with domainName "a.example" and tenantId "${wingtip}" and displayName "x": Only one of displayName or domainName or tenantId can be provided.`,
    ],
    [
      { id: "wingtip" },
      'looking up the connected organization with id "wingtip": Invalid value for id: "wingtip". It must be a GUID such as 2b1d6f0a-7c55-4a0b-8f57-5d3a3e0c1f20.',
    ],
    [
      { domainName: "not a domain" },
      'looking up the connected organization with domainName "not a domain": Invalid value for domainName: "not a domain". It must be a domain name such as contoso.com.',
    ],
  ];
  for (const [query, message] of failures) {
    it(`fails for ${JSON.stringify(query)} with what to do`, async () => {
      for (const switches of lists) assert.equal(await messageOf(lookUps({ switches }).one(query)), message);
    });
  }

  it("by a domain whose tenant cannot be found out says so when it finds none, and only then", async () => {
    const { one, all, emulator } = lookUps();
    emulator.faults.add(
      { path: "findTenantInformation", times: "always", fault: { kind: "status", status: 403 } },
      { path: "openid-configuration", times: "always", fault: { kind: "reset" } },
    );
    assert.equal(
      await messageOf(one({ domainName: "WingtipToys.com" })),
      'looking up the connected organization with domainName "WingtipToys.com": There is none. The tenant of the domain could not be found out: look the organization up by its tenantId.',
    );
    assert.equal(
      await messageOf(one({ tenantId: fabrikam })),
      `looking up the connected organization with tenantId "${fabrikam}": ${none}`,
    );
    assert.equal((await one({ domainName: "adatum.com" })).id, ids.adatum);
    assert.deepEqual(await all({ domainName: "wingtiptoys.com" }), []);
  });

  it("takes no gateway's 404 for an answer", async () => {
    const { one, all, emulator } = lookUps();
    emulator.faults.add({ times: "always", fault: { kind: "status", status: 404, body: "html" } });
    const fact = /^looking up .*: Graph answered 404 without an error of Graph's/;
    assert.match((await failureOf(one({ id: ids.wingtip }))).message, fact);
    assert.match((await failureOf(all({ id: ids.wingtip }))).message, fact);
  });

  it("fails with the service's refusal and the permission that is missing", async () => {
    const { one, emulator } = lookUps();
    emulator.portal.setPermissions([]);
    assert.match(
      (await failureOf(one({ id: ids.wingtip }))).message,
      /^looking up the connected organization with id "\S+": Graph answered 403 UnAuthorized: .* Grant EntitlementManagement\.ReadWrite\.All /,
    );
  });
});

describe("a look-up of organizations", () => {
  it("returns all, those of a state, or those of a name, and none without an error", async () => {
    for (const switches of lists) {
      const { all } = lookUps({ switches });
      assert.deepEqual(await all({}), Object.values(ids));
      assert.deepEqual(await all({ state: "proposed" }), [ids.adatum]);
      assert.deepEqual(await all({ displayName: "Twin" }), [ids.adatum, ids.twin]);
      assert.deepEqual(await all({ displayName: "Twin", tenantId: wingtip }), []);
      assert.deepEqual(await all({ tenantId: wingtip }), [ids.wingtip]);
      assert.deepEqual(await all({ id: fabrikam }), []);
    }
  });
});
