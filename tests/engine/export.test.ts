/** An estate made by hand comes under the real engine without a change: exported, imported, previewed, refreshed. */
import assert from "node:assert/strict";
import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { packedPackage } from "../../harness/project/installed-package";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import type { StateResource } from "../../harness/project/stack-state";
import { type RunResult, runProcess } from "../../harness/run-process";
import { makeEstate } from "../cli/export/estate";
import { failed, succeeded } from "./support";

const typeToken = "pulumi-nodejs:dynamic/connectedOrganization:ConnectedOrganization";
const token = "token-that-must-not-be-seen";

interface Description {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** What a refresh may change; the service lists the sources of an organization in any order. */
function valuesOf({ id, inputs, outputs }: StateResource): object {
  const resolved = outputs?.["resolvedIdentitySources"] as { type: string }[];
  const sorted = [...resolved].sort((left, right) => (left.type < right.type ? -1 : 1));
  return { id, inputs, outputs: { ...outputs, resolvedIdentitySources: sorted } };
}

describe("an exported tenant under the real engine", function () {
  this.timeout(600_000);
  let emulator: Emulator;
  let listener: Listener;
  let project: PulumiProject;
  let folder: string;

  before(async () => {
    emulator = createEmulator({ switches: { pageSize: 20 } });
    for (const organization of makeEstate(100)) emulator.portal.create(organization);
    listener = await emulator.listen();
    project = await createProject({
      program: "",
      sharesHost: true,
      timeoutMs: 300_000,
      env: {
        CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
        CONNECTEDORGS_AUTHORITY_HOST: listener.url,
        CONNECTEDORGS_ACCESS_TOKEN: token,
        // The types are checked on their own.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      },
    });
    folder = join(project.folder, "exported");
  });
  after(async () => {
    await project?.dispose();
    await listener?.close();
  });

  const bin = (name: string) => join(dirname(project.folder), "node_modules", ".bin", name);
  const exportTo = (to: string, ...options: string[]): Promise<RunResult> =>
    runProcess(bin("connectedorgs"), ["export", "--out", to, ...options], {
      cwd: project.folder,
      env: { PATH: process.env["PATH"], ...project.env },
      timeoutMs: 120_000,
    });
  const pulumi = (...args: string[]) => project.run(["-C", folder, ...args]);
  const compile = () => runProcess(bin("tsc"), ["-p", folder], { timeoutMs: 120_000 });
  const organizations = async (): Promise<StateResource[]> => {
    const { stdout } = await pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: StateResource[] } };
    return deployment.resources.filter(({ type }) => type === typeToken);
  };

  it("is written as a project that compiles, without what cannot be declared", async () => {
    const { exitCode, stdout, stderr, output } = await exportTo(folder, "--sponsors");
    assert.equal(exitCode, 0, output);
    assert.match(
      stdout.replace(/\s+/g, " "),
      /^Wrote 100 organizations to \S*exported\. Left out: 1 organization, listed in index\.ts\./,
    );
    assert.match(
      stderr,
      /^Left out: connected organization "Of the future" \([-0-9a-f]+\): identitySources\[0\]\.type must be [^\n]*\n$/,
    );
    assert.deepEqual((await readdir(folder)).sort(), [
      "Pulumi.yaml",
      "import.json",
      "index.ts",
      "package.json",
      "tsconfig.json",
    ]);
    await succeeded(compile());
  });

  it("depends on the tarball that this package was installed from", async () => {
    const description = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Description;
    const specifier = description.dependencies["pulumi-connectedorgs"] ?? "";
    assert.equal(resolve(folder, specifier.replace(/^file:/, "")), await packedPackage());
  });

  it("is imported from the file without a request, and then nothing is to be done", async () => {
    await succeeded(pulumi("stack", "init", "test"));
    emulator.clearRequests();
    const flags = ["--generate-code=false", "--yes", "--skip-preview"];
    await succeeded(pulumi("import", "--file", "import.json", ...flags));
    await succeeded(pulumi("preview", "--expect-no-changes"));
    assert.deepEqual([emulator.requests.length, (await organizations()).length], [0, 100]);
  });

  it("has in state exactly what a refresh reads", async () => {
    const before = await organizations();
    await succeeded(pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes"));
    assert.deepEqual((await organizations()).map(valuesOf), before.map(valuesOf));
  });

  it("is written identically by a second export", async () => {
    const second = join(project.folder, "second");
    assert.equal((await exportTo(second, "--sponsors")).exitCode, 0);
    for (const name of await readdir(folder)) {
      if (name === "Pulumi.test.yaml") continue;
      assert.deepEqual(await readFile(join(second, name)), await readFile(join(folder, name)), name);
    }
  });

  it("is the same program with one file per organization", async () => {
    await rm(join(folder, "index.ts"));
    const { exitCode, output } = await exportTo(folder, "--sponsors", "--file-per-organization", "--force");
    assert.equal(exitCode, 0, output);
    assert.equal((await readdir(join(folder, "organizations"))).length, 100);
    await succeeded(compile());
    await succeeded(pulumi("preview", "--expect-no-changes"));
  });

  it("shows one edit in the portal to the nightly look, and nothing else", async () => {
    const [edited] = emulator.portal.list().filter(({ displayName }) => displayName === "It's single");
    emulator.portal.patch(edited?.id ?? "", { displayName: "Edited by hand" });
    const output = await failed(pulumi("refresh", "--preview-only", "--diff", "--expect-no-changes"));
    assert.match(output, /~ displayName: "It's single" => "Edited by hand"/);
    assert.match(output, /~ 1 to update|~ 1 updated/);
  });
});
