/** The GitHub workflow's life with the real engine, against a tenant that knows the jobs only by the tokens GitHub issues. */
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tenantId } from "../support/sign-in";
import { type Checkout, checkOut, succeed } from "./checkout";
import { githubSteps } from "./github";
import { type PipelineRun, runSteps } from "./step";
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
  beforeEach(() => {
    tenant.signedIn();
    rmSync(summary, { force: true });
  });

  async function run(event: "pull_request" | "push" | "schedule"): Promise<PipelineRun> {
    tenant.issueTo(event === "pull_request" ? pullRequest : main);
    const vars = {
      PULUMI_BACKEND_URL: checkout.backend,
      PULUMI_STACK: "production",
      ENTRA_TENANT_ID: tenantId,
      ENTRA_READER_CLIENT_ID: reader,
      ENTRA_WRITER_CLIENT_ID: writer,
    };
    const machine = {
      ...tenant.env,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${tenant.issuer.secureUrl}/idtoken?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "token-of-the-job",
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: checkout.folder,
    };
    const result = await runSteps(checkout, await githubSteps(event, vars, machine));
    assert.doesNotMatch(result.output, /token-of-the-job|\.emulated|eyJ/);
    return result;
  }

  it("previews a pull request, without a word to the tenant", async () => {
    const { exitCode, output, commands } = await run("pull_request");
    assert.equal(exitCode, 0, output);
    assert.deepEqual(commands, ["bash scripts/install.sh", "bash scripts/preview.sh"]);
    assert.match(output, /\+ 3 to create/);
    assert.deepEqual([tenant.emulator.requests.length, tenant.emulator.portal.list()], [0, []]);
  });

  it("makes what is pushed to main, as the app that may write", async () => {
    const { exitCode, output, commands } = await run("push");
    assert.equal(exitCode, 0, output);
    assert.deepEqual(commands, ["bash scripts/install.sh", "bash scripts/up.sh"]);
    const names = tenant.emulator.portal.list().map(({ displayName }) => displayName);
    assert.deepEqual([names.sort(), tenant.signedIn()], [["A. Datum", "Fabrikam"], [writer]]);
  });

  it("finds no drift at night, as the app that may only read, and says so on the summary page", async () => {
    const { exitCode, output, commands } = await run("schedule");
    assert.equal(exitCode, 0, output);
    assert.deepEqual([commands, tenant.signedIn()], [["bash scripts/install.sh", "bash scripts/drift.sh"], [reader]]);
    assert.equal(readFileSync(summary, "utf8"), "## No drift in stack production\n\n2 resources looked at.\n");
  });

  it("fails at night with a report when somebody edited in the portal", async () => {
    const [datum, fabrikam] = ["A. Datum", "Fabrikam"].map((name) =>
      tenant.emulator.portal.list().find(({ displayName }) => displayName === name),
    );
    tenant.emulator.portal.patch(datum?.id ?? "", { description: "typed | by <hand>", state: "proposed" });
    tenant.emulator.portal.delete(fabrikam?.id ?? "");
    const { exitCode, output } = await run("schedule");
    const report = `## Drift in stack production: 2 resources are not as declared

| organization | property | declared | found |
| --- | --- | --- | --- |
| A. Datum (adatum) | description | Research partner | typed &#x7C; by &#x3C;hand&#x3E; |
| A. Datum (adatum) | state | configured | proposed |
| Fabrikam (fabrikam) |  | *exists* | *deleted* |

\`pulumi up --refresh\` brings back what is declared. To keep what was found, change the program so that it declares it.
`;
    assert.deepEqual([exitCode, sorted(readFileSync(summary, "utf8"))], [7, sorted(report)], output);
    assert.ok(output.includes("| A. Datum (adatum) | state | configured | proposed |"), output);
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

/** The engine ends its steps in any order. */
function sorted(report: string): string[] {
  return report.split("\n").sort();
}
