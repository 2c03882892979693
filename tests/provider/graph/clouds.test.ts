/** National clouds and the beta API: the hosts of requests and references, and the outputs. */
import assert from "node:assert/strict";
import { outputsNow, unchanged } from "../../support/organizations";
import { domain, organization } from "../../support/sources";
import { adele, managers, members, sponsored } from "../../support/sponsors";
import { startWorld, type World } from "../../support/world";

interface Cloud {
  readonly environments: readonly string[];
  readonly graph: string;
  readonly authority: string;
}

const clouds: readonly Cloud[] = [
  { environments: ["public", "global"], graph: "graph.microsoft.com", authority: "login.microsoftonline.com" },
  {
    environments: ["usgovernment", "usgovernmentl4"],
    graph: "graph.microsoft.us",
    authority: "login.microsoftonline.us",
  },
  { environments: ["usgovernmentl5", "dod"], graph: "dod-graph.microsoft.us", authority: "login.microsoftonline.us" },
  { environments: ["china"], graph: "microsoftgraph.chinacloudapi.cn", authority: "login.chinacloudapi.cn" },
];

const loopback = "http://127.0.0.1:8800";
const declared = sponsored({ internalSponsors: [adele, managers] });

const withoutGraphPermission = (world: World) =>
  world.emulator.portal.setPermissions(["EntitlementManagement.ReadWrite.All"]);

/** The hosts that got requests, each once, in order. */
const hosts = (world: World): string[] => [...new Set(world.emulator.requests.map(({ host }) => host))];

const references = (world: World): unknown[] =>
  world.emulator.requests
    .flatMap(({ body }) => (body as { requests?: readonly { body?: unknown }[] } | undefined)?.requests ?? [])
    .flatMap(({ body }) => (body as Readonly<Record<string, unknown>> | undefined)?.["@odata.id"] ?? []);

/** A life in which comparing has to ask the authority. */
async function live(world: World): Promise<void> {
  withoutGraphPermission(world);
  const { id, outputs } = await world.create(declared);
  assert.deepEqual(await world.compare({ ...outputs, __resolutions: {} }, declared), unchanged);
  assert.deepEqual(members(world, id).internalSponsors, [adele, managers]);
}

describe("the requests of", () => {
  for (const { environments, graph, authority } of clouds) {
    for (const environment of environments) {
      it(`${environment} go to ${graph} and ${authority}, and references name the same host`, async () => {
        const world = startWorld({ switches: { sponsorReferenceHost: "own" } }, { environment });
        await live(world);
        assert.deepEqual(hosts(world), [graph, authority]);
        const root = `https://${graph}/v1.0/directoryObjects`;
        assert.deepEqual(references(world), [`${root}/${adele}`, `${root}/${managers}`]);
      });

      it(`${environment} through a loopback endpoint go there, but references name ${graph}`, async () => {
        const endpoints = { graphEndpoint: loopback, authorityHost: loopback };
        const world = startWorld({}, { environment, ...endpoints });
        await live(world);
        assert.deepEqual(hosts(world), ["127.0.0.1:8800"]);
        const root = `https://${graph}/v1.0/directoryObjects`;
        assert.deepEqual(references(world), [`${root}/${adele}`, `${root}/${managers}`]);
      });
    }
  }

  it("an unnamed cloud go to its endpoint, and references name it too", async () => {
    const settings = { graphEndpoint: "https://graph.cloud.example", authorityHost: "https://login.cloud.example" };
    const world = startWorld({ switches: { sponsorReferenceHost: "own" } }, settings);
    await live(world);
    assert.deepEqual(hosts(world), ["graph.cloud.example", "login.cloud.example"]);
    const root = "https://graph.cloud.example/v1.0/directoryObjects";
    assert.deepEqual(references(world), [`${root}/${adele}`, `${root}/${managers}`]);
  });

  it("a named cloud behind a gateway go there, but references name the cloud's own host", async () => {
    const world = startWorld({}, { environment: "usgovernment", graphEndpoint: "https://gateway.example" });
    await live(world);
    assert.deepEqual(hosts(world), ["gateway.example", "login.microsoftonline.us"]);
    const root = "https://graph.microsoft.us/v1.0/directoryObjects";
    assert.deepEqual(references(world), [`${root}/${adele}`, `${root}/${managers}`]);
  });

  it("the beta API use its path, and so do references", async () => {
    const world = startWorld({ switches: { pageSize: 1 } }, { apiVersion: "beta" });
    await live(world);
    const paths = world.emulator.requests.map(({ path }) => path).filter((path) => !path.includes(".well-known"));
    assert.deepEqual(
      paths.filter((path) => !path.startsWith("/beta/")),
      [],
    );
    const root = "https://graph.microsoft.com/beta/directoryObjects";
    assert.deepEqual(references(world), [`${root}/${adele}`, `${root}/${managers}`]);
  });
});

describe("who created and changed an organization", () => {
  const caller = "governance.admin@contoso.com";
  const partner = organization(domain("wingtiptoys.com"));

  it("is in the outputs of the beta API", async () => {
    const world = startWorld({}, { apiVersion: "beta" });
    const { id, outputs } = await world.create(partner);
    const by = { createdBy: caller, modifiedBy: caller };
    assert.deepEqual(outputs, { ...outputsNow(world, id, partner), ...by });
    const changed = { ...partner, description: "New" };
    const updated = await world.update(id, outputs, changed);
    assert.deepEqual(updated, { ...outputsNow(world, id, changed), ...by });
    assert.deepEqual((await world.read(id, updated))?.outputs, updated);
    assert.deepEqual(await world.compare(updated, changed), unchanged);
  });

  it("is not in the outputs of v1.0, even after an earlier run with the beta API", async () => {
    const world = startWorld();
    const { id, outputs } = await world.create(partner);
    assert.deepEqual(outputs, outputsNow(world, id, partner));
    const earlier = { ...outputs, createdBy: caller, modifiedBy: caller };
    assert.deepEqual(await world.compare(earlier, partner), unchanged);
    assert.deepEqual((await world.read(id, earlier))?.outputs, outputs);
  });
});
