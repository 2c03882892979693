import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";
import { closingLine, countsOf, sum } from "../../tools/test/counts";

// In a process of its own, because it writes to the terminal as mocha does.
function evaluate(script: string): Promise<RunResult> {
  return runProcess(process.execPath, ["-r", "ts-node/register", "-e", script], { cwd: ROOT, timeoutMs: 60_000 });
}

/** One file per text, side by side. */
function runMocha(...specs: string[]): Promise<RunResult> {
  const folder = temporaryFolder("spec");
  const files = specs.map((spec, index) => {
    const file = join(folder, `${index}.test.js`);
    writeFileSync(file, spec);
    return file;
  });
  return evaluate(`
    const { closingLine } = require("./tools/test/counts");
    const args = ["--parallel", "--jobs", "2", ...${JSON.stringify(files)}];
    require("./tools/test/mocha-step").runMocha(args).then((counts) => console.log(closingLine(counts)));`);
}

const lastLine = ({ stdout }: RunResult): string | undefined => stdout.trim().split("\n").at(-1);

describe("the closing line of npm test", () => {
  it("adds the counts of all steps", () => {
    const counts = [countsOf(true), countsOf(false), { passed: 12, failed: 3 }];
    assert.equal(closingLine(sum(counts)), "12 passed, 4 failed");
  });

  it("follows the names of the steps that failed, alone or side by side", async () => {
    const result = await evaluate(`require("./tools/test/steps").runSteps([
      [["Good", () => ({ passed: 2, failed: 0 })]],
      [["Fine", async () => ({ passed: 0, failed: 0 })], ["Bad", async () => ({ passed: 1, failed: 1 })]],
      [["Broken", () => { throw new Error("no engine"); }]],
    ]).then((code) => { process.exitCode = code; });`);
    assert.match(result.stdout, /\n\nFailed: Bad, Broken\n\n3 passed, 2 failed\n$/);
    assert.match(result.output, /no engine/);
    assert.equal(result.exitCode, 1);
  });

  it("counts what mocha ran in all files, below mocha's own report, which names what failed", async () => {
    const result = await runMocha(
      `it("holds", () => {}); it("holds too", () => {}); it("fails", () => { throw new Error("why"); });`,
      `it("holds elsewhere", () => {});`,
    );
    assert.equal(lastLine(result), "3 passed, 1 failed");
    for (const text of ["holds too", "holds elsewhere", "1) fails:\n     Error: why"]) {
      assert.ok(result.stdout.includes(text), result.stdout);
    }
  });

  it("never takes a crash or a broken file for a success", async () => {
    assert.equal(lastLine(await runMocha(`it("leaves", () => process.exit(0));`)), "0 passed, 1 failed");
    assert.equal(lastLine(await runMocha("syntax error")), "0 passed, 1 failed");
  });

  it("never takes a test that is left out, alone or empty for a success", async () => {
    const result = await runMocha(`it.only("alone", () => {});`, `it("left out");`);
    assert.equal(lastLine(result), "0 passed, 2 failed");
    assert.equal(lastLine(await runMocha("")), "0 passed, 1 failed");
  });
});
