import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { type RunResult, runProcess } from "../../harness/run-process";
import { closingLine, outcomeOf, sum } from "../../tools/test/outcome";

// In a process of its own, because it writes to the terminal as mocha does.
function runMocha(spec: string): Promise<RunResult> {
  const file = join(temporaryFolder("spec"), "some.test.js");
  writeFileSync(file, spec);
  const script = `
    const { closingLine } = require("./tools/test/outcome");
    console.log(closingLine(require("./tools/test/mocha-step").runMocha(${JSON.stringify(file)})));`;
  return runProcess(process.execPath, ["-r", "ts-node/register", "-e", script], { cwd: ROOT, timeoutMs: 20_000 });
}

const lastLine = ({ stdout }: RunResult): string | undefined => stdout.trim().split("\n").at(-1);

describe("the closing line of npm test", () => {
  it("adds the sums of all steps", () => {
    const outcomes = [outcomeOf(true), outcomeOf(false), { passed: 12, failed: 3 }];
    assert.equal(closingLine(sum(outcomes)), "12 passed, 4 failed");
  });

  it("stands below the names of the steps that failed", async () => {
    const script = `require("./tools/test/steps").runSteps([
      ["Good", () => ({ passed: 2, failed: 0 })],
      ["Bad", () => ({ passed: 1, failed: 1 })],
      ["Broken", () => { throw new Error("no engine"); }],
    ]).then((code) => { process.exitCode = code; });`;
    const result = await runProcess(process.execPath, ["-r", "ts-node/register", "-e", script], {
      cwd: ROOT,
      timeoutMs: 20_000,
    });
    assert.match(result.stdout, /\n\nFailed: Bad, Broken\n\n3 passed, 2 failed\n$/);
    assert.match(result.output, /no engine/);
    assert.equal(result.exitCode, 1);
  });

  it("counts what mocha ran, below mocha's own report", async () => {
    const result = await runMocha(`it("holds", () => {}); it("holds too", () => {}); it("fails", () => { throw 1; });`);
    assert.equal(lastLine(result), "2 passed, 1 failed");
    assert.match(result.stdout, /holds too/);
  });

  it("never takes a crash for a success", async () => {
    assert.equal(lastLine(await runMocha(`it("leaves", () => process.exit(0));`)), "0 passed, 1 failed");
    assert.equal(lastLine(await runMocha(`syntax error`)), "0 passed, 1 failed");
  });

  it("never takes an empty run for a success", async () => {
    assert.equal(lastLine(await runMocha("")), "0 passed, 1 failed");
  });
});
