/** The portal's forms in a browser: what they do, and what they say when they do nothing. */
import assert from "node:assert/strict";
import type { Emulator, Tenant } from "../../emulator";
import { domain, host, ids, organizations, tenant } from "./client";
import { adatum, item, root, start, stored, visit, workspace } from "./visit";

const policy = "c5b1e9d7-0a46-4f38-8b2c-7e4d6f1a3c90";

interface Form {
  readonly path: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly seen: (emulator: Emulator) => unknown;
  readonly expected: unknown;
  readonly next: string;
}

const written = { displayName: "New", description: "a\r\nb", state: "proposed" };
const fault = { kind: "status", status: 503 };

const forms: readonly Form[] = [
  {
    path: "/organizations",
    fields: { ...written, identitySources: `b.example\r\n\r\n ${ids.fabrikam} ` },
    seen: ({ portal }) => portal.list().at(-1)?.identitySources,
    expected: [domain("b.example"), tenant(ids.fabrikam, "Fabrikam Inc")],
    next: "/",
  },
  {
    path: `/organizations/${adatum}`,
    fields: { ...written, identitySources: '{"@odata.type":"#x","rank":3}' },
    seen: (emulator) => {
      const { displayName, description, state, identitySources, internalSponsors } = stored(emulator) ?? {};
      return { displayName, description, state, identitySources, internalSponsors };
    },
    expected: {
      ...{ displayName: "New", description: "a\nb", state: "proposed" },
      identitySources: [{ "@odata.type": "#x", rank: 3 }],
      internalSponsors: [ids.diego],
    },
    next: item,
  },
  { path: `/organizations/${adatum}/delete`, seen: ({ portal }) => portal.list(), expected: [], next: "/" },
  {
    path: `/organizations/${adatum}/external/add`,
    fields: { objectId: ids.adele },
    seen: (emulator) => stored(emulator)?.externalSponsors,
    expected: [ids.adele],
    next: item,
  },
  {
    path: `/organizations/${adatum}/internal/remove`,
    fields: { objectId: ids.diego },
    seen: (emulator) => stored(emulator)?.internalSponsors,
    expected: [],
    next: item,
  },
  {
    path: "/join",
    fields: { displayName: "A. Datum", domain: "adatum.com", back: adatum },
    seen: (emulator) => {
      const joined = emulator.portal.tenants().at(-1) as Tenant;
      const [first] = stored(emulator)?.identitySources ?? [];
      return [joined.domains, first?.["tenantId"] === joined.tenantId, first?.["displayName"]];
    },
    expected: [["adatum.com"], true, "A. Datum"],
    next: item,
  },
  {
    path: "/rename",
    fields: { tenantId: ids.wingtip, displayName: "Wingtip International" },
    seen: (emulator) => stored(emulator)?.identitySources[1]?.["displayName"],
    expected: "Wingtip International",
    next: `${root}/directory`,
  },
  {
    path: "/domains",
    fields: { tenantId: ids.wingtip, domain: "fabrikam.com" },
    seen: ({ portal }) =>
      portal
        .tenants()
        .find(({ tenantId }) => tenantId === ids.wingtip)
        ?.domains.at(-1),
    expected: "fabrikam.com",
    next: `${root}/directory`,
  },
  {
    path: "/objects",
    fields: { type: "group", displayName: "Partners" },
    seen: async (emulator) => (await visit(emulator, `${root}/directory`)).html.includes("Partners</th><td>group</td>"),
    expected: true,
    next: `${root}/directory`,
  },
  {
    path: "/packages",
    fields: { displayName: "Second", description: "" },
    seen: ({ portal }) => portal.accessPackages().map(({ displayName }) => displayName),
    expected: ["Partner workspace", "Second"],
    next: `${root}/policies`,
  },
  {
    path: "/policies",
    fields: {
      displayName: "One",
      accessPackageId: workspace,
      allowedTargetScope: "allExternalUsers",
      organization: adatum,
    },
    seen: ({ portal }) => {
      const { allowedTargetScope, specificAllowedTargets } = portal.policies().at(-1) ?? {};
      return [allowedTargetScope, specificAllowedTargets?.map((target) => target["connectedOrganizationId"])];
    },
    expected: ["allExternalUsers", [adatum]],
    next: `${root}/policies`,
  },
  {
    path: `/policies/${policy}/delete`,
    seen: ({ portal }) => portal.policies(),
    expected: [],
    next: `${root}/policies`,
  },
  {
    path: "/switches",
    fields: { pageSize: "7", patchAnswer: "202" },
    seen: ({ switches }) => [switches.pageSize, switches.patchAnswer],
    expected: [7, 202],
    next: `${root}/behaviour`,
  },
  { path: "/switches/reset", seen: ({ switches }) => switches.licence, expected: "present", next: `${root}/behaviour` },
  {
    path: "/faults",
    fields: { fault: JSON.stringify(fault), times: "always", method: "GET", path: "" },
    seen: ({ faults }) => faults.list().at(-1),
    expected: { fault, times: "always", method: "GET" },
    next: `${root}/behaviour`,
  },
  { path: "/faults/clear", seen: ({ faults }) => faults.list(), expected: [], next: `${root}/behaviour` },
  {
    path: "/permissions",
    fields: { permissions: "One.Read\r\n\r\nTwo.Read" },
    seen: async (emulator) =>
      (await visit(emulator, `${root}/behaviour`)).html.includes("One.Read\nTwo.Read</textarea>"),
    expected: true,
    next: `${root}/behaviour`,
  },
  { path: "/requests/clear", seen: ({ requests }) => requests.length, expected: 0, next: `${root}/requests` },
  { path: "/reset", seen: (emulator) => stored(emulator)?.displayName, expected: "Adatum", next: "/" },
];

describe("emulator: a form of the page", () => {
  for (const { path, fields = {}, seen, expected, next } of forms) {
    it(`does what POST ${path.replace(adatum, "…").replace(policy, "…")} says, and goes to a page`, async () => {
      const emulator = start();
      emulator.switches.set({ licence: "missing" });
      emulator.faults.add({ path: "/never", fault: { kind: "html" } });
      await emulator.fetch(`${host}/v1.0${organizations}`);
      const { status, headers } = await visit(emulator, root + path, fields);
      assert.deepEqual([status, headers.get("location")], [303, next]);
      assert.deepEqual(await seen(emulator), expected);
    });
  }

  it("tells once what a form did", async () => {
    const emulator = start();
    await visit(emulator, `${root}/organizations`, { displayName: "<New>", state: "configured" });
    const notice = '<p class="notice" role="status">&lt;New&gt; was created.</p>';
    const seen = [await visit(emulator, "/"), await visit(emulator, "/")].map(({ html }) => html.includes(notice));
    assert.deepEqual(seen, [true, false]);
  });

  for (const [path, fields, said] of [
    ["/organizations", { state: "<b>" }, /organization\.state: Invalid option/],
    ["/organizations", { state: "configured", identitySources: "{<" }, /This source is not JSON: \{&lt;/],
    [`/organizations/${ids.nobody}/delete`, {}, /There is no organization ffffffff-/],
    ["/faults", { fault: "<", times: "1" }, /The fault is not JSON: &lt;/],
    ["/faults", { fault: '{"kind":"none"}', times: "0" }, /rule\.fault\.kind: Invalid/],
    ["/switches", { pageSize: "many" }, /Invalid value for pageSize: many\. Expected a whole number from 0\./],
    ["/nothing", {}, /There is no POST \/_emulator\/page\/nothing\./],
  ] as const) {
    it(`says why ${path.replace(ids.nobody, "…")} did nothing with ${JSON.stringify(fields)}`, async () => {
      const emulator = start();
      const before = JSON.stringify([emulator.portal.list(), emulator.faults.list(), emulator.switches]);
      const { status, html } = await visit(emulator, root + path, fields);
      assert.ok(status === 400 || status === 404);
      assert.match(html, said);
      assert.match(html, /<p class="failure" role="alert">/);
      assert.equal(JSON.stringify([emulator.portal.list(), emulator.faults.list(), emulator.switches]), before);
    });
  }
});
