/** Links between the documents lead somewhere. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../../harness/root";
import { linksIn } from "./link";

const examples = readdirSync(join(ROOT, "examples")).map((name) => join("examples", name, "README.md"));
const pages = [
  ...["", "docs", "examples", "bench"].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => join(folder, name)),
  ),
  ...examples.filter((path) => existsSync(join(ROOT, path))),
].filter((name) => name.endsWith(".md"));

describe("a document", () => {
  for (const page of pages) {
    it(`links to files and headings that are there: ${page}`, () => {
      const text = readFileSync(join(ROOT, page), "utf8");
      assert.deepEqual(
        linksIn(text).filter((link) => !leadsSomewhere(page, link)),
        [],
      );
    });
  }

  it("is linked to from the index, if it is in docs/", () => {
    const index = readFileSync(join(ROOT, "docs", "README.md"), "utf8");
    const names = pages.filter((page) => page.startsWith("docs")).map((page) => page.slice("docs/".length));
    assert.deepEqual(
      names.filter((name) => name !== "README.md" && !index.includes(`](${name})`)),
      [],
    );
  });
});

function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", heading] = link.split("#");
  const file = path === "" ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (!existsSync(file)) return false;
  return heading === undefined || headingsOf(readFileSync(file, "utf8")).includes(heading);
}

/** As GitHub makes anchors of headings. */
function headingsOf(text: string): string[] {
  const titles = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
