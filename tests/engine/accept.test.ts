/** What somebody changed in the portal, accepted: afterwards the program declares it, and a refresh finds nothing. */
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createEmulator, type Emulator } from "../../emulator";
import { createProject, type ProjectOptions, type PulumiProject } from "../../harness/project/pulumi-project";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";
import { isSettled, succeeded } from "./support";

const adele = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";
const diego = "1f6d9b2c-5a80-4e3b-8c47-3d2f6e9a8b71";
const litware = "a41c7e90-3f6b-4c82-b1d5-08e9f7a6c3d2";
const tenantSource = (tenantId: string) => ({ "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId });
/** What a template, a shell and YAML would take for something else. */
const hostile = `costs $5: "\${wingtip.id}" # 'no' \\ \`x\``;

describe("what is accepted under the real engine", function () {
  this.timeout(300_000);

  it("is written into the file of partners, and nothing else of the file", async () => {
    await withProject(example("index.ts"), "typescript", async (project, { portal }) => {
      const path = join(project.folder, "partners.yaml");
      cpSync(join(ROOT, "examples", "partners-from-file", "partners.yaml"), path);
      const more =
        "\nlitware:\n  displayName: Litware\n  identitySources: [{ type: domainIdentitySource, domainName: litwareinc.com }]\n";
      const before = `${readFileSync(path, "utf8")}  externalSponsors: [${adele}]\n${more}`;
      await writeFile(path, before);
      await succeeded(project.up());
      const idOf = (name: string) => portal.list().find(({ displayName }) => displayName === name)?.id ?? "";
      const [wingtip, adatum, fabrikam] = [portal.get(idOf("Wingtip Toys")), idOf("A. Datum"), idOf("Fabrikam")];
      portal.patch(wingtip?.id ?? "", {
        displayName: "Renamed",
        identitySources: [...(wingtip?.identitySources ?? []), tenantSource(litware)] as never,
      });
      portal.joinEntra({
        tenantId: "f0b1d2c3-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
        displayName: "A. Datum",
        domains: ["adatum.com"],
      });
      portal.patch(adatum, { description: hostile, state: "proposed" });
      portal.patch(fabrikam, { externalSponsors: [diego] });
      portal.delete(idOf("Litware"));

      await writeFile(join(project.folder, "refresh.json"), await refreshOf(project));
      const line = '"$0" accept --data partners.yaml --file - < refresh.json';
      await succeeded(runProcess("sh", ["-c", line, command(project)], { cwd: project.folder, timeoutMs: 60_000 }));
      const after = before
        .replace("Wingtip Toys", "Renamed")
        .replace("wingtiptoys.com\n", `$&    - type: azureActiveDirectoryTenant\n      tenantId: ${litware}\n`)
        .replace("Research partner\n", () => `${JSON.stringify(hostile)}\n  state: proposed\n`)
        .replace(adele, diego)
        .replace(more, "");
      assert.equal(readFileSync(path, "utf8"), after);
      await isSettled({ project });
    });
  });

  it("is printed as the lines of a YAML program", async () => {
    const program = (properties: readonly string[]) => `
resources:
  wingtip:
    type: connectedorgs:ConnectedOrganization
    properties:
${properties.map((line) => `      ${line}`).join("\n")}
`;
    const declared = [
      "displayName: Wingtip Toys",
      "identitySources:",
      "  - type: domainIdentitySource",
      "    domainName: wingtiptoys.com",
      "internalSponsors: []",
    ];
    await withProject(program(declared), "yaml", async (project, { portal }) => {
      await succeeded(project.up());
      const [wingtip] = portal.list();
      portal.patch(wingtip?.id ?? "", {
        displayName: "Renamed",
        description: hostile,
        state: "proposed",
        identitySources: [tenantSource(litware)],
        internalSponsors: [adele],
      });
      await writeFile(join(project.folder, "refresh.json"), await refreshOf(project));
      const args = ["accept", "--language", "yaml", "--file", "refresh.json"];
      const { exitCode, stdout } = await runProcess(command(project), args, { cwd: project.folder, timeoutMs: 60_000 });
      assert.equal(exitCode, 7, stdout);
      const lines = stdout.split("\n").flatMap((line) => /^ {2}(.+)/.exec(line)?.[1] ?? []);
      await project.writeProgram(program(lines));
      await isSettled({ project });
    });
  });
});

function example(name: string): string {
  return readFileSync(join(ROOT, "examples", "partners-from-file", name), "utf8");
}

function command({ folder }: PulumiProject): string {
  return join(dirname(folder), "node_modules", ".bin", "connectedorgs");
}

async function refreshOf(project: PulumiProject): Promise<string> {
  const { exitCode, stdout, output }: RunResult = await project.refresh(["--preview-only", "--json"]);
  assert.equal(exitCode, 0, output);
  return stdout;
}

async function withProject(
  program: string,
  language: NonNullable<ProjectOptions["language"]>,
  work: (project: PulumiProject, emulator: Emulator) => Promise<void>,
): Promise<void> {
  const emulator = createEmulator();
  const { url, close } = await emulator.listen();
  const env = {
    CONNECTEDORGS_GRAPH_ENDPOINT: url,
    CONNECTEDORGS_AUTHORITY_HOST: url,
    CONNECTEDORGS_ACCESS_TOKEN: "a-token",
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
  const project = await createProject({ program, language, sharesHost: true, env });
  try {
    await work(project, emulator);
  } finally {
    await project.dispose();
    await close();
  }
}
