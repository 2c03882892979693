/** The example that declares a partner per row of a file, under the real engine, with 300 rows. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { createProject, type PulumiProject } from "../../harness/project/pulumi-project";
import { ROOT } from "../../harness/root";
import { failed, succeeded, tenantOfWingtip } from "./support";

const domain = (domainName: string) => ({ type: "domainIdentitySource", domainName });
const partner = (displayName: string, ...identitySources: readonly object[]) => ({ displayName, identitySources });
const numbers = Array.from({ length: 300 }, (_, index) => index + 1);
const rows = Object.fromEntries(
  numbers.map((n) => [`partner-${n}`, partner(`Partner ${n}`, domain(`partner-${n}.example`))]),
);

describe("partners from a file under the real engine", function () {
  this.timeout(400_000);
  let emulator: Emulator;
  let listener: Listener;
  let project: PulumiProject;
  const write = (text: string) => writeFile(join(project.folder, "partners.yaml"), text);

  before(async () => {
    emulator = createEmulator();
    listener = await emulator.listen();
    project = await createProject({
      program: readFileSync(join(ROOT, "examples", "partners-from-file", "index.ts"), "utf8"),
      language: "typescript",
      sharesHost: true,
      env: {
        CONNECTEDORGS_GRAPH_ENDPOINT: listener.url,
        CONNECTEDORGS_AUTHORITY_HOST: listener.url,
        CONNECTEDORGS_ACCESS_TOKEN: "a-token",
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      },
    });
  });
  after(async () => {
    await project?.dispose();
    await listener?.close();
  });

  it("are an organization each; a row inserted at the top of a sorted file is one create", async () => {
    await write(stringify(rows));
    await succeeded(project.up());
    assert.equal(emulator.portal.list().length, 300);
    const sorted = Object.entries(rows).sort(([left], [right]) => (left < right ? 1 : -1));
    await write(
      stringify({ inserted: partner("Inserted", domain("inserted.example")), ...Object.fromEntries(sorted) }),
    );
    const { stdout } = await project.preview(["--json"]);
    assert.deepEqual(JSON.parse(stdout).changeSummary, { create: 1, same: 301 });
  });

  it("have all their mistakes told in one preview, each with its key", async () => {
    project.env["CONNECTEDORGS_PREVIEW_CHECKS"] = "true";
    const wrong = {
      twice: partner("Twice", domain("PARTNER-7.Example.")),
      empty: null,
      misspelt: { ...partner("Misspelt", domain("misspelt.example")), descripton: "x" },
      wingtip: partner("Wingtip", domain("wingtiptoys.com")),
      toys: partner("Toys", { type: "azureActiveDirectoryTenant", tenantId: tenantOfWingtip }),
    };
    await write(stringify({ ...rows, ...wrong }));
    const output = await failed(project.preview());
    assert.match(output, /twice declares the same identity source as partner-7: domainName: partner-7\.example/);
    assert.match(output, /ConnectedOrganization \(empty\):\s+error: .*displayName must be provided\./);
    assert.match(
      output,
      /ConnectedOrganization \(misspelt\):\s+error: .*descripton is not a property .* Did you mean description\?/,
    );
    assert.match(
      output,
      /connected organization "(Toys|Wingtip)": the resource "(Toys|Wingtip)" declares the same identity\./,
    );
  });

  for (const [what, text, told] of [
    ["keys that occur twice", "a: {}\na: {}\nb: {}\nb: {}\n", [/unique at line 2/, /unique at line 4/]],
    ["nothing, instead of deleting all", "", [/must hold one row per partner/]],
  ] as const)
    it(`refuse ${what}`, async () => {
      await write(text);
      const output = await failed(project.preview());
      for (const each of told) assert.match(output, each);
    });
});
