/** An adoption that does not come about: nothing is changed, and nothing reaches the state. */
import assert from "node:assert/strict";
import type { OrganizationInput } from "../../../emulator";
import { PartialFailure } from "../../../provider/errors";
import type { Source } from "../../../provider/organization/identity-source";
import type { Values } from "../../../provider/organization/recorded";
import {
  bodies,
  domain,
  failureOf,
  messageOf,
  organization,
  tenant,
  unchanged,
  wingtip,
} from "../../support/organizations";
import { adele } from "../../support/sponsors";
import { checked, startWorld, type World } from "../../support/world";

const id = "11111111-2222-4333-8444-555555555501";
const proseware = "d90b2f17-6a4e-4587-8c3d-15f2e6b7a0c9";
const abroad = {
  type: "crossCloudAzureActiveDirectoryTenant",
  tenantId: proseware,
  cloudInstance: "microsoftonline.us",
};
const adopting = (...sources: Source[]): Values => ({ ...organization(...sources), adoptExisting: true });

function proposed(...sources: Source[]): OrganizationInput {
  const identitySources = sources.map(({ type, ...properties }) => ({
    "@odata.type": `#microsoft.graph.${type}`,
    ...properties,
  }));
  return { id, displayName: "By the service", state: "proposed", identitySources, internalSponsors: [adele] };
}

/** Only a plain error keeps the organization out of the state: with an id, the next destroy would delete it. */
async function isRefused(world: World, declared: Values, message: RegExp): Promise<void> {
  const before = world.emulator.portal.list();
  const error = await failureOf(world.create(declared));
  assert.ok(!(error instanceof PartialFailure), error.message);
  assert.match(await messageOf(Promise.reject(error)), message);
  assert.deepEqual(world.emulator.portal.list(), before);
  assert.deepEqual([...bodies(world, "PATCH"), ...bodies(world, "DELETE")], []);
}

describe("an adoption that is refused", () => {
  it("because two organizations hold one declared source each, whatever filters find", async () => {
    const federation = {
      type: "externalDomainFederation",
      domainName: "fed.example",
      issuerUri: "https://sts.fed.example",
    };
    const second = { ...proposed(federation), id: "11111111-2222-4333-8444-555555555502" };
    const world = startWorld({ seed: { organizations: [proposed(tenant(wingtip)), second] } });
    await isRefused(world, adopting(tenant(wingtip), federation), /^Several organizations stand for/);
  });
});

describe("the same tenant under the kind of another cloud", () => {
  it("is the same organization, and taken over", async () => {
    const world = startWorld({ seed: { organizations: [proposed(abroad)] } });
    const adopted = await world.create(adopting(tenant(proseware)));
    assert.equal(adopted.id, id);
    assert.deepEqual(await world.compare(adopted.outputs, adopting(tenant(proseware))), unchanged);
    assert.deepEqual(bodies(world, "POST"), []);
  });

  it("is so also when it turned up between the look-up and the POST", async () => {
    const between =
      (next: typeof fetch): typeof fetch =>
      async (input, init) => {
        const { portal } = world.emulator;
        if (init?.method === "POST" && portal.list().length === 0) portal.create(proposed(abroad));
        return await next(input, init);
      };
    const world: World = startWorld({}, {}, { between });
    assert.equal((await world.create(adopting(tenant(proseware)))).id, id);
  });
});

describe("an adoption whose first look fails", () => {
  const looks = [
    ["the organization", `*/connectedorganizations/${id}`],
    ["a managed list", "internalSponsors"],
  ] as const;
  for (const [title, path] of looks) {
    it(`at ${title} leaves it out of the state, and the next run adopts it`, async () => {
      const world = startWorld({ seed: { organizations: [proposed(tenant(wingtip), domain("old.example"))] } });
      world.emulator.faults.add({ method: "GET", path, fault: { kind: "status", status: 403 } });
      const declared = { ...adopting(domain("wingtiptoys.com")), internalSponsors: [] };
      await isRefused(world, declared, /^Graph answered 403 UnAuthorized: /);
      const adopted = await world.create(declared);
      assert.equal(adopted.id, id);
      assert.deepEqual(await world.compare(adopted.outputs, declared), unchanged);
      assert.deepEqual((await world.read(id, adopted.outputs))?.inputs, checked(declared));
    });
  }
});
