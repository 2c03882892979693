import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../harness/root";
import { isUnreleased, judgeVersion } from "../../tools/release/version";

const changelog = (version: string, day = "2026-01-31") =>
  `# Changelog\n\nText.\n\n## [${version}] - ${day}\n\n- News\n\n## [0.0.9] - 2025-12-01\n`;
const lock = (version: string, root = version) => ({ version, packages: { "": { version: root } } });

describe("the version", () => {
  it("is the same in package.json, CHANGELOG.md and package-lock.json", () => {
    const read = (name: string) => readFileSync(join(ROOT, name), "utf8");
    const { version } = JSON.parse(read("package.json")) as { version: string };
    assert.deepEqual(judgeVersion(version, read("CHANGELOG.md"), JSON.parse(read("package-lock.json"))), []);
  });

  const agreeing: [text: string, version: string][] = [
    [changelog("1.2.3"), "1.2.3"],
    [changelog("1.2.3-beta.1"), "1.2.3-beta.1"],
    [changelog("1.2.3", "unreleased"), "1.2.3"],
  ];
  for (const [text, version] of agreeing) {
    it(`agrees with a changelog that begins with ${text.split("\n")[4]}`, () => {
      assert.deepEqual(judgeVersion(version, text, lock(version)), []);
    });
  }

  it("does not agree with an older or a missing heading of the changelog", () => {
    assert.deepEqual(judgeVersion("1.3.0", changelog("1.2.3"), lock("1.3.0")), [
      "CHANGELOG.md begins with 1.2.3, but package.json says 1.3.0.",
    ]);
    assert.deepEqual(judgeVersion("1.3.0", "# Changelog\n\n## 1.3.0\n", lock("1.3.0")), [
      "CHANGELOG.md has no heading such as `## [1.2.3] - 2026-01-31`.",
    ]);
  });

  it("does not agree with a lock file of another version, in either place", () => {
    const problem = "package-lock.json says 1.2.3, but package.json 1.3.0: run npm install.";
    for (const locked of [lock("1.2.3"), lock("1.3.0", "1.2.3"), lock("1.2.3", "1.3.0")]) {
      assert.deepEqual(judgeVersion("1.3.0", changelog("1.3.0"), locked), [problem]);
    }
  });

  it("is known to be released by the day in the changelog", () => {
    assert.deepEqual([changelog("1.2.3"), changelog("1.2.3", "unreleased")].map(isUnreleased), [false, true]);
  });
});
