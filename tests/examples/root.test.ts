/** `pulumi` at the root of this repository, whose Pulumi.yaml names the quickstart. */
import assert from "node:assert/strict";
import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { paste } from "./readme";

describe("the root of the repository", () => {
  it("is a project whose program is the quickstart, and says so", async function () {
    this.timeout(180_000);
    // A copy, so that the stack's files stay out of the checkout.
    const folder = temporaryFolder("root");
    for (const name of ["Pulumi.yaml", "package.json", "tsconfig.json", "examples/quickstart"]) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
    const commands = ["pulumi stack init test", "pulumi preview"];
    const output = await paste(
      commands.map((command) => ({ kind: "line", command, exitCode: 0 })),
      folder,
    );
    assert.match(output, /pulumi:pulumi:Stack +quickstart-test +create/);
    assert.match(output, /\n {4}\+ 4 to create\n/);
    assert.match(readFileSync(join(folder, "Pulumi.yaml"), "utf8"), /^description: "Deploys examples\/quickstart: /m);
  });
});
