import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { runProcess } from "../../harness/run-process";

const node = (script: string, timeoutMs = 5000): ReturnType<typeof runProcess> =>
  runProcess(process.execPath, ["-e", script], { timeoutMs });

describe("runProcess", () => {
  it("collects both streams and the exit code", async () => {
    const { exitCode, stdout, stderr } = await node(`console.log("a"); console.error("b"); process.exitCode = 3`);
    assert.deepEqual([exitCode, stdout, stderr], [3, "a\n", "b\n"]);
  });

  it("stops what takes too long with all its children, and shows the output", async () => {
    const marker = join(temporaryFolder("group"), "survived");
    const grandchild = `setTimeout(() => require("fs").writeFileSync(${JSON.stringify(marker)}, ""), 1000)`;
    const script = `console.log("started");
      require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { detached: true });
      setInterval(() => {}, 1000)`;
    await assert.rejects(node(script, 600), /was stopped after 0\.6 s\. Its output was:\nstarted\n$/);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(existsSync(marker), false);
  });

  it("rejects when the program does not exist", async () => {
    await assert.rejects(runProcess("/no/such/program", [], { timeoutMs: 100 }), { code: "ENOENT" });
  });
});
