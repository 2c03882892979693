/** What docs/import.md offers where the engine cannot take an import file: the entries go into the state by a script. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { main } from "../../cli/cli";
import { createEmulator, type Listener } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { ROOT } from "../../harness/root";
import { runProcess } from "../../harness/run-process";
import { makeEstate } from "../cli/export/estate";
import { succeeded } from "./support";

const script = /`merge\.cjs`:\n\n```js\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, "docs", "import.md"), "utf8"))?.[1];

describe("an exported tenant without an import file", function () {
  this.timeout(300_000);
  const emulator = createEmulator();
  const former = { ...process.env };
  let listener: Listener;
  let project: PulumiProject;
  let folder: string;

  before(async () => {
    for (const organization of makeEstate(6)) emulator.portal.create(organization);
    listener = await emulator.listen();
    const settings = { CONNECTEDORGS_GRAPH_ENDPOINT: listener.url, CONNECTEDORGS_ACCESS_TOKEN: "test-token" };
    project = await createProject({ program: "", env: { ...settings, PULUMI_NODEJS_TRANSPILE_ONLY: "true" } });
    folder = join(project.folder, "exported");
    Object.assign(process.env, settings);
    const terminal = { out: () => undefined, err: () => undefined, stopped: () => Promise.resolve() };
    assert.equal(await main(["export", "--out", folder], terminal), 0);
  });
  after(async () => {
    for (const name of ["CONNECTEDORGS_GRAPH_ENDPOINT", "CONNECTEDORGS_ACCESS_TOKEN"]) {
      if (former[name] === undefined) delete process.env[name];
      else process.env[name] = former[name];
    }
    await project?.dispose();
    await listener?.close();
  });
  const pulumi = (...args: string[]) => project.run(["-C", folder, ...args]);

  it("comes into the state by the documented script, unchanged and unread, and a refresh finds nothing", async () => {
    await writeFile(join(folder, "merge.cjs"), script ?? "");
    emulator.clearRequests();
    await succeeded(pulumi("stack", "init", "production"));
    await succeeded(pulumi("stack", "export", "--file", "stack.json"));
    await succeeded(runProcess(process.execPath, ["merge.cjs", "production"], { cwd: folder, timeoutMs: 10_000 }));
    await succeeded(pulumi("stack", "import", "--file", "stack.json"));
    await succeeded(pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"));
    assert.equal(emulator.requests.length, 0);
    await succeeded(pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes"));
    const written = emulator.requests.filter(({ method, path }) => method !== "GET" && !path.endsWith("$batch"));
    assert.deepEqual(written, []);
  });

  it("is protected by an import until the next up, unless the program says it too", async () => {
    await succeeded(pulumi("stack", "init", "imported"));
    const flags = ["--generate-code=false", "--yes", "--skip-preview"];
    await succeeded(pulumi("import", "--file", "import.json", ...flags));
    const marks = async () => {
      const { stdout } = await pulumi("stack", "export");
      return new Set(
        (JSON.parse(stdout).deployment.resources as { id?: string; type: string; protect?: boolean }[])
          .filter(({ type }) => type.includes("ConnectedOrganization"))
          .map(({ protect }) => protect === true),
      );
    };
    assert.deepEqual(await marks(), new Set([true]));
    await succeeded(pulumi("up", "--yes", "--skip-preview", "--expect-no-changes"));
    assert.deepEqual(await marks(), new Set([false]));
  });
});
