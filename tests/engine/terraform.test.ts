/** From Terraform's state to Pulumi's, with the declared domain and without a request that writes; then under another name. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { runProcess } from "../../harness/run-process";
import { domain, onWire, tenant } from "../support/sources";
import { inMsgraph, terraformFile } from "../support/terraform";
import { succeeded, tenantOfWingtip } from "./support";

describe("an organization of Terraform's under the real engine", function () {
  this.timeout(300_000);
  let emulator: Emulator;
  let listener: Listener;
  let project: PulumiProject;
  let folder: string;
  let id: string;

  before(async () => {
    emulator = createEmulator();
    id = emulator.portal.create({ displayName: "Wingtip", identitySources: [onWire(tenant(tenantOfWingtip))] }).id;
    listener = await emulator.listen();
    project = await createProject({
      program: "",
      sharesHost: true,
      env: {
        CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
        CONNECTEDORGS_AUTHORITY_HOST: listener.url,
        CONNECTEDORGS_ACCESS_TOKEN: "a-token",
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      },
    });
    folder = join(project.folder, "exported");
  });
  after(async () => {
    await project?.dispose();
    await listener?.close();
  });

  const pulumi = (...args: string[]) => project.run(["-C", folder, ...args]);
  const writes = () => emulator.requests.filter(({ method }) => method !== "GET").length;

  it("is imported with the domain that Terraform declares, and nothing is to be done", async () => {
    const state = join(project.folder, "terraform.tfstate");
    const declared = inMsgraph(id, [onWire(domain("wingtiptoys.com"), "Wingtip")]);
    await writeFile(state, JSON.stringify(terraformFile([declared])));
    const bin = join(dirname(project.folder), "node_modules", ".bin", "connectedorgs");
    const args = ["export", "--out", folder, "--terraform-state", state];
    const env = { PATH: process.env["PATH"], ...project.env };
    await succeeded(runProcess(bin, args, { cwd: project.folder, env, timeoutMs: 60_000 }));
    await succeeded(pulumi("stack", "init", "test"));
    const flags = ["--generate-code=false", "--yes", "--skip-preview", "--protect=false"];
    await succeeded(pulumi("import", "--file", "import.json", ...flags));
    assert.match(await readFile(join(folder, "index.ts"), "utf8"), /domainName: "wingtiptoys\.com"/);
    await succeeded(pulumi("up", "--refresh", "--expect-no-changes", "--yes", "--skip-preview"));
    assert.equal(writes(), 0);
  });

  it("keeps its id under another name, which an alias connects", async () => {
    const program = join(folder, "index.ts");
    const text = await readFile(program, "utf8");
    const renamed = text
      .replace('"wingtip"', '"wingtip-toys"')
      .replace(/\}\);\n$/, '}, { aliases: [{ name: "wingtip" }] });\n');
    await writeFile(program, renamed);
    await succeeded(pulumi("up", "--expect-no-changes", "--yes", "--skip-preview"));
    const { stdout } = await pulumi("stack", "export");
    assert.match(stdout, new RegExp(`::wingtip-toys",[^}]*"id": "${id}"`));
    assert.equal(writes(), 0);
    await succeeded(pulumi("destroy", "--yes", "--skip-preview"));
    assert.deepEqual(emulator.portal.list(), []);
  });
});
