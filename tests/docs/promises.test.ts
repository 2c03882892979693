/** What docs/reliability.md and SECURITY.md promise names the tests that show it: they are there, under these names. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../harness/root";

const folder = join(ROOT, "tests");
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
// The matrix takes the names of its operations from there.
const sources = [...files, "faults/operation.ts"].map((name) => readFileSync(join(folder, name), "utf8"));

for (const page of ["SECURITY.md", "docs/reliability.md"])
  describe(`a test that ${page} names`, () => {
    const text = readFileSync(join(ROOT, page), "utf8");
    const quoted = [...text.matchAll(/`([^`]+)`/g)].map(([, words = ""]) => words.replace(/\s+/g, " "));

    it("is a file that is there", () => {
      const paths = quoted.filter((words) => /^tests\/\S+$/.test(words));
      assert.ok(paths.length > 10);
      assert.deepEqual(
        paths.filter((path) => !existsSync(join(ROOT, path))),
        [],
      );
    });

    it("has the name that is quoted, in which an ellipsis stands for what varies", () => {
      const names = quoted.filter((words) => /^[a-z]\S* \S+ \S+ /.test(words) && !/^(pulumi|npm) /.test(words));
      assert.deepEqual(
        names.filter((name) => !isThere(name)),
        [],
      );
    });
  });

/** A describe and its test make one name, so each part may be anywhere. */
function isThere(name: string): boolean {
  const parts = name.split("…").map((part) => part.trim());
  return parts.every((part) => sources.some((source) => source.includes(part)));
}
