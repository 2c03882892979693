// The demo as a person starts it, and its checks, which must fail when the engine or the service shows something else.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { createEmulator, type Emulator } from "../../emulator";
import { ensureEngine } from "../../harness/engine";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";
import { withoutNoise } from "../../tools/demo/print";
import type { Stage } from "../../tools/demo/stage";
import { life, removal } from "../../tools/demo/steps";

const command = ["-r", "ts-node/register", "tools/demo.ts"];

describe("the demo", function () {
  this.timeout(300_000);
  before(() => ensureEngine({ languages: ["yaml"] }));

  for (const [example, options] of Object.entries({ quickstart: [], "YAML program": ["--yaml"] }))
    it(`takes the ${example} through its whole life and shows each step`, async () => {
      const args = [...command, ...options];
      const { exitCode, stdout, output } = await runProcess("node", args, { cwd: ROOT, timeoutMs: 280_000 });
      assert.equal(exitCode, 0, output);
      const headlines = stdout.split("\n").filter((line) => line.startsWith("== "));
      assert.deepEqual(headlines, [
        "== 1. Create",
        "== 2. Run again",
        "== 3. Edit in the portal",
        "== 4. Find the drift",
        "== 5. Repair",
        "== 6. Destroy",
        "== Summary",
      ]);
      assert.match(stdout, /Wingtip Toys +domain wingtiptoys\.com +tenant 5e8a1c34… +<- swapped/);
      assert.match(stdout, /A\. Datum +domain adatum\.com +domain adatum\.com$/m);
      assert.match(stdout, /~ description: "Toy supplier" => "typed in the portal"/);
      assert.match(stdout, /~ state +: "configured" => "proposed"/);
      assert.match(stdout, /^ +2\. Run again +0 /m);
      assert.match(stdout, /^All 6 steps passed in \d+ seconds\.$/m);
      assert.doesNotMatch(stdout, /warning|urn:pulumi/);
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 80),
        [],
      );
      assert.equal(stripVTControlCharacters(stdout), stdout);
    });

  it("hands emulator and stack over with --keep, and removes everything on Ctrl+C", async () => {
    const child = spawn("node", [...command, "--yaml", "--keep"], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const output = await readUntil(child.stdout, "\npulumi destroy\n");
      const home = /^export PULUMI_HOME=(\S+)\/pulumi$/m.exec(output)?.[1] ?? "";
      const endpoint = /^export CONNECTEDORGS_GRAPH_ENDPOINT=(\S+)$/m.exec(output)?.[1];
      const edit = /^curl -X PATCH (\S+)/m.exec(output)?.[1] ?? "";
      assert.equal(existsSync(home), true, output);
      const stored = (await (await fetch(`${endpoint}/_emulator/organizations`)).json()) as { displayName: string }[];
      assert.deepEqual(stored.map(({ displayName }) => displayName).sort(), ["A. Datum", "Fabrikam", "Wingtip Toys"]);
      assert.equal((await fetch(edit, { method: "PATCH", body: '{"description":"by hand"}' })).status, 200);
      child.kill("SIGINT");
      await once(child, "exit");
      assert.equal(existsSync(home), false);
    } finally {
      child.kill("SIGINT");
    }
  });

  it("refuses an option that it does not have", async () => {
    const { exitCode, stderr } = await runProcess("node", [...command, "--kep"], { cwd: ROOT, timeoutMs: 60_000 });
    assert.equal(exitCode, 2);
    assert.match(stderr, /^Usage: npm run demo -- .*\n\nUnknown option: --kep\. Did you mean --keep\?\n$/s);
  });
});

describe("a step of the demo", () => {
  const wingtip = {
    id: "8c5b8e1e-2f2f-4f0a-9a39-1d8f0a6c7b11",
    displayName: "Wingtip Toys",
    identitySources: [{ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: "wingtiptoys.com" }],
  };

  it("fails when the command fails", async () => {
    await assert.rejects(play("Create", createEmulator(), { exitCode: 255 }), {
      message: "The command above should succeed, but exited with code 255.",
    });
  });

  it("fails when no domain was stored as its tenant", async () => {
    const emulator = createEmulator({ seed: { organizations: [wingtip, adatum(1), adatum(2)] } });
    await assert.rejects(play("Create", emulator, { stdout: stateOf(emulator) }), {
      message: "One domain should be stored as its tenant, but 0 are.",
    });
  });

  it("fails when an unchanged up sends a request", async () => {
    const emulator = createEmulator();
    await emulator.fetch("http://localhost/v1.0/identityGovernance/entitlementManagement/connectedOrganizations");
    await assert.rejects(play("Run again", emulator, {}), {
      message: "An unchanged up should send no request to Graph, but sent 1 (1 GET).",
    });
  });

  it("fails when the drift is not shown", async () => {
    await assert.rejects(play("Find the drift", createEmulator(), { exitCode: 0 }), {
      message: "The job should exit with code 7, but exited with 0.",
    });
    await assert.rejects(play("Find the drift", createEmulator(), { exitCode: 7, output: "~ 1 to update" }), {
      message: "The drift of description should be shown, but is not.",
    });
  });

  it("fails when the repair does not arrive", async () => {
    const emulator = createEmulator({ seed: { organizations: [{ ...wingtip, state: "proposed" }] } });
    await assert.rejects(play("Repair", emulator, { stdout: stateOf(emulator) }), {
      message: "The state should be configured again, but is proposed.",
    });
  });

  it("fails when something is left at the end", async () => {
    await assert.rejects(play("Destroy", createEmulator({ seed: { organizations: [wingtip] } }), {}), {
      message: "No organization should be left, but 1 are.",
    });
  });

  function adatum(number: number) {
    const id = `8c5b8e1e-2f2f-4f0a-9a39-00000000000${number}`;
    const source = { "@odata.type": "#microsoft.graph.domainIdentitySource", domainName: `adatum${number}.com` };
    return { id, displayName: `A. Datum ${number}`, identitySources: [source] };
  }
});

describe("the engine's output in the demo", () => {
  it("names a changed resource instead of its URN, keeps errors, and loses the lines that say nothing", () => {
    const type = "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization";
    const warning = "warning: using pulumi-resource-pulumi-nodejs from $PATH at /somewhere";
    const error = `  pulumi-nodejs:dynamic:ConnectedOrganization (adatum):
    error: creating connected organization "A. Datum": Graph could not be reached.`;
    const output = `Updating (demo):

@ updating....
    pulumi:pulumi:Stack quickstart-demo running ${warning}
  ~ pulumi:pulumi:Stack: (refresh)
      [urn=urn:pulumi:demo::quickstart::pulumi:pulumi:Stack::quickstart-demo]
      ~ ${type}: (refresh)
          [id=9c6d7baf]
          [urn=urn:pulumi:demo::quickstart::${type}::wingtip]
      \u001b[33m~ ${type}: (update)\u001b[0m
          [id=9c6d7baf]
          [urn=urn:pulumi:demo::quickstart::${type}::wingtip]
        ~ state: "proposed" => "configured"
   \u001b[0m  \u001b[0m pulumi:pulumi:Stack quickstart-demo 2 warnings
\u001b[1mDiagnostics:\u001b[0m
  pulumi:pulumi:Stack (quickstart-demo):
    ${warning}
    ${warning}
${error}

Resources:
    + 3 created
`;
    assert.equal(
      withoutNoise(output),
      `Updating (demo):

      ~ ConnectedOrganization wingtip
        ~ state: "proposed" => "configured"
${error}

Resources:
    + 3 created`,
    );
  });
});

async function readUntil(stream: Readable, end: string): Promise<string> {
  let output = "";
  for await (const text of stream.setEncoding("utf8")) {
    output += text;
    if (output.includes(end)) break;
  }
  return output;
}

/** Runs one step against an engine that always answers the same, and keeps quiet about it. */
async function play(name: string, emulator: Emulator, answer: Partial<RunResult>): Promise<void> {
  const step = [...life, removal].find((candidate) => candidate.name === name);
  assert.ok(step, `There is no step ${name}.`);
  const engine = async (): Promise<RunResult> => ({ exitCode: 0, stdout: "", stderr: "", output: "", ...answer });
  const stage: Stage = {
    program: "index.ts",
    emulator,
    url: "",
    folder: "",
    environment: {},
    show: engine,
    run: engine,
    close: async () => {},
  };
  const { log } = console;
  console.log = () => undefined;
  try {
    await step.run(stage);
  } finally {
    console.log = log;
  }
}

/** A state that declares what the emulator stores. */
function stateOf(emulator: Emulator): string {
  const type = "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization";
  const resources = emulator.portal.list().map(({ id, displayName, identitySources }) => ({
    id,
    type,
    inputs: { displayName, identitySources },
    outputs: { resolvedIdentitySources: identitySources },
  }));
  return JSON.stringify({ deployment: { resources } });
}
