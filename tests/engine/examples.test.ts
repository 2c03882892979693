/** The examples as they stand, under the real engine and the packed package. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type Emulator } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { ROOT } from "../../harness/root";
import { isSettled, succeeded } from "./support";

const adele = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";

async function withExample(
  name: string,
  tenants: Emulator[],
  settings: (urls: string[]) => { config?: Record<string, string>; env?: Record<string, string> },
  work: (project: PulumiProject) => Promise<void>,
): Promise<void> {
  const listeners = await Promise.all(tenants.map((tenant) => tenant.listen()));
  const program = readFileSync(join(ROOT, "examples", name, "index.ts"), "utf8");
  const { config = {}, env } = settings(listeners.map(({ url }) => url));
  const project = await createProject({
    program,
    language: "typescript",
    sharesHost: true,
    config,
    // The types are checked on their own.
    env: { ...env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
  });
  try {
    await work(project);
    await isSettled({ project });
    await succeeded(project.destroy());
  } finally {
    await project.dispose();
    await Promise.all(listeners.map((listener) => listener.close()));
  }
}

const signedIn = ([url = ""]: string[]) => ({
  config: { "connectedorgs:graphEndpoint": url },
  env: { CONNECTEDORGS_ACCESS_TOKEN: "a-token" },
});

describe("the examples under the real engine", function () {
  this.timeout(300_000);

  it("quickstart declares three partners", async () => {
    const tenant = createEmulator();
    await withExample("quickstart", [tenant], signedIn, async (project) => {
      await succeeded(project.up());
      const names = tenant.portal.list().map(({ displayName }) => displayName);
      assert.deepEqual(names.sort(), ["A. Datum", "Fabrikam", "Wingtip Toys"]);
    });
    assert.deepEqual(tenant.portal.list(), []);
  });

  it("sponsors declares one sponsor inside and none outside", async () => {
    const tenant = createEmulator();
    const settings = (urls: string[]) => {
      const { config, env } = signedIn(urls);
      return { config: { ...config, internalSponsors: JSON.stringify([adele]) }, env };
    };
    await withExample("sponsors", [tenant], settings, async (project) => {
      await succeeded(project.up());
      const [organization] = tenant.portal.list();
      assert.deepEqual([organization?.internalSponsors, organization?.externalSponsors], [[adele], []]);
    });
    assert.deepEqual(tenant.portal.list(), []);
  });

  it("adopt takes over what exists, and leaves it behind", async () => {
    const tenant = createEmulator();
    const tenantId = "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2";
    const identitySources = [{ "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId }];
    const existing = tenant.portal.create({ displayName: "litwareinc.com", state: "proposed", identitySources });
    await withExample("adopt", [tenant], signedIn, async (project) => {
      await succeeded(project.up());
      assert.equal((await project.outputs())["organizationId"], existing.id);
      const { displayName, state } = tenant.portal.get(existing.id) ?? {};
      assert.deepEqual([displayName, state], ["Litware", "configured"]);
    });
    assert.equal(tenant.portal.list().length, 1);
  });
});
