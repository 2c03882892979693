/** The GitHub workflow's life with the real engine, against a tenant that knows the jobs only by the tokens GitHub issues. */
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tenantId } from "../support/sign-in";
import { type Checkout, checkOut, type Environment, succeed, writeProgram } from "./checkout";
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

  const shown = () => readFileSync(summary, "utf8");
  const scripts = { pull_request: "preview", push: "up", schedule: "nightly" };

  async function run(event: keyof typeof scripts, set: Environment = {}): Promise<PipelineRun> {
    tenant.issueTo(event === "pull_request" ? pullRequest : main);
    tenant.signedIn();
    rmSync(summary, { force: true });
    const result = await runGithub(tenant, checkout, event, { GITHUB_STEP_SUMMARY: summary }, set);
    assert.doesNotMatch(result.output, /token-of-the-|\.emulated|eyJ/);
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

  const about = `## Estate of tenant ${tenantId}, stack connectedorgs-pipelines/production`;
  const quiet = `## No drift in stack production

2 resources checked.

${about}: no findings

2 organizations: 2 managed, 0 in no stack, 0 proposed, 0 managed twice, 0 gone.
`;

  it("finds nothing at night, as the app that may only read, and says so on the summary page", async () => {
    const { exitCode, output } = await run("schedule");
    assert.deepEqual([exitCode, tenant.signedIn()], [0, [reader]], output);
    assert.equal(shown(), quiet);
  });

  const stranger = "A | <b>b</b> $(touch pwned) `touch pwned` @team\n::error::x";

  it("tells once at night what somebody did in the portal, in one report and one issue", async () => {
    const { portal } = tenant.emulator;
    const find = (name: string) => portal.list().find(({ displayName }) => displayName === name)?.id ?? "";
    const fabrikam = find("Fabrikam");
    portal.patch(find("A. Datum"), { description: "typed | by <hand>", state: "proposed" });
    portal.delete(fabrikam);
    const { id } = portal.create({ displayName: stranger });
    const told = writeProgram(checkout, "gh");
    const { exitCode, output } = await run("schedule", { OPEN_ISSUE: "true" });
    const report = `## Drift in stack production: 2 resources are not as declared

| organization | property | declared | found |
| --- | --- | --- | --- |
| A. Datum (adatum) | description | Research partner | typed &#x7C; by &#x3C;hand&#x3E; |
| A. Datum (adatum) | state | configured | proposed |
| Fabrikam (fabrikam) |  | *exists* | *deleted* |

\`pulumi up --refresh\` restores what is declared. To keep what was found, declare it with \`connectedorgs accept\`.

${about}: 2 new findings since …

2 organizations: 1 managed, 1 in no stack, 0 proposed, 0 managed twice, 1 gone.

Open to the users of every configured organization, counted after the +: policy Every connected organization of access package Partner workspace.

### In no stack (1)
`;
    // The engine ends its steps in any order.
    const sorted = (text: string) => text.split("\n").sort();
    assert.equal(exitCode, 7, output);
    const undated = shown().replace(/since \d.*$/m, "since …");
    assert.deepEqual(sorted(undated.slice(0, report.length)), sorted(report));
    assert.match(
      shown(),
      new RegExp(`^\\| A &#x7C; &#x3C;b&#x3E;b.* @&#x200B;team⟨U\\+000A⟩::error::x \\| .* \\| ${id} \\|$`, "m"),
    );
    assert.match(shown(), new RegExp(`^\\| Fabrikam \\| \\*gone\\* .*${fabrikam}<br>`, "m"));
    assert.ok(output.includes('\n  state: "configured" => "proposed"\n'), output);
    assert.doesNotMatch(output, /^::error::x/m);
    const title = "Connected organizations: new findings";
    const body = told.words().at(-1) ?? "none";
    assert.deepEqual(told.words(), ["issue", "create", "--title", title, "--body-file", body]);
    assert.equal(readFileSync(body, "utf8"), `https://github.com/contoso/partners/actions/runs/17\n\n${shown()}`);
  });

  it("is quiet the night after, and tells what is new then", async () => {
    const told = writeProgram(checkout, "gh");
    const { exitCode, output } = await run("schedule", { OPEN_ISSUE: "true" });
    assert.deepEqual([exitCode, told.words()], [0, []], output);
    assert.match(
      shown(),
      /^## No new drift in stack production\n\n2 resources checked\. 3 differences were reported before\./,
    );
    assert.ok(shown().includes(`\n${about}: no new findings since 20`), shown());
    tenant.emulator.portal.create({ displayName: "Another" });
    assert.equal((await run("schedule")).exitCode, 7);
    assert.match(shown(), /^\| Another \|/m);
    assert.deepEqual(told.words(), [], "An issue is opened only where the repository wants it.");
  });

  it("makes one report of several stacks, also of one that holds nothing", async () => {
    await succeed(checkout.run("pulumi", ["stack", "init", "staging"], { PULUMI_CONFIG_PASSPHRASE: "" }));
    const { exitCode, output } = await run("schedule", { PULUMI_STACKS: "production staging" });
    assert.equal(exitCode, 0, output);
    const headings = shown().match(/^## .*?(?= since|$)/gm);
    const both = `${about.replace("stack", "stacks")}, staging: no new findings`;
    assert.deepEqual(headings, ["## No new drift in stack production", "## No drift", both]);
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
