/** The portal in a browser: what it shows, and whom it lets in. */
import assert from "node:assert/strict";
import { domain, host, ids, organizations, tenant } from "./client";
import { adatum, item, root, start, visit, workspace } from "./visit";

const pages = ["/", item, ...["directory", "policies", "behaviour", "requests"].map((name) => `${root}/${name}`)];

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

  it("does not offer to add who sponsors already, however the id is written", async () => {
    const emulator = start();
    emulator.portal.patch(adatum, { internalSponsors: [ids.diego.toUpperCase()] });
    const { html } = await visit(emulator, item);
    const offered = ["internal", "external"].map((kind) =>
      new RegExp(`<select id="${kind}-sponsor"[^]*?</select>`).exec(html)?.[0].includes(ids.diego),
    );
    assert.deepEqual(offered, [false, true]);
  });

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
