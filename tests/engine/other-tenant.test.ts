/** A stack whose settings lead to another tenant than the one its organizations are in, under the real engine. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { makeAuthority, makeServerCertificate } from "../support/certificate";
import { clientId, secret } from "../support/sign-in";
import { failed, forEachDoor, needsPlugin, succeeded, wingtip } from "./support";

interface Tenant {
  readonly tenantId: string;
  readonly emulator: Emulator;
  readonly listener: Listener;
}

forEachDoor("a stack that is pointed to another tenant under the real engine", (door) => {
  const authority = makeAuthority("connectedorgs test authority");
  const server = makeServerCertificate(authority);
  const tls = { cert: server.certificate, key: server.key.export({ type: "pkcs8", format: "pem" }) };
  let first: Tenant;
  let second: Tenant;
  let project: PulumiProject;

  async function startTenant(tenantId: string, displayName: string): Promise<Tenant> {
    const ownTenant = { tenantId, displayName, domains: [] };
    const emulator = createEmulator({ seed: { ownTenant }, switches: { acceptedTokens: "issued" } });
    return { tenantId, emulator, listener: await emulator.listen({ tls }) };
  }
  const settingsOf = ({ tenantId, listener: { url } }: Tenant) => ({
    CONNECTEDORGS_GRAPH_ENDPOINT: url,
    CONNECTEDORGS_AUTHORITY_HOST: url,
    CONNECTEDORGS_TENANT_ID: tenantId,
  });

  before(async () => {
    first = await startTenant("7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91", "Contoso");
    second = await startTenant("9e2a4c6d-1b35-4f78-8a90-5d7c3e1f6b24", "Contoso Test");
    const trusted = join(temporaryFolder("other-tenant"), "authority.pem");
    writeFileSync(trusted, authority.certificate);
    project = await createProject({
      usesPlugin: needsPlugin(door),
      sharesProcess: true,
      program: `
        const { ConnectedOrganization } = require("${door.entry}");
        new ConnectedOrganization("wingtip", ${JSON.stringify(wingtip)});`,
      env: {
        NODE_EXTRA_CA_CERTS: trusted,
        CONNECTEDORGS_CLIENT_ID: clientId,
        CONNECTEDORGS_CLIENT_SECRET: secret,
        CONNECTEDORGS_TIMEOUT_SECONDS: "20",
        ...settingsOf(first),
      },
    });
    await succeeded(project.up());
  });
  after(async () => {
    await project?.dispose();
    for (const { listener } of [first, second]) await listener.close();
  });

  const live = () => [first, second].map(({ emulator }) => emulator.portal.list().map(({ id }) => id));

  for (const command of ["refresh", "destroy"] as const) {
    it(`fails ${command} with both tenants' ids, and forgets and deletes nothing`, async () => {
      const { inputs, outputs } = (await project.resource("wingtip")) ?? {};
      const [id] = live()[0] ?? [];
      Object.assign(project.env, settingsOf(second));
      const output = await failed(project[command]());
      const line = output.split("\n").find((each) => each.includes(`connected organization "Wingtip Toys" (${id}): `));
      assert.ok(line?.includes(first.tenantId) && line.includes(second.tenantId), output);
      const kept = await project.resource("wingtip");
      assert.deepEqual([kept?.id, kept?.inputs, kept?.outputs], [id, inputs, outputs]);
      assert.deepEqual(live(), [[id], []]);
    });
  }

  it("goes on as before once it is pointed back", async () => {
    Object.assign(project.env, settingsOf(first));
    await succeeded(project.refresh(["--expect-no-changes"]));
    await succeeded(project.destroy());
    assert.deepEqual(live(), [[], []]);
  });
});
