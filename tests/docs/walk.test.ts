import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../../harness/project/temporary-folder";
import { type Step, startWalk, stepsOf } from "./walk";

const fence = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\`\n\n`;

describe("the steps of a page", () => {
  it("are its files, its lines and what these show", () => {
    const page = [
      fence('ts title="index.ts"', "const a = 1;"),
      fence("sh", "cd a && \\\n  cd b\nfalse\necho $?"),
      fence("powershell", "cd a"),
      fence("text", "one line"),
      fence("ts", "only shown to the reader"),
      fence("sh", "true"),
      "## Another section\n\n",
      fence("text", "nothing that was printed"),
    ];
    assert.deepEqual(stepsOf(page.join("")), [
      { kind: "file", name: "index.ts", text: "const a = 1;\n" },
      { kind: "line", command: "cd a &&    cd b", exitCode: 0 },
      { kind: "line", command: "false" },
      { kind: "line", command: "echo $?", exitCode: 0 },
      { kind: "shown", lines: ["one line"] },
      { kind: "line", command: "true", exitCode: 0 },
    ]);
  });
});

describe("a walk", () => {
  async function walk(...steps: Step[]): Promise<string> {
    const folder = temporaryFolder("walk");
    const { take, end } = await startWalk(folder, process.env, 2000);
    try {
      for (const step of steps) await take(step);
    } finally {
      end();
    }
    return folder;
  }
  const line = (command: string, exitCode = 0): Step => ({ kind: "line", command, exitCode });

  it("pastes everything into one terminal and writes files where its shell is", async () => {
    const folder = await walk(
      line("mkdir below && cd below"),
      { kind: "file", name: "a.txt", text: "content" },
      line("test -t 0 && test -t 1 && test -t 2"),
      line("export WORD=hello"),
      line("echo $WORD; echo there >&2; echo npm warn install-scripts 1 package; (exit 3)", 3),
      { kind: "shown", lines: ["hello", "there"] },
    );
    assert.equal(readFileSync(join(folder, "below", "a.txt"), "utf8"), "content");
  });

  it("fails where a line leaves with another exit code", async () => {
    await assert.rejects(walk(line("echo reason; false")), { message: "echo reason; false\nleft with 1:\nreason\n" });
    await assert.rejects(walk(line("true", 7)), { message: "true\nleft with 0:\n" });
  });

  it("fails where a line warns or asks", async () => {
    await assert.rejects(walk(line("echo 'Warning: old' >&2")), { message: /^echo .*\nwarns:\nWarning: old\n$/ });
    await assert.rejects(walk(line("echo npm warn deprecated")), { message: /\nwarns:\nnpm warn deprecated\n$/ });
    await assert.rejects(walk(line("read -p 'Name? ' name")), { message: /^read .*\ndid not end:\nName\? $/ });
  });

  it("fails where something else is shown, or was shown before", async () => {
    const message = /^b should be shown, but the output was:\n/;
    await assert.rejects(walk(line("echo a"), { kind: "shown", lines: ["b"] }), { message });
    const shown: Step = { kind: "shown", lines: ["b"] };
    await assert.rejects(walk(line("echo b"), shown, line("echo a"), shown), { message });
  });
});
