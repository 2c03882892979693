/** The script through which everything passes that the engine prints. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";

const script = join(ROOT, "examples", "pipelines", "scripts", "guarded.sh");

function guarded(command: string, env: Record<string, string>): Promise<RunResult> {
  const line = `set -euo pipefail; source "${script}"; said() { ${command}; }; guarded said`;
  return runProcess("bash", ["-c", line], { env: { PATH: process.env["PATH"], ...env }, timeoutMs: 9000 });
}

describe("a guarded command", () => {
  it("is printed without a command for Azure Pipelines, both streams, and ends as it ended", async () => {
    const said = "echo 'one ##vso[task.complete]x'; echo '  ##VSO[task.complete]y' >&2; return 7";
    const { exitCode, stdout, stderr } = await guarded(said, { TF_BUILD: "True" });
    const lines = stdout.split("\n").sort();
    assert.deepEqual(
      [exitCode, lines, stderr],
      [7, ["", "  ## vso[task.complete]y", "one ## vso[task.complete]x"], ""],
    );
  });

  it("stands in GitHub Actions between two lines that switch commands off and on, with a word nobody can guess", async () => {
    const runs = [await guarded("echo ::add-mask::x", { GITHUB_ACTIONS: "true" })];
    runs.push(await guarded("echo ::add-mask::x; false", { GITHUB_ACTIONS: "true" }));
    const words = runs.map(
      ({ stdout }) => /^::stop-commands::([\da-f-]{36})\n::add-mask::x\n::\1::\n$/.exec(stdout)?.[1],
    );
    assert.equal(new Set(words).size, 2);
    assert.ok(
      words.every((word) => word !== undefined),
      String(runs.map(({ stdout }) => stdout)),
    );
    assert.deepEqual(
      runs.map(({ exitCode }) => exitCode),
      [0, 1],
    );
  });
});
