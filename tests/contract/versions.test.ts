/**
 * The contract tests once more for each version of the SDK and of Node that counts: the oldest that is supported, the
 * newest for Node 20, and the newest of all under Node 22, there also with the real engine. Needs a build and npm.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { createEmulator, type Listener } from "../../emulator";
import { ensureEngine } from "../../harness/engine";
import { PulumiProject } from "../../harness/project/pulumi-project";
import { succeeded, wingtip } from "../engine/support";
import { type Installation, installBeside, installNode, runTests } from "./versions-support";

const specs = [
  "tests/contract/dynamic-host.test.ts",
  "tests/contract/host*.test.ts",
  "tests/contract/versions-case.test.ts",
];

describe("the contract with the engine", function () {
  this.timeout(400_000);
  const versions = ["3.216.0", "3.248.0"];
  let older: Installation[];
  let newest: Installation;

  before(async () => {
    const newestUnder22 = installNode("22").then((node) => installBeside("^3.249.0", node));
    [newest, ...older] = await Promise.all([newestUnder22, ...versions.map((version) => installBeside(version))]);
  });

  async function holds(installation: Installation): Promise<void> {
    const { passed, failures } = await runTests(installation, specs);
    assert.deepEqual(failures, []);
    assert.ok(passed >= 28, `only ${passed} tests ran`);
  }

  for (const [index, version] of versions.entries()) {
    it(`holds with @pulumi/pulumi ${version} on this Node`, async () => {
      const installation = older[index] ?? assert.fail("it is not installed");
      assert.deepEqual([installation.sdkVersion, installation.nodeVersion], [version, process.version]);
      await holds(installation);
    });
  }

  describe("with the newest @pulumi/pulumi under Node 22", () => {
    it("holds", async () => {
      assert.match(newest.nodeVersion, /^v22\./);
      await holds(newest);
    });

    it("holds for up, refresh and destroy of the real engine", async () => {
      const emulator = createEmulator();
      const listener: Listener = await emulator.listen();
      const { folders } = await ensureEngine();
      const project = new PulumiProject(join(newest.folder, "project"), [...newest.path, ...folders], {
        program: program(),
        config: { "connectedorgs:graphEndpoint": listener.url, "connectedorgs:authorityHost": listener.url },
        secrets: { "connectedorgs:accessToken": "token-that-must-not-be-seen" },
      });
      await project.initialize();
      await succeeded(project.up());
      assert.equal((await project.outputs())["node"], newest.nodeVersion);
      assert.equal((await project.outputs())["sdk"], newest.sdkVersion);
      await succeeded(project.up(["--expect-no-changes"]));
      await succeeded(project.refresh(["--expect-no-changes"]));
      const [organization] = emulator.portal.list();
      emulator.portal.patch(organization?.id ?? "", { description: "typed by hand" });
      const drift = await project.refresh(["--preview-only", "--diff"]);
      assert.match(drift.output, /~ description: "Toy supplier" => "typed by hand"/);
      await succeeded(project.up(["--refresh"]));
      assert.equal(emulator.portal.list()[0]?.description, "Toy supplier");
      await succeeded(project.destroy());
      assert.deepEqual(emulator.portal.list(), []);
      await listener.close();
    });
  });
});

function program(): string {
  return `
    const { ConnectedOrganization } = require("pulumi-connectedorgs");
    new ConnectedOrganization("wingtip", ${JSON.stringify(wingtip)});
    exports.node = process.version;
    exports.sdk = require("@pulumi/pulumi/package.json").version;`;
}
