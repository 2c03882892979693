/** The service makes organizations by itself, so a duplicate that nobody declared is an ordinary case. */
import assert from "node:assert/strict";
import type { IdentitySource, State, Switches } from "../../../emulator";
import type { Values } from "../../../provider/organization/recorded";
import {
  bodies,
  domain,
  free,
  litware,
  messageOf,
  organization,
  owned,
  tenant,
  wingtip,
} from "../../support/organizations";
import { startWorld } from "../../support/world";

const id = "6f0c6a5e-3a0e-4f3c-9a55-0f2f7a2d9c11";
const asTenant = (tenantId: string): IdentitySource => ({
  "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
  tenantId: tenantId.toUpperCase(),
});
const asDomain = (domainName: string): IdentitySource => ({
  "@odata.type": "#microsoft.graph.domainIdentitySource",
  domainName,
});

interface Row {
  readonly title: string;
  readonly declared?: Values;
  readonly stored?: readonly IdentitySource[];
  readonly switches?: Partial<Switches>;
  readonly state?: State;
  readonly forbidden?: true;
}

const codes = ["ConnectedOrganizationAlreadyExists", "IdentityProviderAlreadyConfigured"] as const;
const rows: Row[] = [
  ...codes.flatMap((duplicateCode) =>
    ([400, 409] as const).map((duplicateStatus) => ({
      title: `with ${duplicateStatus} ${duplicateCode}`,
      switches: { duplicateCode, duplicateStatus },
    })),
  ),
  { title: "by one that the service proposed", state: "proposed" },
  { title: "by one that has the tenant among others", stored: [asTenant(litware), asTenant(wingtip)] },
  { title: "when the tenant cannot be asked of Graph", forbidden: true },
  {
    title: "when filters are refused and pages small",
    switches: { filters: "refused", pageSize: 1, emptyPage: "first" },
  },
  { title: "when only documented filters are known", switches: { filters: "documented" } },
  { title: "when errors have an empty body", switches: { errorStyle: "empty" } },
  { title: "when errors are HTML", switches: { errorStyle: "html" } },
  { title: "of a domain", declared: free, stored: [asDomain("adatum.com")] },
  {
    title: "of a domain in another spelling",
    declared: organization(domain("Bücher-Adatum.com")),
    stored: [asDomain("BÜCHER-adatum.com.")],
  },
  {
    title: "of a domain when only documented filters are known",
    declared: free,
    stored: [asDomain("adatum.com")],
    switches: { filters: "documented", pageSize: 1 },
  },
  { title: "of a tenant", declared: organization(tenant(litware)), stored: [asTenant(litware)] },
];

describe("a create that is refused as a duplicate", () => {
  for (const {
    title,
    declared = owned,
    stored = [asTenant(wingtip)],
    switches = {},
    state = "configured",
    forbidden,
  } of rows) {
    it(`${title} names the id, the name and the state of the existing one`, async () => {
      const world = startWorld({ switches });
      world.emulator.portal.create({
        displayName: "Other",
        identitySources: [asTenant("11111111-1111-4111-8111-111111111111")],
      });
      world.emulator.portal.create({ id, displayName: 'The "old" one', state, identitySources: [...stored] });
      if (forbidden) world.emulator.portal.setPermissions(["EntitlementManagement.ReadWrite.All"]);
      const message = await messageOf(world.create(declared));
      const { duplicateStatus, duplicateCode, errorStyle } = world.emulator.switches;
      const refusal = ["empty", "html"].includes(errorStyle)
        ? `${duplicateStatus} without an error of Graph's`
        : `${duplicateStatus} ${duplicateCode}: A connected organization with the same identity source already exists`;
      const existing = `There is already the organization "The \\"old\\" one" (id ${id}, state ${state}) for `;
      assert.equal(message.slice(0, message.indexOf(" for ") + 5), `Graph answered ${refusal}. ${existing}`);
      assert.match(message, /use an import file/);
      assert.deepEqual([bodies(world, "POST").length, world.emulator.portal.list().length], [1, 2]);
    });
  }

  it("of its display name alone names the one that has it", async () => {
    const world = startWorld({ switches: { duplicateDisplayName: "refused" } });
    world.emulator.portal.create({ id, displayName: "PARTNER", identitySources: [asTenant(litware)] });
    assert.equal(
      await messageOf(world.create(owned)),
      `Graph answered 400 ConnectedOrganizationAlreadyExists: A connected organization with the same display name already exists. No organization could be found for domainIdentitySource wingtiptoys.com, but of the same name there is the organization "PARTNER" (id ${id}, state configured). Choose another displayName, or take that organization over by an import file.`,
    );
  });

  const refusal =
    "Graph answered 400 ConnectedOrganizationAlreadyExists: A connected organization with the same identity";
  const unfound = `${refusal} source already exists. No organization could be found for domainIdentitySource wingtiptoys.com. A domain may be stored as a tenant that no look-up told: declare the tenant in its place, or take the organization over by an import file.`;

  it("tells what to do when nobody can say which tenant the domain belongs to", async () => {
    const world = startWorld({ seed: { permissions: ["EntitlementManagement.ReadWrite.All"] } });
    world.emulator.portal.create({ displayName: "Old", identitySources: [asTenant(wingtip)] });
    world.emulator.faults.add({
      path: "openid-configuration",
      times: "always",
      fault: { kind: "status", status: 503 },
    });
    assert.equal(await messageOf(world.create(owned)), unfound);
    assert.equal(await messageOf(world.create({ ...owned, adoptExisting: true })), unfound);
  });

  it("tells what to do when the organizations cannot be listed", async () => {
    const world = startWorld();
    world.emulator.portal.create({ displayName: "Old", identitySources: [asTenant(wingtip)] });
    world.emulator.faults.add({
      method: "GET",
      path: "connectedOrganizations",
      times: "always",
      fault: { kind: "status", status: 403 },
    });
    assert.equal(await messageOf(world.create(owned)), unfound);
  });

  it("is none where the service allows two", async () => {
    const world = startWorld({ switches: { duplicate: "allowed" } });
    const old = world.emulator.portal.create({ displayName: "Partner", identitySources: [asTenant(wingtip)] });
    const created = await world.create(owned);
    assert.notEqual(created.id, old.id);
  });
});
