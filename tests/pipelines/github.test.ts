/** The GitHub workflow's life with the real engine, against a tenant that knows the jobs only by the tokens GitHub issues. */
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Checkout, checkOut, succeed } from "./checkout";
import { type PipelineRun, runGithub } from "./pipeline";
import { type PipelineTenant, reader, startPipelineTenant, writer } from "./tenant";

const issuer = "https://token.actions.githubusercontent.com";
const pullRequest = { issuer, subject: "repo:contoso/partners:pull_request" };
const main = { issuer, subject: "repo:contoso/partners:ref:refs/heads/main" };

describe("the GitHub workflow", function () {
  this.timeout(240_000);
  let tenant: PipelineTenant;
  let checkout: Checkout;
  let summary: string;

  before(async () => {
    tenant = await startPipelineTenant([pullRequest, main], [main]);
    checkout = await checkOut();
    summary = join(checkout.folder, "summary.md");
    await succeed(checkout.run("pulumi", ["stack", "init", "production"], { PULUMI_CONFIG_PASSPHRASE: "" }));
  });
  after(() => tenant.close());

  const scripts = { pull_request: "preview", push: "up", schedule: "drift" };

  async function run(event: keyof typeof scripts): Promise<PipelineRun> {
    tenant.issueTo(event === "pull_request" ? pullRequest : main);
    tenant.signedIn();
    rmSync(summary, { force: true });
    const result = await runGithub(tenant, checkout, event, { GITHUB_STEP_SUMMARY: summary });
    assert.doesNotMatch(result.output, /token-of-the-job|\.emulated|eyJ/);
    assert.deepEqual(result.commands, ["bash scripts/install.sh", `bash scripts/${scripts[event]}.sh`]);
    return result;
  }

  it("previews a pull request, without a word to the tenant", async () => {
    const { exitCode, output } = await run("pull_request");
    assert.equal(exitCode, 0, output);
    assert.match(output, /\+ 3 to create/);
    assert.deepEqual([tenant.emulator.requests.length, tenant.emulator.portal.list()], [0, []]);
  });

  it("creates what is pushed to main, as the app that may write", async () => {
    const { exitCode, output } = await run("push");
    assert.equal(exitCode, 0, output);
    const names = tenant.emulator.portal.list().map(({ displayName }) => displayName);
    assert.deepEqual([names.sort(), tenant.signedIn()], [["A. Datum", "Fabrikam"], [writer]]);
  });

  it("finds no drift at night, as the app that may only read, and says so on the summary page", async () => {
    const { exitCode, output } = await run("schedule");
    assert.deepEqual([exitCode, tenant.signedIn()], [0, [reader]], output);
    assert.equal(readFileSync(summary, "utf8"), "## No drift in stack production\n\n2 resources checked.\n");
  });

  it("fails at night with a report when somebody edited in the portal", async () => {
    const { portal } = tenant.emulator;
    const find = (name: string) => portal.list().find(({ displayName }) => displayName === name)?.id ?? "";
    portal.patch(find("A. Datum"), { description: "typed | by <hand>", state: "proposed" });
    portal.delete(find("Fabrikam"));
    const { exitCode, output } = await run("schedule");
    const report = `## Drift in stack production: 2 resources are not as declared

| organization | property | declared | found |
| --- | --- | --- | --- |
| A. Datum (adatum) | description | Research partner | typed &#x7C; by &#x3C;hand&#x3E; |
| A. Datum (adatum) | state | configured | proposed |
| Fabrikam (fabrikam) |  | *exists* | *deleted* |

\`pulumi up --refresh\` restores what is declared. To keep what was found, declare it: \`connectedorgs accept\` helps.
`;
    // The engine ends its steps in any order.
    const sorted = (text: string) => text.split("\n").sort();
    assert.deepEqual([exitCode, sorted(readFileSync(summary, "utf8"))], [7, sorted(report)], output);
    assert.ok(output.includes('\n  state: "configured" => "proposed"\n'), output);
  });

  it("stops at a type error before Pulumi is started", async () => {
    const file = join(checkout.folder, "index.ts");
    const program = readFileSync(file, "utf8");
    writeFileSync(file, program.replace("displayName", "displayname"));
    const { exitCode, output } = await run("pull_request");
    writeFileSync(file, program);
    assert.notEqual(exitCode, 0);
    assert.match(output, /error TS2561/);
    assert.doesNotMatch(output, /Previewing/);
  });
});
