/** Missing is not forbidden, broken is not missing; and what drift of the identity sources looks like. */
import assert from "node:assert/strict";
import type { Fault } from "../../../emulator";
import { check } from "../../../provider/organization/check";
import { type Source, sourceFromGraph, sourceKey, sourceToGraph } from "../../../provider/organization/identity-source";
import { recordedOf } from "../../../provider/organization/recorded";
import { failureOf, forbidLookUp, status } from "../../support/failures";
import { at, bodies, collection, made, outputsNow, stored, unchanged } from "../../support/organizations";
import { domain, fabrikam, free, litware, onWire, owned, tenant, wingtip } from "../../support/sources";
import { checked, startWorld } from "../../support/world";

const wingtipDomain = domain("wingtiptoys.com");
const wingtipWire = onWire(tenant(wingtip), "Wingtip Toys");
const styles = ["documented", "html", "empty"] as const;

describe("a missing organization", () => {
  for (const errorStyle of styles) {
    it(`is gone when a 404 (${errorStyle}) is confirmed by the list, and one of Graph's own by a second`, async () => {
      const { world, id, outputs } = await made(owned, { switches: { errorStyle, pageSize: 1 } });
      await world.create(free);
      world.emulator.portal.delete(id);
      world.sent();
      assert.equal(await world.read(id, outputs), undefined);
      const [looks, slept] = errorStyle === "documented" ? [2, [1000]] : [1, []];
      assert.deepEqual(world.sent(), [...Array(looks).fill(`GET ${at(id)}`), `GET ${collection}`]);
      assert.deepEqual(world.clock.slept, slept);
    });

    it(`is not gone when one 404 (${errorStyle}) was untrue`, async () => {
      const world = startWorld({ switches: { pageSize: 1, emptyPage: "first" } });
      await world.create(free);
      const { id, outputs } = await world.create(owned);
      world.emulator.faults.add({ path: at(id), fault: { ...status(404), body: errorStyle } });
      assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(owned) });
    });
  }
});

describe("a read that fails", () => {
  const always = "always";
  const broken: [fault: Fault, times: number | "always", message: RegExp][] = [
    [status(400), 1, /^Graph answered 400 /],
    [status(401), 1, /^Graph answered 401 InvalidAuthenticationToken: /],
    [status(403), 1, /^Graph answered 403 UnAuthorized: /],
    [status(410), 1, /^Graph answered 410 /],
    [status(429, 300), always, /^Graph answered 429 .* time-out\.$/],
    [status(500), always, /^Graph answered 500 /],
    [{ kind: "html" }, always, /^Graph answered 200 with a body that is not JSON\.$/],
    [{ kind: "truncated" }, always, /^Graph could not be reached: /],
    [{ kind: "empty" }, always, /^Graph's answer is empty\.$/],
    [{ kind: "wrongJson" }, always, /^Graph's answer is not a connected organization\.$/],
  ];
  for (const [fault, times, message] of broken) {
    it(`by ${JSON.stringify(fault)} is an error and never "deleted"`, async () => {
      const { world, id, outputs } = await made(owned);
      world.emulator.faults.add({ method: "GET", times, fault });
      assert.match((await failureOf(world.read(id, outputs))).message, message);
    });
  }

  it('while a 404 is being confirmed is an error and never "deleted"', async () => {
    for (const body of styles) {
      const { world, id, outputs } = await made(owned);
      const faults = [{ ...status(404), body }, status(403)];
      world.emulator.faults.add(...faults.map((fault) => ({ method: "GET", fault })));
      assert.match((await failureOf(world.read(id, outputs))).message, /^Graph answered 403 UnAuthorized/);
    }
  });

  for (const faults of [
    [{ kind: "html" }, { kind: "empty" }],
    [500, 502, 503, 504].map((code) => status(code)),
  ] as const) {
    it(`for a moment is repeated: ${JSON.stringify(faults)}`, async () => {
      const { world, id, outputs } = await made(owned);
      world.emulator.faults.add(...faults.map((fault) => ({ fault })));
      assert.deepEqual(await world.read(id, outputs), { outputs, inputs: checked(owned) });
    });
  }
});

/** Of a kind that Graph added later. */
const wire = {
  "@odata.type": "#microsoft.graph.verifiedIdIdentitySource",
  displayName: "Verified ID of the partner",
  authority: "did:web:wingtiptoys.com",
  trust: { level: 2, issuers: ["https://a.example"] },
};
const joined = { tenantId: "0e1f2a3b-4c5d-4e6f-8a7b-9c0d1e2f3a4b", displayName: "Adatum", domains: ["adatum.com"] };

describe("what a read shows", () => {
  for (const prepare of [() => undefined, forbidLookUp]) {
    it(`of a partner that joined Entra later is nothing, and the new record ${prepare.name}`, async () => {
      const { world, id, outputs } = await made(free);
      world.emulator.portal.joinEntra(joined);
      prepare(world);
      const seen = await world.read(id, outputs);
      assert.deepEqual(seen, { outputs: outputsNow(world, id, free), inputs: checked(free) });
      const resolutions = { [sourceKey(domain("adatum.com"))]: sourceKey(tenant(joined.tenantId)) };
      assert.deepEqual(recordedOf(seen.outputs).resolutions, resolutions);
      assert.deepEqual(await world.compare(seen.outputs, free), unchanged);
      assert.deepEqual(await world.read(id, seen.outputs), seen);
    });
  }

  it("of a domain that became another tenant than its own is the tenant", async () => {
    const { world, id, outputs } = await made(free);
    world.emulator.portal.addTenant(joined);
    world.emulator.portal.patch(id, { identitySources: [onWire(tenant(litware), "Litware")] });
    assert.deepEqual((await world.read(id, outputs))?.inputs["identitySources"], [tenant(litware)]);
  });

  it("of a tenant that was replaced by another is the other, and the former declaration is remembered", async () => {
    const { world, id, outputs } = await made(owned);
    world.emulator.portal.patch(id, { identitySources: [onWire(tenant(fabrikam), "Fabrikam Inc")] });
    const seen = await world.read(id, outputs);
    assert.deepEqual(world.sent(), [
      `GET ${at(id)}`,
      "GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='wingtiptoys.com')",
    ]);
    assert.deepEqual(seen?.inputs, { ...checked(owned), identitySources: [tenant(fabrikam)] });
    assert.deepEqual(seen.outputs["resolvedIdentitySources"], stored(world, id));
    assert.deepEqual(seen.outputs["__formerSources"], [wingtipDomain]);
  });

  it("of a kind of source that Graph added later is all its properties, and it survives other changes untouched", async () => {
    const { world, id, outputs } = await made(owned);
    world.emulator.portal.patch(id, { identitySources: [wingtipWire, wire] });
    const seen = await world.read(id, outputs);
    const shown: Source = { type: "verifiedIdIdentitySource", authority: wire.authority, trust: wire.trust };
    assert.deepEqual(seen?.inputs["identitySources"], [wingtipDomain, shown]);
    assert.deepEqual(seen.outputs["resolvedIdentitySources"], [
      { ...tenant(wingtip), displayName: "Wingtip Toys" },
      { ...shown, displayName: wire.displayName },
    ]);
    assert.deepEqual(await world.compare(seen.outputs, owned), {});
    assert.deepEqual(await world.read(id, seen.outputs), seen);
    // With ignoreChanges the engine hands in what read answered.
    assert.deepEqual(check(seen.inputs, seen.inputs), { inputs: seen.inputs, failures: [] });
    await world.update(id, outputs, { ...owned, description: "New" });
    assert.deepEqual(bodies(world, "PATCH"), [{ description: "New" }]);
    assert.deepEqual(world.emulator.portal.get(id)?.identitySources, [wingtipWire, wire]);
    assert.deepEqual(sourceToGraph(sourceFromGraph(wire)), wire);
  });
});
