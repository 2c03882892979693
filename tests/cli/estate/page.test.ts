/** The page of `connectedorgs estate --html`: it needs nothing else, and nothing in it acts but its own script. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { emulated } from "../emulated";
import { makeEstate } from "../export/estate";
import { folder, write } from "../run";
import { stateOf } from "./state";

const { serve, command: estate } = emulated("estate");
const organizations = makeEstate(60).map((one) => ({
  ...one,
  createdBy: "</script><script>alert(1)</script>",
  displayName: `${one.displayName}<img src=x onerror=y>" & '\u202e`,
}));

describe("the page of an estate", () => {
  let page: string;
  before(async () => {
    await serve({ seed: { organizations } });
    const resources = organizations.slice(0, 50).map(({ id = "" }, index) => ({ id, name: `<b>${index}` }));
    const file = join(folder, "estate.html");
    const state = write("page.json", stateOf("<i>", resources));
    const { code, out } = await estate(["--state", state, "--html", file, "--json"], {
      CONNECTEDORGS_API_VERSION: "beta",
    });
    assert.deepEqual([code, JSON.parse(out).organizations.length], [7, 61]);
    page = readFileSync(file, "utf8");
  });

  const inside = (tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`, "s").exec(page)?.[1] ?? "";

  it("has a row for each organization, and no element out of a name", () => {
    const markup = page.replace(inside("style"), "").replace(inside("script"), "");
    const tags = new Set([...markup.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag));
    const own =
      "html head meta title style body main h1 p time div button b label input table thead tr th tbody td br code bdi ul li script";
    assert.deepEqual(
      [...tags].filter((tag = "") => !own.split(" ").includes(tag)),
      [],
    );
    assert.equal(markup.match(/<tr data-standing=/g)?.length, 61);
    assert.ok(
      markup.includes("&lt;img src=x onerror=y&gt;&quot; &amp; &#39;⟨U+202E⟩</bdi>"),
      "Names are shown as they are.",
    );
    assert.doesNotMatch(markup, /onerror=y>"|[\u202a-\u202e\u2066-\u2069]/);
  });

  it("allows its own style and script, and loads nothing", () => {
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    const own = `style-src ${hash(inside("style"))}; script-src ${hash(inside("script"))}`;
    assert.equal(policy, `default-src 'none'; ${own}; base-uri 'none'; form-action 'none'`);
    assert.doesNotMatch(page.replace(/"[^"]*"/g, ""), /<[^>]* (src|href|style|on\w+)=|@import|url\(/);
  });
});
