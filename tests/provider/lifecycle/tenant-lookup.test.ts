/** Which tenant a domain belongs to: asked of Graph where it may be, of the public authority otherwise, and remembered. */
import assert from "node:assert/strict";
import type { Fault } from "../../../emulator";
import { status } from "../../support/failures";
import { fabrikam, wingtip } from "../../support/sources";
import { startWorld, type World, type WorldOptions } from "../../support/world";

const askGraph = (name: string) =>
  `GET /v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='${name}')`;
const askAuthority = (name: string) => `GET /${name}/.well-known/openid-configuration`;
const found = { tenantId: wingtip };
const none = { tenantId: undefined };

/** Graph does not tell the caller. */
function startForbidden(): World {
  return startWorld({ seed: { permissions: ["EntitlementManagement.ReadWrite.All"] } });
}

describe("the tenant of a domain", () => {
  it("is what Graph says, where the caller may ask", async () => {
    const world = startWorld();
    const named = { ...found, displayName: "Wingtip Toys", defaultDomainName: "wingtiptoys.com" };
    assert.deepEqual(await world.findTenant("wingtiptoys.com"), named);
    assert.deepEqual(world.sent(), [askGraph("wingtiptoys.com")]);
  });

  it("is what the authority says, where the caller may not, and Graph is asked only once", async () => {
    const world = startForbidden();
    assert.deepEqual(await world.findTenant("wingtiptoys.com"), found);
    assert.deepEqual(await world.findTenant("fabrikam.com"), { tenantId: fabrikam });
    assert.deepEqual(await world.findTenant("adatum.com"), none);
    assert.deepEqual(await world.findTenant("xn--bcher-kva.example"), { tenantId: fabrikam });
    assert.deepEqual(world.sent(), [
      askGraph("wingtiptoys.com"),
      askAuthority("wingtiptoys.com"),
      askAuthority("fabrikam.com"),
      askAuthority("adatum.com"),
      askAuthority("xn--bcher-kva.example"),
    ]);
  });

  it("is none when the authority knows none, whatever Graph's error means", async () => {
    for (const unknownDomainLookup of [404, 400] as const) {
      const world = startWorld({ switches: { unknownDomainLookup } });
      assert.deepEqual(await world.findTenant("adatum.com"), none);
      assert.deepEqual(world.sent(), [askGraph("adatum.com"), askAuthority("adatum.com")]);
    }
  });

  it("is what the authority says when Graph gives no tenant id", async () => {
    for (const tenantId of ["\ud800", "../..", "", 5, null]) {
      const between: WorldOptions["between"] = (next) => async (input, init) =>
        String(input).includes("findTenant") ? Response.json({ tenantId }) : await next(input, init);
      const world = startWorld({}, {}, { between });
      assert.deepEqual(await world.findTenant("wingtiptoys.com"), found);
      assert.deepEqual(world.sent(), [askAuthority("wingtiptoys.com")]);
    }
  });

  it("is none for a domain of personal accounts", async () => {
    const world = startForbidden();
    assert.deepEqual(await world.findTenant("outlook.com"), none);
    const tenantId = "9cd80435-793b-4f48-844b-6b3f37d1c1f3";
    const consumers = { tenantId, displayName: "Consumers", domains: ["live.com"] };
    const permitted = startWorld({ seed: { tenants: [consumers] } });
    assert.deepEqual(await permitted.findTenant("live.com"), none);
  });

  it("is asked for once, also by operations at the same time", async () => {
    const world = startForbidden();
    for (const name of ["wingtiptoys.com", "adatum.com"]) {
      world.sent();
      const answers = await Promise.all([world.findTenant(name), world.findTenant(name)]);
      assert.deepEqual([...answers, await world.findTenant(name)], Array(3).fill(answers[0]));
      assert.equal(world.sent().filter((line) => line === askAuthority(name)).length, 1);
    }
  });

  it("is asked of the authority without a token", async () => {
    const world = startForbidden();
    await world.findTenant("wingtiptoys.com");
    const [, { host, headers } = { host: "", headers: {} }] = world.emulator.requests;
    assert.deepEqual([host, "authorization" in headers], ["login.microsoftonline.com", false]);
  });
});

describe("a tenant that cannot be found out", () => {
  const faults: Fault[] = [
    { kind: "reset" },
    { kind: "hang" },
    status(500),
    status(404),
    status(429, 30),
    { kind: "html" },
    { kind: "wrongJson" },
    { kind: "truncated" },
    { kind: "redirect", location: "https://evil.example/" },
  ];
  for (const fault of faults) {
    it(`because the authority fails is undecided, and asked for again: ${JSON.stringify(fault)}`, async () => {
      const world = startForbidden();
      world.emulator.faults.add({ path: "openid-configuration", fault });
      assert.equal(await world.findTenant("wingtiptoys.com"), "undecided");
      assert.deepEqual(await world.findTenant("wingtiptoys.com"), found);
    });
  }

  it("is undecided within five seconds, however long everything hangs or asks to wait", async () => {
    for (const fault of [{ kind: "hang" } as const, status(429, 4), { kind: "reset" } as const]) {
      const world = startWorld();
      const startedAt = world.clock.now();
      world.emulator.faults.add({ times: "always", fault });
      assert.equal(await world.findTenant("wingtiptoys.com"), "undecided");
      assert.ok(world.clock.now() - startedAt <= 5000);
      assert.equal(world.clock.timeouts[0], 5000);
    }
  });
});
