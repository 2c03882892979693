/** Two tenants in one program under the real engine, with and without variables that speak of a third. */
import assert from "node:assert/strict";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { failed, isSettled, succeeded } from "./support";

interface Tenant {
  readonly emulator: Emulator;
  readonly listener: Listener;
  readonly token: string;
}

async function startTenant(token: string): Promise<Tenant> {
  const emulator = createEmulator({
    logSecrets: true,
    seed: { tokens: [token, `new-${token}`] },
    switches: { acceptedTokens: "listed" },
  });
  return { emulator, listener: await emulator.listen(), token };
}

interface Declared {
  readonly description: string;
  readonly tokens: readonly [string, string];
}

describe("several tenants in one program under the real engine", function () {
  this.timeout(300_000);
  let tenants: readonly [Tenant, Tenant];
  let decoy: Tenant;
  let project: PulumiProject;

  function programOf({ description, tokens }: Declared): string {
    const settings = tenants.map(({ listener: { url } }, index) => ({
      graphEndpoint: url,
      authorityHost: url,
      accessToken: tokens[index],
      timeoutSeconds: 60,
    }));
    return `
      const { ConnectedOrganization, Provider, getConnectedOrganizationOutput } = require("pulumi-connectedorgs");
      for (const [index, settings] of ${JSON.stringify(settings)}.entries()) {
        const provider = new Provider("tenant-" + index, settings);
        const organization = new ConnectedOrganization("wingtip-" + index, {
          displayName: "Wingtip of tenant " + index,
          description: ${JSON.stringify(description)},
          identitySources: [{ type: "domainIdentitySource", domainName: "wingtiptoys.com" }],
        }, { provider });
        const found = getConnectedOrganizationOutput({ id: organization.id }, { provider });
        exports["id" + index] = organization.id;
        exports["found" + index] = found.displayName;
      }`;
  }

  const tokens = (): Declared["tokens"] => [tenants[0].token, tenants[1].token];
  const live = () =>
    tenants.map(({ emulator }) =>
      emulator.portal.list().map(({ displayName, description }) => [displayName, description]),
    );
  const expected = (description: string) => [0, 1].map((index) => [[`Wingtip of tenant ${index}`, description]]);

  before(async () => {
    tenants = [await startTenant("token-of-the-first"), await startTenant("token-of-the-second")];
    decoy = await startTenant("token-of-another");
    project = await createProject({
      program: programOf({ description: "First", tokens: tokens() }),
      sharesHost: true,
    });
  });
  after(async () => {
    await project?.dispose();
    for (const { listener } of [...(tenants ?? []), decoy]) await listener.close();
  });

  it("each get their own organization, by their own token", async () => {
    await succeeded(project.up());
    assert.deepEqual(live(), expected("First"));
    const outputs = await project.outputs();
    const ids = tenants.map(({ emulator }) => emulator.portal.list()[0]?.id);
    assert.deepEqual(outputs, {
      id0: ids[0],
      found0: "Wingtip of tenant 0",
      id1: ids[1],
      found1: "Wingtip of tenant 1",
    });
  });

  it("have no token in clear in state, and each resource its own provider", async () => {
    const { text, resources } = await project.state();
    for (const token of tokens()) assert.ok(!text.includes(token), "a token is in clear in state");
    const names = [0, 1].map((index) => resources.find(({ urn }) => urn.endsWith(`::wingtip-${index}`))?.provider);
    assert.match(names[0] ?? "", /::pulumi:providers:pulumi-nodejs::tenant-0::/);
    assert.match(names[1] ?? "", /::pulumi:providers:pulumi-nodejs::tenant-1::/);
  });

  it("are not redirected by any variable, in preview, up and refresh", async () => {
    const { url } = decoy.listener;
    Object.assign(project.env, {
      CONNECTEDORGS_GRAPH_ENDPOINT: url,
      CONNECTEDORGS_AUTHORITY_HOST: url,
      CONNECTEDORGS_ACCESS_TOKEN: decoy.token,
      CONNECTEDORGS_TENANT_ID: "other.example",
      CONNECTEDORGS_CLIENT_ID: "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84",
      CONNECTEDORGS_CLIENT_SECRET: "emulator-secret",
      CONNECTEDORGS_ENVIRONMENT: "china",
      CONNECTEDORGS_USE_CLI: "true",
      ARM_TENANT_ID: "other.example",
      ARM_CLIENT_ID: "6e0b4a71-2f8c-4d93-b5e6-9c1d7f3a2b84",
      ARM_CLIENT_SECRET: "emulator-secret",
      ARM_ENVIRONMENT: "china",
      AZURE_AUTHORITY_HOST: url,
      AZURE_TENANT_ID: "other.example",
    });
    await isSettled({ project });
    await project.writeProgram(programOf({ description: "Second", tokens: tokens() }));
    await succeeded(project.up());
    assert.deepEqual(live(), expected("Second"));
    await isSettled({ project });
    tenants[1].emulator.portal.patch(tenants[1].emulator.portal.list()[0]?.id ?? "", { description: "typed by hand" });
    const drift = await failed(project.refresh(["--preview-only", "--diff", "--expect-no-changes"]));
    assert.match(drift, /~ description: "Second" => "typed by hand"/);
    await succeeded(project.up(["--refresh"]));
    assert.deepEqual(live(), expected("Second"));
    assert.deepEqual(decoy.emulator.requests, []);
  });

  it("may change their tokens without any change of an organization", async () => {
    await project.writeProgram(
      programOf({ description: "Second", tokens: ["new-token-of-the-first", "new-token-of-the-second"] }),
    );
    const ids = await project.outputs();
    const preview = await succeeded(project.preview(["--diff"]));
    assert.doesNotMatch(preview, /wingtip-\d.*(update|replace|create|delete)/);
    await succeeded(project.up());
    assert.deepEqual(await project.outputs(), ids);
    for (const { emulator } of tenants) emulator.clearRequests();
    await isSettled({ project });
    const sent = tenants.map(({ emulator }) => [
      ...new Set(emulator.requests.map(({ headers }) => headers["authorization"])),
    ]);
    assert.deepEqual(sent, [["Bearer new-token-of-the-first"], ["Bearer new-token-of-the-second"]]);
    assert.ok(!(await project.state()).text.includes("token-of-the"));
  });

  it("are left with nothing by destroy, whatever the variables say", async () => {
    await succeeded(project.destroy());
    assert.deepEqual(live(), [[], []]);
    assert.deepEqual(decoy.emulator.requests, []);
    assert.deepEqual((await project.state()).resources, []);
  });
});
