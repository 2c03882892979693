/** Every example compiles by its own configuration, against the declarations that users get. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runProcess } from "../../tools/run-process";
import { ROOT } from "../support/root";

const compiler = join(ROOT, "node_modules", "typescript", "bin", "tsc");

describe("an example", function () {
  this.timeout(60_000);

  const entries = readdirSync(join(ROOT, "examples"), { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    it(`compiles: ${name}`, async () => {
      const folder = join(ROOT, "examples", name);
      const { exitCode, output } = await runProcess(process.execPath, [compiler, "-p", folder], { timeoutMs: 50_000 });
      assert.equal(exitCode, 0, output);
    });
  }
});
