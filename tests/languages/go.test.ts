/** The Go program of docs/go.md, compiled with the package that Pulumi generates. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateSdk } from "../../harness/engine/generated-sdk";
import { ENGINE_VERSION } from "../../harness/engine/pin";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { runProcess } from "../../harness/run-process";
import { programOf } from "./page";

const sdk = "example.com/pulumi-connectedorgs/sdk/go";
const description = `module partners

go 1.25

require (
\t${sdk} v0.0.0
\tgithub.com/pulumi/pulumi/sdk/v3 v${ENGINE_VERSION}
)

replace ${sdk} => ./sdks/connectedorgs
`;

describe("an organization in a Go program", function () {
  this.timeout(900_000);

  it("compiles", async () => {
    const folder = temporaryFolder("go");
    await generateSdk("go", join(folder, "sdks", "connectedorgs"));
    await writeFile(join(folder, "go.mod"), description);
    await writeFile(join(folder, "main.go"), programOf("go.md", "main.go"));
    for (const args of [
      ["mod", "tidy"],
      ["build", "-o", "partners", "."],
    ]) {
      const { exitCode, output } = await runProcess("go", args, {
        cwd: folder,
        env: { ...process.env, GOWORK: "off" },
        timeoutMs: 800_000,
      });
      assert.equal(exitCode, 0, output);
    }
  });
});
