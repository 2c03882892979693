/** The emulator's portal in a real browser: by keyboard, in both colour schemes, while a program sends requests. */
import assert from "node:assert/strict";
import { createEmulator, type Listener } from "../../emulator";
import { type Browser, openBrowser, type Tab } from "../../harness/browser";
import { pale } from "./pale";

const adatum = "a1d4c7e0-52b8-4f96-8e3a-6b0c9d7f2e15";
const hostile = `<img src=x onerror="document.title='owned'">`;
const source = (domainName: string) => ({ "@odata.type": "#microsoft.graph.domainIdentitySource", domainName });
const root = "/_emulator/page";
const pages = [
  "/",
  `${root}/organizations/${adatum}`,
  ...["directory", "policies", "behaviour", "requests"].map((name) => `${root}/${name}`),
];

describe("the portal in a browser", () => {
  const emulator = createEmulator({
    seed: {
      organizations: [{ id: adatum, displayName: hostile, identitySources: [source("adatum.com"), source(hostile)] }],
    },
  });
  let listener: Listener;
  let browser: Browser;
  let tab: Tab;
  before(async () => {
    browser = await openBrowser();
    listener = await emulator.listen();
  });
  after(async () => {
    await browser?.close();
    await listener?.close();
  });
  beforeEach(async () => {
    emulator.reset();
    tab = await browser.newTab();
  });

  const call = (method: string, body?: object) =>
    fetch(`${listener.url}/v1.0/identityGovernance/entitlementManagement/connectedOrganizations`, {
      method,
      headers: { authorization: "Bearer x", "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
  const text = (selector: string) =>
    tab.evaluate<string>(`document.querySelector(${JSON.stringify(selector)})?.textContent`);

  for (const scheme of ["light", "dark"] as const) {
    for (const width of [1280, 400]) {
      it(`fits a ${scheme} window of ${width} pixels, readable and without a complaint`, async () => {
        await tab.resize(width, 900, scheme);
        for (const page of pages) {
          await tab.open(listener.url + page);
          const wide = await tab.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth",
          );
          assert.deepEqual([wide, await tab.evaluate(pale)], [0, []], page);
        }
        assert.deepEqual(
          [tab.complaints, await tab.evaluate("document.title")],
          [[], "Requests · connected organizations (emulator)"],
        );
      });
    }
  }

  it("shows what a program does while it is open, and announces it", async () => {
    await tab.open(listener.url);
    await tab.until(`document.querySelector("[data-live]").latest !== undefined`);
    await call("POST", { displayName: "Litware", identitySources: [source("litware.example")] });
    await tab.until(`document.querySelector("tbody tr:last-child th a").textContent === "Litware"`);
    await tab.until(`document.getElementById("news").textContent.includes("1 request, the last: POST")`);
    assert.equal(await text("section tbody td"), "POST");
  });

  it("keeps what holds the focus in place until it is left", async () => {
    await tab.open(listener.url);
    await tab.until(`document.querySelector("[data-live]").latest !== undefined`);
    await tab.evaluate(`document.querySelector("tbody button").focus()`);
    await call("POST", { displayName: "Litware", identitySources: [source("litware.example")] });
    await tab.until(`document.querySelector("section tbody td")?.textContent === "POST"`);
    assert.equal(await tab.evaluate(`document.activeElement.textContent`), "Delete");
    await tab.evaluate(`document.activeElement.blur()`);
    await tab.until(`document.querySelectorAll("[data-live] tbody")[0].rows.length === 2`);
  });

  it("is used by keyboard, with a visible focus", async () => {
    await tab.open(`${listener.url}${root}/organizations/${adatum}`);
    await tab.press("Tab");
    assert.equal(await tab.evaluate("document.activeElement.textContent"), "Skip to content");
    await tab.press("Enter");
    await tab.press("Tab");
    const outline = "getComputedStyle(document.activeElement).outlineStyle";
    assert.deepEqual(
      [await tab.evaluate("document.activeElement.name"), await tab.evaluate(outline)],
      ["displayName", "solid"],
    );
    await tab.evaluate(`document.activeElement.value = "By keyboard"`);
    await tab.press("Enter");
    await tab.until(`document.querySelector(".notice")?.textContent === "By keyboard was saved."`);
    assert.equal(emulator.portal.get(adatum)?.displayName, "By keyboard");
    await tab.evaluate(
      `[...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Let adatum.com join Entra").click()`,
    );
    await tab.until(`document.querySelector(".notice")?.textContent.includes("now has a tenant")`);
    const [joined, other] = emulator.portal.get(adatum)?.identitySources ?? [];
    assert.deepEqual(
      [joined?.["@odata.type"], other],
      ["#microsoft.graph.azureActiveDirectoryTenant", source(hostile)],
    );
  });

  it("takes no form from the page of another origin", async () => {
    const before = emulator.portal.list();
    const action = `${listener.url}${root}/organizations/${adatum}/delete`;
    await tab.open(`data:text/html,<form method="post" action="${action}"></form>`);
    await tab.evaluate("document.forms[0].submit()");
    await tab.until(`document.body.textContent.includes("may not control the emulator")`);
    assert.deepEqual(emulator.portal.list(), before);
  });
});
