/** Identity sources in an update: in place beside a common one, refused without one, verified by reading back. */
import assert from "node:assert/strict";
import { PartialFailure } from "../../../provider/errors";
import type { Source } from "../../../provider/organization/identity-source";
import {
  at,
  bodies,
  domain,
  fabrikam,
  failureOf,
  free,
  litware,
  messageOf,
  organization,
  outputsNow,
  owned,
  partialOf,
  replacement,
  stored,
  tenant,
  unchanged,
  unfinished,
  wingtip,
} from "../../support/organizations";
import { checked, startWorld } from "../../support/world";

const both = organization(domain("wingtiptoys.com"), domain("adatum.com"));
const remedy =
  "Graph's pages contradict each other on whether identity sources can change; where they cannot, declare what is stored, or ask for a new organization by pulumi up --replace with the resource's URN.";

describe("another organization in an update", () => {
  const rows: [declared: Source, text: string][] = [
    [domain("adatum.com"), "domainIdentitySource adatum.com"],
    [tenant(fabrikam), `azureActiveDirectoryTenant ${fabrikam}`],
    [domain("fabrikam.com"), "domainIdentitySource fabrikam.com"],
  ];
  for (const [source, text] of rows) {
    it(`is refused before anything is sent: ${text}`, async () => {
      const world = startWorld();
      const { id, outputs } = await world.create(owned);
      const another = { ...organization(source), displayName: "Renamed" };
      assert.deepEqual(await world.compare(outputs, another), replacement);
      world.sent();
      assert.equal(
        await messageOf(world.update(id, outputs, another)),
        `The declared ${text} is another organization than the stored azureActiveDirectoryTenant ${wingtip}. Run up again: the preview will show the replacement.`,
      );
      assert.deepEqual(bodies(world, "PATCH"), []);
    });
  }

  it("that may as well be this one is refused before anything is sent, when nobody can tell", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(organization(tenant(wingtip)));
    world.emulator.faults.add({ path: "findTenant", times: "always", fault: { kind: "status", status: 403 } });
    world.emulator.faults.add({ path: "openid-configuration", times: "always", fault: { kind: "reset" } });
    assert.deepEqual(await world.compare(outputs, owned), {});
    assert.equal(
      await messageOf(world.update(id, outputs, { ...owned, displayName: "Renamed" })),
      `Could not determine whether the declared domainIdentitySource wingtiptoys.com is the stored azureActiveDirectoryTenant ${wingtip}. Declare the stored source itself, or ask for another organization by pulumi up --replace with the resource's URN.`,
    );
    assert.deepEqual(bodies(world, "PATCH"), []);
  });

  it("is this one when the look-up says so, and is recorded without a PATCH", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(organization(tenant(wingtip)));
    assert.deepEqual(await world.compare(outputs, owned), unchanged);
    assert.deepEqual(await world.update(id, outputs, owned), outputsNow(world, id, owned));
    assert.deepEqual(bodies(world, "PATCH"), []);
  });
});

describe("the identity sources of an organization", () => {
  it("are added and removed in place beside a common one, each as the whole array", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    assert.deepEqual(await world.compare(outputs, both), {});
    world.sent();
    const more = await world.update(id, outputs, both);
    const kept = {
      "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
      displayName: "Wingtip Toys",
      tenantId: wingtip,
    };
    const added = {
      "@odata.type": "#microsoft.graph.domainIdentitySource",
      displayName: "adatum.com",
      domainName: "adatum.com",
    };
    assert.deepEqual(bodies(world, "PATCH"), [{ identitySources: [kept, added] }]);
    assert.deepEqual(
      [more["identitySources"], more["resolvedIdentitySources"]],
      [checked(both)["identitySources"], stored(world, id)],
    );
    assert.deepEqual(await world.compare(more, both), unchanged);
    assert.deepEqual(await world.read(id, more), { outputs: more, inputs: checked(both) });

    assert.deepEqual(await world.compare(more, free), {});
    world.sent();
    const fewer = await world.update(id, more, free);
    assert.deepEqual(bodies(world, "PATCH"), [{ identitySources: [added] }]);
    assert.deepEqual(stored(world, id), [
      { type: "domainIdentitySource", displayName: "adatum.com", domainName: "adatum.com" },
    ]);
    assert.deepEqual(await world.compare(fewer, free), unchanged);
  });

  it("show late, and are waited for", async () => {
    const world = startWorld({ switches: { patchedStaleReads: 3 } });
    const { id, outputs } = await world.create(owned);
    const more = await world.update(id, outputs, both);
    assert.deepEqual(await world.compare(more, both), unchanged);
    assert.equal(bodies(world, "PATCH").length, 1);
    assert.deepEqual(world.clock.slept, [500, 800, 1280]);
  });

  it("stay when a domain is added that is stored as a domain although a tenant has it", async () => {
    const world = startWorld({ switches: { swapOnPatch: "kept" } });
    const { id, outputs } = await world.create(free);
    const declared = organization(domain("adatum.com"), domain("wingtiptoys.com"));
    const more = await world.update(id, outputs, declared);
    assert.deepEqual(more["identitySources"], checked(declared)["identitySources"]);
    assert.deepEqual(await world.compare(more, declared), unchanged);
  });

  it("stay as declared when the partner joined Entra between the refresh and the update", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(free);
    const adatum = { tenantId: "0e1f2a3b-4c5d-4e6f-8a7b-9c0d1e2f3a4b", displayName: "Adatum", domains: ["adatum.com"] };
    world.emulator.portal.joinEntra(adatum);
    const renamed = { ...free, displayName: "Renamed" };
    const updated = await world.update(id, outputs, renamed);
    assert.deepEqual(updated, outputsNow(world, id, renamed));
    assert.deepEqual(await world.compare(updated, renamed), unchanged);
  });

  it("that the service leaves as they are: an error that names both, within a minute", async () => {
    const world = startWorld({ switches: { patchIdentitySources: "ignored" } });
    const { id, outputs } = await world.create(owned);
    const startedAt = world.clock.now();
    const error = await partialOf(world.update(id, outputs, both));
    assert.deepEqual([error.id, error.outputs], [id, unfinished(outputs, { identitySources: true })]);
    assert.equal(
      error.message,
      `updating: The change of identitySources was accepted, but Graph stores azureActiveDirectoryTenant ${wingtip} instead of domainIdentitySource wingtiptoys.com, domainIdentitySource adatum.com. ${remedy}`,
    );
    assert.ok(world.clock.now() - startedAt <= 60_000);
    assert.equal(bodies(world, "PATCH").length, 1);
  });

  it("that the service refuses to change: its error with the remedy", async () => {
    const world = startWorld({ switches: { patchIdentitySources: "refused" } });
    const { id, outputs } = await world.create(owned);
    const error = await failureOf(world.update(id, outputs, both));
    assert.ok(!(error instanceof PartialFailure), "nothing was written");
    assert.equal(
      await messageOf(Promise.reject(error)),
      `The change of identitySources was refused: Graph answered 400 InvalidModel: The model is invalid. identitySources cannot be changed. Graph stores azureActiveDirectoryTenant ${wingtip}. ${remedy}`,
    );
    assert.deepEqual(stored(world, id), [{ ...tenant(wingtip), displayName: "Wingtip Toys" }]);
  });

  it("that somebody added in the portal are removed again", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    const live = world.emulator.portal.get(id)?.identitySources ?? [];
    const extra = {
      "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
      tenantId: litware,
      displayName: "Litware",
    };
    world.emulator.portal.patch(id, { identitySources: [...live, extra] });
    const seen = await world.read(id, outputs);
    assert.deepEqual(seen?.inputs["identitySources"], [domain("wingtiptoys.com"), tenant(litware)]);
    assert.deepEqual(await world.compare(seen.outputs, owned), {});
    world.sent();
    const repaired = await world.update(id, seen.outputs, owned);
    assert.deepEqual(world.sent(), [`GET ${at(id)}`, `PATCH ${at(id)}`, `GET ${at(id)}`]);
    assert.deepEqual(repaired["resolvedIdentitySources"], stored(world, id));
    assert.deepEqual(stored(world, id), [{ ...tenant(wingtip), displayName: "Wingtip Toys" }]);
    assert.deepEqual(await world.compare(repaired, owned), unchanged);
  });
});
