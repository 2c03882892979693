/** The Azure pipeline's life with the real engine, against a tenant that knows the jobs only by the tokens Azure DevOps issues. */
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Checkout, checkOut, type Environment, succeed, writeProgram } from "./checkout";
import { azurePipeline, connections, occasions, type PipelineRun, runAzure } from "./pipeline";
import { type PipelineTenant, reader, startPipelineTenant, writer } from "./tenant";

const subjectOf = (role: string) => ({
  issuer: "https://login.microsoftonline.com/7c0f3a52-8d1e-4b6a-9f24-3e5d6c7b8a91/v2.0",
  subject: `sc://contoso/partners/connected-organizations-${role}`,
});

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

  async function run(step: keyof typeof occasions, where = checkout, set: Environment = {}): Promise<PipelineRun> {
    tenant.issueTo(subjectOf(step === "Up" ? "writer" : "reader"));
    tenant.signedIn();
    tenant.issuer.asked();
    const result = await runAzure(tenant, where, occasions[step], set);
    assert.doesNotMatch(result.output, /token-of-the-job|\.emulated|eyJ/);
    assert.deepEqual(result.commands, ["bash scripts/install.sh", `bash scripts/${step.toLowerCase()}.sh`]);
    return result;
  }

  const summaryIn = (output: string) =>
    readFileSync(/^##vso\[task\.uploadsummary\](.*)$/m.exec(output)?.[1] ?? "none", "utf8");

  for (const [occasion, stage, role] of [
    [occasions.Preview, "Preview", "reader"],
    [occasions.Up, "Up", "writer"],
    [{ reason: "Manual", branch: "refs/heads/main" }, "Up", "writer"],
    [occasions.Nightly, "Nightly", "reader"],
    [{ reason: "Manual", branch: "refs/heads/other" }, "Preview", "reader"],
    [{ reason: "PullRequest", branch: "refs/heads/main" }, "Preview", "reader"],
    [{ reason: "Schedule", branch: "refs/heads/other" }, "Nightly", "reader"],
  ] as const) {
    it(`has for ${occasion.reason} of ${occasion.branch} one stage, ${stage}, with the ${role}'s connection only`, async () => {
      const { stages } = await azurePipeline(occasion);
      const named = JSON.stringify(stages).match(/connected-organizations-\w+/g);
      assert.deepEqual([stages.map((one) => one.stage), named], [[stage], [`connected-organizations-${role}`]]);
    });
  }

  it("previews, applies and finds no drift, each as its own app", async () => {
    const preview = await run("Preview");
    assert.deepEqual([preview.exitCode, tenant.signedIn()], [0, []], preview.output);
    const up = await run("Up");
    assert.deepEqual([up.exitCode, tenant.signedIn()], [0, [writer]], up.output);
    assert.deepEqual(tenant.issuer.asked()[0], {
      method: "POST",
      path: "/contoso/_apis/distributedtask/oidctoken",
      query: { "api-version": "7.1", serviceConnectionId: connections["connected-organizations-writer"] },
      by: "Bearer token-of-the-job",
    });
    const drift = await run("Nightly");
    assert.deepEqual([drift.exitCode, tenant.signedIn()], [0, [reader]], drift.output);
    assert.match(
      summaryIn(drift.output),
      /^## No drift in stack production\n\n2 resources checked\.\n\n## Estate of .*: no findings/,
    );
  });

  const command = "##vso[task.setvariable variable=x]y";
  const litware = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: litwareTenant };

  it("takes no name in a message of the provider for a command", async () => {
    const existing = tenant.emulator.portal.create({ displayName: command, identitySources: [litware] });
    appendFileSync(join(checkout.folder, "index.ts"), programOfLitware);
    const refused = await run("Up");
    tenant.emulator.portal.delete(existing.id);
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /Organization "## vso\[task\.setvariable variable=x\]y"/);
    assert.doesNotMatch(refused.output, /##vso\[task\.setvariable/);
    const { exitCode, output } = await run("Up");
    assert.equal(exitCode, 0, output);
  });

  it("uploads the report, opens a work item and fails on drift, with no command out of a name and no secret", async () => {
    const { portal } = tenant.emulator;
    const find = (name: string) => portal.list().find(({ displayName }) => displayName === name)?.id ?? "";
    const [datum, secretive] = [find("A. Datum"), find("Litware")];
    portal.patch(datum, { displayName: `${command}\n::add-mask::y` });
    portal.patch(secretive, { description: "known to few, and more" });
    const told = writeProgram(checkout, "az");
    const { exitCode, output } = await run("Nightly", checkout, { OPEN_WORK_ITEM: "Issue" });
    assert.equal(exitCode, 7, output);
    const url = "https://dev.azure.com/contoso/5f1d0c8e-2b7a-4e96-8c3d-1a9b7e6f4d20/_build/results?buildId=17";
    assert.deepEqual(told.words(), [
      ...["boards", "work-item", "create", "--type", "Issue"],
      ...["--title", "Connected organizations: new findings"],
      ...["--description", `<a href="${url}">The report</a>`],
      ...["--organization", "https://dev.azure.com/contoso/", "--project", "Partner companies", "--output", "none"],
    ]);
    const rows = summaryIn(output).split("\n").slice(4, 6).sort();
    assert.deepEqual(rows, [
      "| A. Datum (adatum) | displayName | A. Datum | &#x23;&#x23;vso&#x5B;task.setvariable variable=x&#x5D;y⟨U+000A⟩::add-mask::y |",
      "| Litware (litware) | description | &#x5B;secret&#x5D; | &#x5B;secret&#x5D; |",
    ]);
    assert.deepEqual(output.match(/##vso\S*?(?=\])/g), ["##vso[task.uploadsummary", "##vso[build.addbuildtag"], output);
    assert.doesNotMatch(output, /^\s*::add-mask|known to few/m);
  });

  it("fails with the reason when the app may not read, which is another exit code than drift", async () => {
    tenant.emulator.portal.setPermissions([]);
    const { exitCode, output } = await run("Nightly");
    tenant.emulator.portal.setPermissions(["EntitlementManagement.ReadWrite.All"]);
    assert.ok(exitCode !== 0 && exitCode !== 7);
    const [heading, , ...reasons] = summaryIn(output).trim().split("\n");
    assert.deepEqual([heading, reasons.length], ["## Drift could not be determined in stack production", 6], output);
    assert.equal(reasons.at(-1), "## The estate could not be read; the log says why");
    assert.match(reasons[0] ?? "", /^- Graph answered 403/);
    assert.match(reasons[1] ?? "", /^ {2}- reading connected organization &#x22;/);
  });

  it("fails with a report when the state cannot be reached", async () => {
    const { exitCode, output } = await run("Nightly", {
      ...checkout,
      backend: `${checkout.backend}-that-is-not-there`,
    });
    assert.notEqual(exitCode, 0);
    assert.equal(
      summaryIn(output),
      `## Drift could not be determined

- The engine ended without a result; the log has its message.

## The estate could not be read; the log says why
`,
    );
  });
});
