/** Missing is not forbidden, broken is not missing; and what drift of the identity sources looks like. */
import assert from "node:assert/strict";
import type { Fault, IdentitySource } from "../../../emulator";
import { type Source, sourceKey } from "../../../provider/organization/identity-source";
import { recordedOf } from "../../../provider/organization/recorded";
import {
  at,
  collection,
  domain,
  fabrikam,
  failureOf,
  free,
  litware,
  outputsNow,
  owned,
  stored,
  tenant,
  unchanged,
  wingtip,
} from "../../support/organizations";
import { checked, startWorld, type World } from "../../support/world";

describe("a missing organization", () => {
  it("is gone when a second look says so too, and the list", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.emulator.portal.delete(id);
    world.sent();
    assert.equal(await world.read(id, outputs), undefined);
    assert.deepEqual(
      [world.sent(), world.clock.slept],
      [[`GET ${at(id)}`, `GET ${at(id)}`, `GET ${collection}`], [1000]],
    );
  });

  for (const errorStyle of ["html", "empty"] as const) {
    it(`is gone when a 404 with ${errorStyle} body is confirmed by the list`, async () => {
      const world = startWorld({ switches: { errorStyle, pageSize: 1 } });
      const { id, outputs } = await world.create(owned);
      await world.create(free);
      world.emulator.portal.delete(id);
      world.sent();
      assert.equal(await world.read(id, outputs), undefined);
      assert.deepEqual(world.sent(), [`GET ${at(id)}`, `GET ${collection}`]);
    });
  }

  for (const body of ["documented", "html", "empty"] as const) {
    it(`is not gone when one 404 (${body}) was untrue`, async () => {
      const world = startWorld({ switches: { pageSize: 1, emptyPage: "first" } });
      await world.create(free);
      const { id, outputs } = await world.create(owned);
      world.emulator.faults.add({ path: at(id), fault: { kind: "status", status: 404, body } });
      assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(owned) });
    });
  }
});

describe("a read that fails", () => {
  const broken: [title: string, fault: Fault, times: number | "always", message: RegExp][] = [
    ["400", { kind: "status", status: 400 }, 1, /^Graph answered 400 /],
    ["401", { kind: "status", status: 401 }, 1, /^Graph answered 401 InvalidAuthenticationToken: /],
    ["403", { kind: "status", status: 403 }, 1, /^Graph answered 403 UnAuthorized: /],
    ["410", { kind: "status", status: 410 }, 1, /^Graph answered 410 /],
    ["429 for ever", { kind: "status", status: 429, retryAfter: 300 }, "always", /^Graph answered 429 .* time-out\.$/],
    ["500 for ever", { kind: "status", status: 500 }, "always", /^Graph answered 500 /],
    ["an HTML page", { kind: "html" }, "always", /^Graph answered 200 with a body that is not JSON\.$/],
    ["a truncated body", { kind: "truncated" }, "always", /^Graph could not be reached: /],
    ["an empty body", { kind: "empty" }, "always", /^Graph's answer is empty\.$/],
    ["something else", { kind: "wrongJson" }, "always", /^Graph's answer is not a connected organization\.$/],
  ];
  for (const [title, fault, times, message] of broken) {
    it(`by ${title} is an error and never "deleted"`, async () => {
      const world = startWorld();
      const { id, outputs } = await world.create(owned);
      world.emulator.faults.add({ method: "GET", times, fault });
      assert.match((await failureOf(world.read(id, outputs))).message, message);
    });
  }

  it('while a 404 is being confirmed is an error and never "deleted"', async () => {
    for (const body of ["documented", "html"] as const) {
      const world = startWorld();
      const { id, outputs } = await world.create(owned);
      world.emulator.faults.add({ method: "GET", fault: { kind: "status", status: 404, body } });
      world.emulator.faults.add({ method: "GET", fault: { kind: "status", status: 403 } });
      assert.match((await failureOf(world.read(id, outputs))).message, /^Graph answered 403 UnAuthorized/);
    }
  });

  it("because what comes is no JSON, or nothing, is repeated", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    for (const kind of ["html", "empty"] as const) world.emulator.faults.add({ fault: { kind } });
    assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(owned) });
  });

  it("passingly is repeated", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    for (const status of [500, 502, 503, 504]) world.emulator.faults.add({ fault: { kind: "status", status } });
    assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(owned) });
  });
});

const joined = { tenantId: "0e1f2a3b-4c5d-4e6f-8a7b-9c0d1e2f3a4b", displayName: "Adatum", domains: ["adatum.com"] };

function forbidLookUp({ emulator }: World): void {
  emulator.portal.setPermissions(["EntitlementManagement.ReadWrite.All"]);
  emulator.faults.add({ path: "openid-configuration", times: "always", fault: { kind: "reset" } });
}

function drifted(world: World, id: string, ...identitySources: IdentitySource[]): void {
  world.emulator.portal.patch(id, { identitySources });
}

const asTenant = (tenantId: string, displayName: string): IdentitySource => ({
  "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant",
  tenantId,
  displayName,
});

describe("what a read shows", () => {
  for (const [title, prepare] of [
    ["confirmed", () => undefined],
    ["not verifiable", forbidLookUp],
  ] as const) {
    it(`of a partner that joined Entra later is nothing, and the new record (${title})`, async () => {
      const world = startWorld();
      const { id, outputs } = await world.create(free);
      world.emulator.portal.joinEntra(joined);
      prepare(world);
      const seen = await world.read(id, outputs);
      assert.deepEqual(seen, { outputs: outputsNow(world, id, free), inputs: checked(free) });
      assert.deepEqual(recordedOf(seen.outputs).resolutions, {
        [sourceKey(domain("adatum.com"))]: sourceKey(tenant(joined.tenantId)),
      });
      assert.deepEqual(await world.compare(seen.outputs, free), unchanged);
      assert.deepEqual(await world.read(id, seen.outputs), seen);
    });
  }

  it("of a domain that became another tenant than its own is the tenant", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(free);
    world.emulator.portal.addTenant(joined);
    drifted(world, id, asTenant(litware, "Litware"));
    assert.deepEqual((await world.read(id, outputs))?.inputs["identitySources"], [tenant(litware)]);
  });

  it("of a tenant that was replaced by another is the other, and the former declaration is remembered", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    drifted(world, id, asTenant(fabrikam, "Fabrikam Inc"));
    world.sent();
    const seen = await world.read(id, outputs);
    assert.deepEqual(world.sent(), [
      `GET ${at(id)}`,
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='wingtiptoys.com')",
    ]);
    assert.deepEqual(seen?.inputs, { ...checked(owned), identitySources: [tenant(fabrikam)] });
    assert.deepEqual(seen.outputs["resolvedIdentitySources"], stored(world, id));
    assert.deepEqual(seen.outputs["__formerSources"], [domain("wingtiptoys.com")]);
  });

  it("of a source that was added is that source beside the declared one", async () => {
    for (const inFront of [true, false]) {
      const world = startWorld();
      const { id, outputs } = await world.create(owned);
      const own = world.emulator.portal.get(id)?.identitySources ?? [];
      const added = asTenant(fabrikam, "Fabrikam Inc");
      drifted(world, id, ...(inFront ? [added, ...own] : [...own, added]));
      const seen = await world.read(id, outputs);
      assert.deepEqual(seen?.inputs["identitySources"], [domain("wingtiptoys.com"), tenant(fabrikam)]);
      assert.deepEqual(await world.compare(seen.outputs, owned), {});
    }
  });

  it("of a renamed tenant is nothing but its new name in the outputs", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    world.emulator.portal.renameTenant(wingtip, "Wingtip International");
    const seen = await world.read(id, outputs);
    const resolvedIdentitySources = [{ ...tenant(wingtip), displayName: "Wingtip International" }];
    assert.deepEqual(seen, { outputs: { ...outputs, resolvedIdentitySources }, inputs: checked(owned) });
    assert.deepEqual(await world.compare(seen.outputs, owned), unchanged);
  });

  it("of a kind that Graph has added since is that kind with all its properties", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    const own = world.emulator.portal.get(id)?.identitySources ?? [];
    const future = {
      "@odata.type": "#microsoft.graph.verifiedIdSource",
      issuer: "did:web:x",
      nested: { level: 2 },
      displayName: "X",
    };
    drifted(world, id, ...own, future);
    const seen = await world.read(id, outputs);
    const shown: Source = { type: "verifiedIdSource", issuer: "did:web:x", nested: { level: 2 } };
    assert.deepEqual(seen?.inputs["identitySources"], [domain("wingtiptoys.com"), shown]);
    assert.deepEqual(seen.outputs["resolvedIdentitySources"], [
      { ...tenant(wingtip), displayName: "Wingtip Toys" },
      { ...shown, displayName: "X" },
    ]);
    assert.deepEqual(await world.read(id, seen.outputs), seen);
  });

  it("with the beta API is also who created and changed it", async () => {
    const world = startWorld({}, { apiVersion: "beta" });
    const { id, outputs } = await world.create(owned);
    const { createdBy = "", modifiedBy = "" } = world.emulator.portal.get(id) ?? {};
    assert.deepEqual(outputs, { ...outputsNow(world, id, owned), createdBy, modifiedBy });
    assert.ok(world.sent().every((line) => line.includes(" /beta/")));
  });
});
