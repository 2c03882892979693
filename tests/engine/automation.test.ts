/** Inline programs of the Automation API under the real engine: they run in the process of their caller, whose variables are its own. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { automation } from "@pulumi/pulumi";
import { createEmulator, type Listener } from "../../emulator";
import { engineEnvironment, ensureEngine } from "../../harness/engine";
import { stateFolder } from "../../harness/engine/environment";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { getConnectedOrganizations, getTenantOutput } from "../../sdk";

const tenantId = "5e8a1c34-92b7-4d0f-a6c3-7b9e0d1f2a48";

describe("look-ups in inline programs under the real engine", () => {
  const path = process.env["PATH"];
  const listeners: Listener[] = [];

  after(async () => {
    process.env["PATH"] = path;
    for (const { close } of listeners) await close();
  });

  it("see the variables of their own workspace, also beside another one", async () => {
    const found = await Promise.all([organizationsSeenIn("Wingtip"), organizationsSeenIn("Litware")]);
    assert.deepEqual(found, [
      ["Wingtip", tenantId],
      ["Litware", tenantId],
    ]);
  });

  async function organizationsSeenIn(displayName: string): Promise<string[]> {
    const identitySources = [{ "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId, displayName }];
    const tenants = [{ tenantId, displayName, domains: ["own.example"] }];
    const emulator = createEmulator({ seed: { organizations: [{ displayName, identitySources }], tenants } });
    const listener = await emulator.listen();
    listeners.push(listener);
    const stack = await stackOf({
      CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
      CONNECTEDORGS_AUTHORITY_HOST: listener.url,
      CONNECTEDORGS_ACCESS_TOKEN: "token",
    });
    const seen: string[] = [];
    stack.workspace.program = async () => {
      const organizations = await getConnectedOrganizations();
      seen.push(...organizations.map((organization) => organization.displayName));
      return { tenant: getTenantOutput({ domainName: "own.example" }).tenantId.apply((id) => seen.push(id)) };
    };
    await stack.preview();
    return seen;
  }

  async function stackOf(extra: Record<string, string>): Promise<automation.Stack> {
    const home = temporaryFolder("automation");
    mkdirSync(stateFolder(home), { recursive: true });
    const env = engineEnvironment(await ensureEngine(), { home, extra });
    // The Automation API looks for the engine before it has a workspace.
    process.env["PATH"] = env["PATH"];
    const workspace = await automation.LocalWorkspace.create({
      envVars: env as Record<string, string>,
      projectSettings: { name: "inline", runtime: "nodejs" },
    });
    return await automation.Stack.createOrSelect("test", workspace);
  }
});
