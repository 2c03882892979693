/** docs/troubleshooting.md holds every text that the provider can say, and no other. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../harness/root";
import { sentencesIn, sentencesOf } from "./sentences";

/** Not for a person. */
const queries = ["displayName eq …"];

describe("docs/troubleshooting.md", () => {
  const page = readFileSync(join(ROOT, "docs", "troubleshooting.md"), "utf8");
  const said = ["provider", "plugin"]
    .flatMap((folder) => sentencesIn(join(ROOT, folder)))
    .filter((text) => !queries.includes(text));

  it("holds every text of the provider", () => {
    const words = page.replace(/[`*]/g, "").replace(/\s+/g, " ");
    assert.deepEqual(
      said.filter((text) => !words.includes(text.replace(/[`*]/g, ""))),
      [],
      "These texts are missing in docs/troubleshooting.md.",
    );
  });

  it("has no row for a text that the provider does not say", () => {
    const rows = [...page.matchAll(/^\| (`[^|]+`) +\|/gm)].map(([, cell = ""]) => cell);
    const texts = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text));
    assert.ok(texts.length > 50, "The page should have tables of texts.");
    assert.deepEqual(
      texts.filter((text) => !said.includes(text)),
      [],
    );
  });
});

describe("the texts of a source", () => {
  it("are its strings and templates of three words, with what varies left out", () => {
    const source = `
      // A comment is not a text.
      import type { A } from "./a-module";
      const one = "One short sentence.";
      const two = \`The \${what} of \${who(\`an inner text \${here}\`)} is lost.\`;
      const key = "two words";
      const path = "/some/path/of/words";`;
    assert.deepEqual(sentencesOf(source), ["One short sentence.", "The … of … is lost.", "an inner text …"]);
  });
});
