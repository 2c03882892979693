/** The portal in a browser: what it shows, what its forms do, and whom it lets in. */
import assert from "node:assert/strict";
import type { Emulator, EmulatorOptions, Tenant } from "../../emulator";
import { createClient, domain, host, ids, organizations, tenant, wingtip } from "./client";

const adatum = "a1d4c7e0-52b8-4f96-8e3a-6b0c9d7f2e15";
const workspace = "8f2a6c0e-5d13-4b79-a2e4-1c7f9d3b6a58";
const policy = "c5b1e9d7-0a46-4f38-8b2c-7e4d6f1a3c90";
const root = "/_emulator/page";
const item = `${root}/organizations/${adatum}`;
const pages = ["/", item, ...["directory", "policies", "behaviour", "requests"].map((name) => `${root}/${name}`)];

const seed = {
  organizations: [
    {
      id: adatum,
      displayName: "Adatum",
      identitySources: [domain("adatum.com"), wingtip],
      internalSponsors: [ids.diego],
    },
  ],
};

interface Visit {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

async function visit(emulator: Emulator, path: string, form?: Readonly<Record<string, string>>): Promise<Visit> {
  const answer = await emulator.fetch(host + path, {
    headers: { accept: "text/html,application/xhtml+xml" },
    ...(form === undefined ? {} : { method: "POST", body: new URLSearchParams(form) }),
  });
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}

const start = (more: EmulatorOptions["seed"] = {}) => createClient({ seed: { ...seed, ...more } }).emulator;
const stored = ({ portal }: Emulator) => portal.get(adatum);

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

describe("emulator: the page of a browser", () => {
  it("is shown at / to browsers only, unlogged, with a policy that lets no inline script run", async () => {
    const emulator = start();
    const { status, headers } = await visit(emulator, "/");
    assert.equal(status, 200);
    assert.match(
      headers.get("content-security-policy") ?? "",
      /^default-src 'none'; .*script-src 'self'; .*frame-ancestors 'none'/,
    );
    assert.equal(emulator.requests.length, 0);
    assert.equal((await emulator.fetch(host)).status, 400);
  });

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

  it("does not offer to add who sponsors already, however the id is written", async () => {
    const emulator = start();
    emulator.portal.patch(adatum, { internalSponsors: [ids.diego.toUpperCase()] });
    const { html } = await visit(emulator, item);
    const offered = ["internal", "external"].map((kind) =>
      new RegExp(`<select id="${kind}-sponsor"[^]*?</select>`).exec(html)?.[0].includes(ids.diego),
    );
    assert.deepEqual(offered, [false, true]);
  });

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

  it("shows what the members of a batch ask, and the name of a tenant that a source does not name", async () => {
    const emulator = start({ organizations: [{ identitySources: [tenant(ids.wingtip)] }] });
    const members = [{ id: "1", method: "GET", url: "/users?$top=1" }, null];
    await emulator.fetch(`${host}/v1.0/$batch`, { method: "POST", body: JSON.stringify({ requests: members }) });
    const { html } = await visit(emulator, "/");
    assert.match(html, /<ol><li>GET <code>\/users\?\$top=1<\/code><\/li><li>undefined /);
    assert.match(html, /<li>Wingtip Toys: 5e8a1c34-/);
  });

  it("escapes whatever a caller or the seed put in", async () => {
    const hostile = `</td><img src=x onerror="alert('1')">`;
    const source = { "@odata.type": hostile, domainName: hostile, [hostile]: hostile };
    const emulator = start({
      organizations: [
        { id: adatum, displayName: hostile, description: hostile, identitySources: [source, domain(hostile)] },
      ],
      tenants: [{ tenantId: ids.wingtip, displayName: hostile, domains: [hostile] }],
      directoryObjects: [{ id: ids.adele, type: "user", displayName: hostile }],
      accessPackages: [{ id: workspace, displayName: hostile }],
      assignmentPolicies: [
        {
          displayName: hostile,
          accessPackageId: workspace,
          allowedTargetScope: hostile,
          specificAllowedTargets: [source],
        },
      ],
      permissions: [hostile],
    });
    emulator.faults.add({ path: hostile, fault: { kind: "status", status: 503, message: hostile } });
    await emulator.fetch(`${host}/v1.0/${encodeURIComponent(hostile)}?x=${hostile}`, { method: "POST", body: hostile });
    for (const path of [...pages, `${root}/organizations/${encodeURIComponent(hostile)}`]) {
      const { html } = await visit(emulator, path);
      assert.doesNotMatch(html, /<img|onerror="/, path);
      assert.match(html, /&lt;img/, path);
    }
  });

  it("has a label for every field, unique ids, and a heading of each column and row", async () => {
    const emulator = start();
    await emulator.fetch(`${host}/v1.0${organizations}`);
    const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found]) => found ?? "");
    for (const path of pages) {
      const { html } = await visit(emulator, path);
      const known = all(html, / id="([^"]*)"/g);
      assert.deepEqual(known, [...new Set(known)], path);
      const fields = all(html, /<(?:input|select|textarea) (?!type="hidden")[^>]*?id="([^"]*)"/g);
      assert.deepEqual(all(html, /<label for="([^"]*)"/g).sort(), fields.sort(), path);
      const described = all(html, /aria-(?:describedby|labelledby)="([^"]*)"/g);
      assert.deepEqual(
        described.filter((id) => !known.includes(id)),
        [],
        path,
      );
      assert.equal(all(html, /(<h1>)/g).length, 1, path);
      assert.equal(all(html, /(<tr>)/g).length, all(html, /(<tr><th scope="(?:row|col)">)/g).length, path);
    }
  });
});
