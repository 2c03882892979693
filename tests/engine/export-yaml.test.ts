/** An estate made by hand comes under Pulumi in YAML: exported, imported by ids alone, previewed. */
import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { runProcess } from "../../harness/run-process";
import { makeEstate } from "../cli/export/estate";
import { oddNames } from "../cli/export/odd-names";
import { succeeded } from "./support";

describe("a tenant that is exported in YAML", function () {
  this.timeout(300_000);
  let emulator: Emulator;
  let listener: Listener;
  let project: PulumiProject;

  before(async () => {
    emulator = createEmulator();
    listener = await emulator.listen();
    project = await createProject({
      program: "resources: {}",
      language: "yaml",
      env: {
        CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
        CONNECTEDORGS_AUTHORITY_HOST: listener.url,
        CONNECTEDORGS_ACCESS_TOKEN: "a-token",
      },
    });
  });
  after(async () => {
    await project?.dispose();
    await listener?.close();
  });

  it("is imported and then nothing is to be done, whatever its names are", async () => {
    for (const organization of makeEstate(20)) emulator.portal.create(organization);
    for (const [index, name] of [...oddNames, "Pulumi", "365"].entries())
      emulator.portal.create({
        displayName: name,
        description: `\${${index}} costs $$5`,
        identitySources: [
          {
            "@odata.type": "#microsoft.graph.domainIdentitySource",
            domainName: `odd-${index}.example`,
            displayName: "d",
          },
        ],
      });
    const folder = join(project.folder, "exported");
    const packages = join(dirname(project.folder), "node_modules");
    const env = { PATH: process.env["PATH"], ...project.env };
    const args = ["export", "--language", "yaml", "--out", folder];
    await succeeded(runProcess(join(packages, ".bin", "connectedorgs"), args, { env, timeoutMs: 120_000 }));
    await symlink(packages, join(folder, "node_modules"), "junction");
    const pulumi = (...more: string[]) => succeeded(project.run(["-C", folder, ...more]));
    await pulumi("stack", "init", "test");
    await pulumi("import", "--file", "import.json", "--generate-code=false", "--yes", "--skip-preview");
    const output = await pulumi("preview", "--expect-no-changes");
    assert.match(output, /\d\d unchanged/);
  });
});
