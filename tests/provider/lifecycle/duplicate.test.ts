/** The service makes organizations by itself, so a duplicate that nobody declared is an ordinary case. */
import assert from "node:assert/strict";
import { type State, type Switches, switchTable } from "../../../emulator";
import type { Source } from "../../../provider/organization/identity-source";
import { beforeFirst, plainMessageOf, status } from "../../support/failures";
import { bodies, collection, idsIn, outputsNow, staysAsDeclared } from "../../support/organizations";
import {
  abroad,
  domain,
  fabrikam,
  first,
  litware,
  organization,
  owned,
  proposed,
  proseware,
  second,
  tenant,
  wingtip,
} from "../../support/sources";
import { checked, startWorld, type World } from "../../support/world";

const existing = (id: string, displayName: string, ...sources: Source[]) => ({
  ...proposed(id, ...sources),
  displayName,
});
const wingtipToys = existing(first, 'Wingtip "Toys"', tenant(wingtip));

function worldWith(organizations: ReturnType<typeof existing>[], switches: Partial<Switches> = {}): World {
  return startWorld({ seed: { organizations }, switches });
}

const refused = (
  what = "identity source",
  { duplicateStatus = 400, duplicateCode = codes[0] }: Partial<Switches> = {},
) =>
  `Graph answered ${duplicateStatus} ${duplicateCode}: A connected organization with the same ${what} already exists.`;
const aside = ({ duplicateStatus = 400, duplicateCode = codes[0] }: Partial<Switches> = {}) =>
  `(Graph: ${duplicateStatus} ${duplicateCode})`;
const codes = switchTable.duplicateCode.positions;

interface Row {
  readonly declared?: Source;
  readonly stored?: Source[];
  readonly switches?: Partial<Switches>;
  readonly state?: State;
  readonly permissions?: string[];
  /** What Graph's error says, where it is not the documented one. */
  readonly says?: string;
}

const rows: Row[] = [
  ...codes.flatMap((duplicateCode) =>
    switchTable.duplicateStatus.positions.map((duplicateStatus) => ({ switches: { duplicateCode, duplicateStatus } })),
  ),
  { switches: { errorStyle: "empty" }, says: "(Graph answered 400 without an error of Graph's)" },
  { switches: { errorStyle: "html" }, says: "(Graph answered 400 without an error of Graph's)" },
  { state: "configured" },
  { stored: [tenant(litware), tenant(wingtip)] },
  { permissions: ["EntitlementManagement.ReadWrite.All"] },
  { declared: tenant(wingtip) },
  { declared: domain("adatum.com"), stored: [domain("ADATUM.com")] },
  { declared: domain("Bücher-Adatum.com"), stored: [domain("BÜCHER-adatum.com.")] },
];

describe("a duplicate", () => {
  for (const row of rows) {
    const { declared = domain("wingtiptoys.com"), stored = [tenant(wingtip)], switches = {}, state = "proposed" } = row;
    it(`is named with its id and state: ${JSON.stringify(row)}`, async () => {
      const other = existing(second, "Another partner", tenant(fabrikam));
      const found = { ...existing(first, 'Wingtip "Toys"', ...stored.map(upperCased)), state };
      const world = worldWith([other, found], { pageSize: 1, emptyPage: "first", ...switches });
      if (row.permissions) world.emulator.portal.setPermissions(row.permissions);
      const before = world.emulator.portal.list();
      const message = await plainMessageOf(world.create(organization(declared)));
      const [[kind, key] = []] = (checked(organization(declared))["identitySources"] as Source[]).map(Object.values);
      assert.equal(
        message,
        `Organization "Wingtip \\"Toys\\"" (id ${first}, state ${state}) already exists for ${kind} ${key}. If its resource was renamed or moved, name the former one in the option aliases. Otherwise set adoptExisting: true to take it over, use an import file, or delete it. ${row.says ?? aside(switches)}`,
      );
      assert.deepEqual([bodies(world, "POST").length, world.emulator.portal.list()], [1, before]);
    });
  }

  it("is found in one request for the look-up and one for the list, after the refused POST", async () => {
    const world = worldWith([wingtipToys]);
    await plainMessageOf(world.create(owned));
    assert.deepEqual(world.sent(), [
      `POST ${collection}`,
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='wingtiptoys.com')",
      `GET ${collection}`,
    ]);
  });

  it("of several organizations names them all and asks to delete all but one", async () => {
    const world = worldWith([wingtipToys, existing(second, "Personal accounts", domain("wingtiptoys.com"))]);
    assert.equal(
      await plainMessageOf(world.create(owned)),
      `Organizations "Wingtip \\"Toys\\"" (id ${first}, state proposed) and "Personal accounts" (id ${second}, state proposed) already exist for domainIdentitySource wingtiptoys.com. Delete all but one of them, then set adoptExisting: true to take over the one that stays. ${aside()}`,
    );
    assert.deepEqual(idsIn(world), [first, second]);
  });

  it("of the name alone names the one that has it, which is not adopted", async () => {
    const world = worldWith([existing(first, "PARTNER", tenant(fabrikam))], { duplicateDisplayName: "refused" });
    for (const adoptExisting of [false, true]) {
      assert.equal(
        await plainMessageOf(world.create({ ...owned, adoptExisting })),
        `${refused("display name")} No organization was found for domainIdentitySource wingtiptoys.com, but the name is used by "PARTNER" (id ${first}, state proposed). Choose another displayName, or take that organization over with an import file.`,
      );
    }
    assert.deepEqual(idsIn(world), [first]);
  });

  const unfound: [title: string, path: RegExp, declared: Source, text: string][] = [
    [
      "whose tenant nobody can tell",
      /findTenant|openid/,
      domain("wingtiptoys.com"),
      "domainIdentitySource wingtiptoys.com. The domain may be stored as a tenant that no look-up reported: declare that tenant instead, or take the organization over with an import file.",
    ],
    [
      "that cannot be listed",
      /connectedOrganizations/,
      tenant(wingtip),
      `azureActiveDirectoryTenant ${wingtip}. Take the organization over with an import file.`,
    ],
  ];
  for (const [title, path, declared, text] of unfound) {
    it(`${title} is reported with a way out`, async () => {
      const world = worldWith([wingtipToys]);
      world.emulator.faults.add({ method: "GET", path, times: "always", fault: status(403) });
      const message = await plainMessageOf(world.create(organization(declared)));
      assert.equal(message, `${refused()} No organization was found for ${text}`);
    });
  }

  it("that the service allows is created, and the other one stays as it is", async () => {
    const world = worldWith([wingtipToys], { duplicate: "allowed" });
    const before = world.emulator.portal.get(first);
    const { id, outputs } = await world.create(owned);
    assert.deepEqual(outputs, outputsNow(world, id, owned));
    assert.deepEqual([idsIn(world), world.emulator.portal.get(first)], [[first, id], before]);
  });

  for (const [declared, stored] of [
    [domain("wingtiptoys.com"), tenant(wingtip)],
    [tenant(proseware), abroad],
  ] as const) {
    it(`that turns up between the look-up and the POST is adopted: ${JSON.stringify([declared, stored])}`, async () => {
      const happens = () => void world.emulator.portal.create(proposed(first, stored));
      const world: World = startWorld({}, {}, { between: beforeFirst("POST", /connectedOrganizations$/, happens) });
      const adopting = { ...organization(declared), adoptExisting: true };
      const { id, outputs } = await world.create(adopting);
      assert.deepEqual(
        [id, idsIn(world), bodies(world, "POST").length, bodies(world, "PATCH").length],
        [first, [first], 1, 1],
      );
      assert.deepEqual(await staysAsDeclared(world, id, outputs, adopting), outputs);
    });
  }
});

function upperCased(source: Source): Source {
  return "tenantId" in source ? { ...source, tenantId: String(source["tenantId"]).toUpperCase() } : source;
}
