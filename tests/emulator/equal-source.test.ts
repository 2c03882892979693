import assert from "node:assert/strict";
import { domain, ids, item, type Json, statusOfPatch, tenant, withSwitches } from "./client";

const fabrikam = tenant(ids.fabrikam, "Fabrikam Inc");
const twice = [domain("fabrikam.com"), domain("fabrikam.onmicrosoft.com")];
const positions = [
  ["once", [fabrikam]],
  ["kept", [fabrikam, fabrikam]],
] as const;

describe("emulator: sources that are stored as the same identity", () => {
  for (const [equalSources, stored] of positions) {
    const client = () => withSwitches({ equalSources });

    it(`equalSources ${equalSources} in a POST of two domains of one tenant`, async () => {
      const world = client();
      assert.deepEqual(await world.sources(await world.create("x", { identitySources: twice })), stored);
    });

    it(`equalSources ${equalSources} in a PATCH that replaces another source`, async () => {
      const world = client();
      const id = await world.create("adatum.com");
      assert.equal(await statusOfPatch(world, id, { identitySources: twice }), 204);
      assert.deepEqual(await world.sources(id), stored);
    });

    it(`equalSources ${equalSources} in a PATCH of a tenant and its domain over the tenant, and back`, async () => {
      const world = client();
      const id = await world.create("fabrikam.com");
      assert.equal(await statusOfPatch(world, id, { identitySources: [fabrikam, domain("fabrikam.com")] }), 204);
      assert.deepEqual(await world.sources(id), stored);
      assert.equal(await statusOfPatch(world, id, { identitySources: [fabrikam] }), 204);
      assert.deepEqual(await world.sources(id), [fabrikam]);
    });

    it(`equalSources ${equalSources} for domains that become a tenant later`, async () => {
      const world = withSwitches({ equalSources, swap: "later", swapAfterReads: 1 });
      const id = await world.create("x", { identitySources: twice });
      assert.deepEqual([await world.sources(id), await world.sources(id)], [twice, stored]);
    });
  }

  it("are one when the portal stored them and a PATCH sends one", async () => {
    const world = withSwitches({ swap: "later" });
    const { id } = world.emulator.portal.create({ identitySources: [fabrikam, fabrikam] });
    assert.deepEqual(await world.sources(id), [fabrikam, fabrikam]);
    await statusOfPatch(world, id, { identitySources: [fabrikam] });
    assert.deepEqual(await world.sources(id), [fabrikam]);
  });
});

const crossCloud = {
  "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
  tenantId: ids.fabrikam,
  cloudInstance: "microsoftonline.us",
};

describe("emulator: patchIdentitySources over a stored tenant", () => {
  const bodies: [what: string, sources: Json[], refused: number][] = [
    ["the tenant", [tenant(ids.fabrikam.toUpperCase(), "Another name")], 204],
    ["the tenant twice", [fabrikam, fabrikam], 204],
    ["its domain", [domain("fabrikam.com")], 400],
    ["the tenant and its domain", [fabrikam, domain("fabrikam.com")], 400],
    ["the tenant as one of another cloud", [crossCloud], 400],
    ["the tenant in both forms", [fabrikam, crossCloud], 400],
    ["nothing", [], 400],
  ];
  for (const [what, identitySources, refused] of bodies) {
    for (const [patchIdentitySources, status] of [
      ["ignored", 204],
      ["refused", refused],
    ] as const) {
      it(`${patchIdentitySources}: a PATCH of ${what} is a ${status} and changes nothing`, async () => {
        const world = withSwitches({ patchIdentitySources });
        const id = await world.create("fabrikam.com");
        assert.equal(await statusOfPatch(world, id, { identitySources }), status);
        assert.deepEqual(await world.sources(id), [fabrikam]);
      });
    }
  }

  it("refused: the tenant twice is not the tenant when equal sources are kept", async () => {
    const world = withSwitches({ patchIdentitySources: "refused", equalSources: "kept" });
    const id = await world.create("fabrikam.com");
    assert.equal(await statusOfPatch(world, id, { identitySources: [fabrikam, fabrikam] }), 400);
    assert.equal((await world.call("PATCH", item(id), { displayName: "new" })).status, 204);
  });
});
