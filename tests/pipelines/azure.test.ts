/** The Azure pipeline's life with the real engine, against a tenant that knows the jobs only by the tokens Azure DevOps issues. */
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tenantId } from "../support/sign-in";
import { azureSteps } from "./azure";
import { type Checkout, checkOut, succeed } from "./checkout";
import { type PipelineRun, runSteps } from "./step";
import { type PipelineTenant, reader, startPipelineTenant, writer } from "./tenant";

const connections = {
  "connected-organizations-reader": "7b0c2f5e-1d4a-4e8b-9c36-2a5f8d7e6b91",
  "connected-organizations-writer": "1c8e4d7a-6b2f-4935-a0d1-8f3e5b9c7a24",
};
const issuer = "https://login.microsoftonline.com/7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91/v2.0";
const subjectOf = (connection: string) => ({
  issuer,
  subject: `sc://contoso/partners/connected-organizations-${connection}`,
});
const main = "refs/heads/main";
const pull = "refs/pull/17/merge";

const litwareTenant = "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2";
const programOfLitware = `
import { secret } from "@pulumi/pulumi";
new ConnectedOrganization("litware", {
  displayName: "Litware",
  description: secret("known to few"),
  identitySources: [{ type: "azureActiveDirectoryTenant", tenantId: "${litwareTenant}" }],
});
`;

describe("the Azure pipeline", function () {
  this.timeout(240_000);
  let tenant: PipelineTenant;
  let checkout: Checkout;

  before(async () => {
    tenant = await startPipelineTenant([subjectOf("reader")], [subjectOf("writer")]);
    checkout = await checkOut();
    await succeed(checkout.run("pulumi", ["stack", "init", "production"], { PULUMI_CONFIG_PASSPHRASE: "" }));
  });
  after(() => tenant.close());
  beforeEach(() => {
    tenant.signedIn();
    tenant.issuer.asked();
  });

  async function run(reason: string, branch: string, connection: "reader" | "writer"): Promise<PipelineRun> {
    tenant.issueTo(subjectOf(connection));
    const variables = {
      PULUMI_BACKEND_URL: checkout.backend,
      PULUMI_STACK: "production",
      CONNECTEDORGS_TENANT_ID: tenantId,
      READER_CLIENT_ID: reader,
      WRITER_CLIENT_ID: writer,
    };
    const machine = {
      ...tenant.env,
      AGENT_TEMPDIRECTORY: checkout.folder,
      SYSTEM_OIDCREQUESTURI: `${tenant.issuer.secureUrl}/contoso/_apis/distributedtask/oidctoken`,
    };
    const result = await runSteps(checkout, azureSteps({ reason, branch, variables, connections, machine }));
    assert.doesNotMatch(result.output, /token-of-the-job|\.emulated|eyJ/);
    return result;
  }

  const ran = (script: string) => ["bash scripts/install.sh", `bash scripts/${script}.sh`];
  const summaryIn = (output: string) =>
    readFileSync(/^##vso\[task\.uploadsummary\](.*)$/m.exec(output)?.[1] ?? "none", "utf8");

  it("previews a pull request, applies the main branch and finds no drift at night, each as its own app", async () => {
    const preview = await run("PullRequest", pull, "reader");
    assert.deepEqual([preview.exitCode, preview.commands, tenant.signedIn()], [0, ran("preview"), []], preview.output);
    const up = await run("IndividualCI", main, "writer");
    assert.deepEqual([up.exitCode, up.commands, tenant.signedIn()], [0, ran("up"), [writer]], up.output);
    assert.deepEqual(tenant.issuer.asked()[0], {
      method: "POST",
      path: "/contoso/_apis/distributedtask/oidctoken",
      query: { "api-version": "7.1", serviceConnectionId: connections["connected-organizations-writer"] },
      by: "Bearer token-of-the-job",
    });
    const drift = await run("Schedule", main, "reader");
    assert.deepEqual([drift.exitCode, drift.commands, tenant.signedIn()], [0, ran("drift"), [reader]], drift.output);
    assert.equal(summaryIn(drift.output), "## No drift in stack production\n\n2 resources looked at.\n");
  });

  it("does nothing for a branch that somebody starts it on by hand", async () => {
    const { exitCode, commands } = await run("Manual", "refs/heads/experiment", "writer");
    assert.deepEqual([exitCode, commands], [0, ["bash scripts/install.sh"]]);
  });

  const command = "##vso[task.setvariable variable=x]y";
  const litware = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: litwareTenant };

  it("takes no name in a message of the provider for a command", async () => {
    const existing = tenant.emulator.portal.create({ displayName: command, identitySources: [litware] });
    appendFileSync(join(checkout.folder, "index.ts"), programOfLitware);
    const refused = await run("IndividualCI", main, "writer");
    tenant.emulator.portal.delete(existing.id);
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /There is already the organization "## vso\[task\.setvariable variable=x\]y"/);
    assert.doesNotMatch(refused.output, /##vso\[task\.setvariable/);
    const { exitCode, output } = await run("IndividualCI", main, "writer");
    assert.equal(exitCode, 0, output);
  });

  it("uploads the report and fails on drift, with no command out of a name and no secret", async () => {
    const find = (name: string) =>
      tenant.emulator.portal.list().find(({ displayName }) => displayName === name)?.id ?? "";
    const [datum, secretive] = [find("A. Datum"), find("Litware")];
    tenant.emulator.portal.patch(datum, { displayName: `${command}\n::add-mask::y` });
    tenant.emulator.portal.patch(secretive, { description: "known to few, and more" });
    const { exitCode, output } = await run("Schedule", main, "reader");
    assert.equal(exitCode, 7, output);
    const rows = summaryIn(output).split("\n").slice(4, 6).sort();
    assert.deepEqual(rows, [
      "| A. Datum (adatum) | displayName | A. Datum | &#x23;&#x23;vso&#x5B;task.setvariable variable=x&#x5D;y⟨U+000A⟩::add-mask::y |",
      "| Litware (litware) | description | &#x5B;secret&#x5D; | &#x5B;secret&#x5D; |",
    ]);
    assert.deepEqual(output.match(/##vso\S*/g)?.length, 1, output);
    assert.doesNotMatch(output, /^\s*::add-mask|known to few/m);
  });

  it("fails with the reason when the app may not read, which is another exit code than drift", async () => {
    tenant.emulator.portal.setPermissions([]);
    const { exitCode, output } = await run("Schedule", main, "reader");
    tenant.emulator.portal.setPermissions(["EntitlementManagement.ReadWrite.All"]);
    assert.notEqual(exitCode, 0);
    assert.notEqual(exitCode, 7);
    const [heading, , ...reasons] = summaryIn(output).trim().split("\n");
    assert.equal(heading, "## Drift could not be determined in stack production");
    assert.equal(reasons.length, 3, output);
    assert.match(reasons[0] ?? "", /^- reading connected organization &#x22;.*Graph answered 403/);
  });

  it("fails with a report when the state cannot be reached", async () => {
    const whole = checkout;
    checkout = { ...whole, backend: `${whole.backend}-that-is-not-there` };
    const { exitCode, output } = await run("Schedule", main, "reader");
    checkout = whole;
    assert.notEqual(exitCode, 0);
    assert.equal(
      summaryIn(output),
      "## Drift could not be determined\n\n- The engine ended before it gave a result: its message is in the log.\n",
    );
  });
});
