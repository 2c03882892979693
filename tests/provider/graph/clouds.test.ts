/** National clouds, endpoints and the beta API: the hosts of requests and references, and the outputs. */
import assert from "node:assert/strict";
import { outputsNow, unchanged } from "../../support/organizations";
import { owned } from "../../support/sources";
import { adele, managers, members, sponsored } from "../../support/sponsors";
import { startWorld, type World } from "../../support/world";

const declared = sponsored({ internalSponsors: [adele, managers] });

const references = (world: World): unknown[] =>
  world.emulator.requests
    .flatMap(({ body }) => (body as { requests?: readonly { body?: unknown }[] } | undefined)?.requests ?? [])
    .flatMap(({ body }) => (body as Readonly<Record<string, unknown>> | undefined)?.["@odata.id"] ?? []);

describe("the requests of", () => {
  const loopback = "http://127.0.0.1:8800";
  const unnamed = { graphEndpoint: "https://graph.cloud.example", authorityHost: "https://login.cloud.example" };
  /** Which hosts belong to which cloud is told in `settings-value.test.ts`. */
  const rows: [what: string, settings: Record<string, string>, hosts: string[], root: string][] = [
    [
      "a cloud go to its hosts, and references name the same host",
      { environment: "dod" },
      ["dod-graph.microsoft.us", "login.microsoftonline.us"],
      "https://dod-graph.microsoft.us/v1.0",
    ],
    [
      "a cloud through a loopback endpoint go there, but references name the cloud's own host",
      { environment: "china", graphEndpoint: loopback, authorityHost: loopback },
      ["127.0.0.1:8800"],
      "https://microsoftgraph.chinacloudapi.cn/v1.0",
    ],
    [
      "a cloud behind a gateway go there, but references name the cloud's own host",
      { environment: "usgovernment", graphEndpoint: "https://gateway.example" },
      ["gateway.example", "login.microsoftonline.us"],
      "https://graph.microsoft.us/v1.0",
    ],
    [
      "an unnamed cloud go to its endpoint, and references name it too",
      unnamed,
      ["graph.cloud.example", "login.cloud.example"],
      "https://graph.cloud.example/v1.0",
    ],
    [
      "the beta API use its path, and so do references",
      { apiVersion: "beta" },
      ["graph.microsoft.com", "login.microsoftonline.com"],
      "https://graph.microsoft.com/beta",
    ],
  ];
  for (const [what, settings, hosts, root] of rows) {
    it(what, async () => {
      const world = startWorld({ switches: { pageSize: 1 } }, settings);
      // Comparing has to ask the authority.
      world.emulator.portal.setPermissions(["EntitlementManagement.ReadWrite.All"]);
      const { id, outputs } = await world.create(declared);
      assert.deepEqual(await world.compare({ ...outputs, __resolutions: {} }, declared), unchanged);
      assert.deepEqual(members(world, id).internalSponsors, [adele, managers]);
      const { requests } = world.emulator;
      assert.deepEqual([...new Set(requests.map(({ host }) => host))], hosts);
      const { pathname } = new URL(root);
      const strays = requests.filter(({ path }) => !path.includes(".well-known") && !path.startsWith(`${pathname}/`));
      assert.deepEqual(strays, []);
      const objects = [adele, managers].map((member) => `${root}/directoryObjects/${member}`);
      assert.deepEqual(references(world), objects);
    });
  }
});

describe("who created and changed an organization", () => {
  const caller = "governance.admin@contoso.com";

  it("is in the outputs of the beta API", async () => {
    const world = startWorld({}, { apiVersion: "beta" });
    const { id, outputs } = await world.create(owned);
    const by = { createdBy: caller, modifiedBy: caller };
    assert.deepEqual(outputs, { ...outputsNow(world, id, owned), ...by });
    const changed = { ...owned, description: "New" };
    const updated = await world.update(id, outputs, changed);
    assert.deepEqual(updated, { ...outputsNow(world, id, changed), ...by });
    assert.deepEqual((await world.read(id, updated))?.outputs, updated);
    assert.deepEqual(await world.compare(updated, changed), unchanged);
    const { createdBy, modifiedBy } = await world.findOne({ id });
    assert.deepEqual({ createdBy, modifiedBy }, by);
  });

  it("is not in the outputs of v1.0, even after an earlier run with the beta API", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(owned);
    assert.deepEqual(outputs, outputsNow(world, id, owned));
    const earlier = { ...outputs, createdBy: caller, modifiedBy: caller };
    assert.deepEqual(await world.compare(earlier, owned), unchanged);
    assert.deepEqual((await world.read(id, earlier))?.outputs, outputs);
  });
});
