/** A team's state in Azure Blob Storage: the workflow's own scripts, two of them at once on one stack. */
import assert from "node:assert/strict";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type BlobStorage, startBlobStorage } from "./azurite";
import { type Checkout, checkOut, succeed } from "./checkout";
import { runGithub } from "./pipeline";
import { type PipelineTenant, startPipelineTenant } from "./tenant";

const main = {
  issuer: "https://token.actions.githubusercontent.com",
  subject: "repo:contoso/partners:ref:refs/heads/main",
};
const litware = `
new ConnectedOrganization("litware", {
  displayName: "Litware",
  identitySources: [{ type: "azureActiveDirectoryTenant", tenantId: "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2" }],
});
`;

describe("two pipelines on one stack in Azure Blob Storage", function () {
  this.timeout(400_000);
  let tenant: PipelineTenant;
  let storage: BlobStorage;
  let first: Checkout;
  let second: Checkout;

  before(async () => {
    [tenant, storage, first, second] = await Promise.all([
      startPipelineTenant([main], [main]),
      startBlobStorage(),
      checkOut(),
      checkOut(),
    ]);
    tenant.issueTo(main);
    await appendFile(join(second.folder, "index.ts"), litware);
    await succeed(first.run("pulumi", ["stack", "init", "production"], state()));
  });
  after(async () => {
    await tenant?.close();
    await storage?.close();
  });

  const state = () => ({ ...storage.env, PULUMI_CONFIG_PASSPHRASE: "" });

  type Event = "push" | "schedule" | "pull_request";
  const run = (checkout: Checkout, event: Event, env = storage.env) =>
    runGithub(tenant, checkout, event, { ...env, CONNECTEDORGS_TIMEOUT_SECONDS: "300" });

  const names = () => tenant.emulator.portal.list().map(({ displayName }) => displayName);

  it("are one after the other: the engine's lock stops the second, which adds its own when it is run again", async () => {
    const busy = { method: "POST", path: /connectedOrganizations$/, times: "always" } as const;
    tenant.emulator.faults.add({ ...busy, fault: { kind: "status", status: 429, retryAfter: 1 } });
    const running = run(first, "push");
    while (!tenant.emulator.requests.some(({ status }) => status === 429)) await sleep(100);

    const stopped = await run(second, "push");
    assert.notEqual(stopped.exitCode, 0);
    assert.match(stopped.output, /the stack is currently locked by 1 lock/);
    assert.deepEqual(names(), []);

    tenant.emulator.faults.clear();
    const ended = await running;
    assert.equal(ended.exitCode, 0, ended.output);
    const made = tenant.emulator.portal.list().map(({ id }) => id);

    const again = await run(second, "push");
    assert.equal(again.exitCode, 0, again.output);
    assert.deepEqual(names().sort(), ["A. Datum", "Fabrikam", "Litware"]);
    const ids = new Set(tenant.emulator.portal.list().map(({ id }) => id));
    assert.deepEqual([made.every((id) => ids.has(id)), await idsInState()], [true, ids]);
  });

  it("leave a state in which the night finds no drift", async () => {
    const { exitCode, output } = await run(first, "schedule");
    assert.equal(exitCode, 0, output);
    assert.match(output, /^No drift in stack production\n\n3 resources checked\.$/m);
  });

  it("are previewed and looked at by an app that can only read the state, and changed by none such", async () => {
    const before = await idsInState();
    const preview = await run(second, "pull_request", storage.readOnlyEnv);
    assert.equal(preview.exitCode, 0, preview.output);
    assert.match(preview.output, /4 unchanged/);
    const drift = await run(first, "schedule", storage.readOnlyEnv);
    assert.equal(drift.exitCode, 0, drift.output);
    assert.match(drift.output, /^No drift in stack production/m);
    // This program lacks what the other one added, so it would delete that. The engine fails at the lock.
    const up = await run(first, "push", storage.readOnlyEnv);
    assert.notEqual(up.exitCode, 0);
    assert.match(up.output, /diyBackend\)\.Lock|AuthorizationPermissionMismatch/);
    assert.deepEqual([names().length, await idsInState()], [3, before]);
  });

  async function idsInState(): Promise<Set<string | undefined>> {
    const { stdout } = await first.run("pulumi", ["stack", "export", "--stack", "production"], state());
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: { type: string; id?: string }[] } };
    return new Set(
      deployment.resources.filter(({ type }) => type.endsWith(":ConnectedOrganization")).map(({ id }) => id),
    );
  }
});
