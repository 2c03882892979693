/** Which stacks the nightly script asks for, with stand-ins for the engine and the package. */
import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { ROOT } from "../../harness/root";
import { runProcess } from "../../harness/run-process";
import { writeExecutable } from "../support/executable";

const script = join(ROOT, "examples", "pipelines", "scripts", "nightly.sh");

async function stacksIn(PULUMI_STACKS: string): Promise<string[]> {
  const cwd = temporaryFolder("nightly");
  const bin = join(cwd, "bin");
  writeExecutable(bin, "pulumi", 'echo "stack $3" >&2');
  writeExecutable(bin, "npx", "");
  const PATH = `${bin}${delimiter}${process.env["PATH"]}`;
  const { exitCode, stdout } = await runProcess("bash", [script], {
    cwd,
    env: { PATH, TMPDIR: cwd, PULUMI_STACK: "production", PULUMI_STACKS },
    timeoutMs: 9000,
  });
  assert.equal(exitCode, 0);
  return [...stdout.matchAll(/^stack (.*)$/gm)].map(([, name = ""]) => name);
}

describe("the nightly script", () => {
  for (const [what, stacks, asked] of [
    ["the one stack, where there are not several", "", ["production"]],
    ["stacks in one line", "production  staging", ["production", "staging"]],
    ["stacks in lines of their own", "production\nstaging\n", ["production", "staging"]],
  ] as const)
    it(`asks for ${what}`, async () => {
      assert.deepEqual(await stacksIn(stacks), asked);
    });
});
