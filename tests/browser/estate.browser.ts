/** The page that `connectedorgs estate --html` writes, in a real browser: read, sorted and filtered. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, openBrowser, type Tab } from "../../harness/browser";
import { emulated } from "../cli/emulated";
import { stateOf } from "../cli/estate/state";
import { makeEstate } from "../cli/export/estate";
import { folder, write } from "../cli/run";
import { pale } from "./pale";

describe("the page of an estate in a browser", () => {
  const { serve, command: estate } = emulated("estate");
  let browser: Browser;
  let tab: Tab;
  before(async () => {
    browser = await openBrowser();
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const organizations = makeEstate(299).map((one, index) => ({
      ...one,
      createdDateTime: daysAgo((index * 7) % 300),
      displayName: `${one.displayName}<img src=x onerror=y>`,
    }));
    await serve({ seed: { organizations } });
    const managed = organizations.slice(0, 280).map(({ id = "" }, index) => ({ id, name: `partner-${index}` }));
    const file = join(folder, "estate.html");
    const { code, err } = await estate([
      "--state",
      write("browser.json", stateOf("partners", managed)),
      "--html",
      file,
    ]);
    assert.equal(code, 7, err);
    tab = await browser.newTab();
    await tab.open(pathToFileURL(file).href);
  });
  after(async () => {
    await browser?.close();
  });

  const shown = `[...document.querySelectorAll("tbody tr")].filter((row) => row.getClientRects().length > 0)`;

  for (const scheme of ["light", "dark"] as const) {
    it(`fits a ${scheme} window of 400 and of 1280 pixels, readable and without a complaint`, async () => {
      for (const width of [400, 1280]) {
        await tab.resize(width, 900, scheme);
        const wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert.deepEqual([await tab.evaluate(wide), await tab.evaluate(pale)], [0, []]);
      }
      assert.deepEqual([tab.complaints, await tab.evaluate("document.images.length")], [[], 0]);
    });
  }

  it("sorts by name, up and down, what is empty last", async () => {
    const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
    for (const [direction, sign] of [
      ["ascending", 1],
      ["descending", -1],
    ] as const) {
      await tab.evaluate(`document.querySelector("th button").click()`);
      assert.equal(await tab.evaluate(`document.querySelector("th").getAttribute("aria-sort")`), direction);
      const names = await tab.evaluate<string[]>(`${shown}.map((row) => row.cells[0].dataset.value)`);
      const named = names.filter((name) => name !== "");
      assert.equal(names.length, 300);
      assert.deepEqual(names.slice(0, named.length), named);
      const wrong = named.filter((name, index) => sign * compare(named[index - 1] ?? name, name) > 0);
      assert.deepEqual(wrong, []);
    }
  });

  it("sorts by the keyboard alone, and numbers as numbers", async () => {
    const age = `[...document.querySelectorAll("th")].find((th) => th.textContent === "Age in days")`;
    await tab.evaluate(`${age}.previousElementSibling.firstElementChild.focus()`);
    await tab.press("Tab");
    await tab.press("Enter");
    const sorted = `[...document.querySelectorAll("[aria-sort]")].map((th) => [th.textContent, th.ariaSort])`;
    assert.deepEqual(await tab.evaluate(sorted), [["Age in days", "ascending"]]);
    assert.equal(await tab.evaluate(`document.activeElement.matches("th button:focus-visible")`), true);
    const ages = await tab.evaluate<string[]>(`${shown}.map((row) => row.cells[${age}.cellIndex].textContent)`);
    const numbers = ages.filter((text) => text !== "").map(Number);
    assert.ok(numbers.length > 290);
    assert.deepEqual(
      numbers,
      [...numbers].sort((one, other) => one - other),
    );
  });

  it("filters by what is pressed and typed", async () => {
    const button = `document.querySelector("button[data-standing=inNoStack]")`;
    await tab.evaluate(`${button}.click()`);
    const pressed = await tab.evaluate(
      `[${button}.querySelector("b").textContent, ${button}.ariaPressed, ${shown}.length]`,
    );
    const [count] = pressed as [string];
    assert.ok(Number(count) > 0 && Number(count) < 300);
    assert.deepEqual(pressed, [count, "true", Number(count)]);
    await tab.evaluate(`(() => {
      const input = document.querySelector("input");
      input.value = "no such partner";
      input.dispatchEvent(new Event("input"));
    })()`);
    assert.equal(await tab.evaluate(`document.querySelector("[role=status]").textContent`), "0 of 300 shown");
  });
});
