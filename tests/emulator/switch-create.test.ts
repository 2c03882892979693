import assert from "node:assert/strict";
import { switchTable } from "../../emulator";
import {
  domain,
  errorCode,
  host,
  ids,
  item,
  organizations,
  reference,
  statusOfCreate,
  statusOfPatch,
  tenant,
  withSwitches,
} from "./client";

describe("emulator: switches of create", () => {
  for (const [postIdentitySources, expected] of [
    ["empty", []],
    ["absent", undefined],
    ["filled", [tenant(ids.fabrikam, "Fabrikam Inc")]],
  ] as const) {
    it(`postIdentitySources ${postIdentitySources}`, async () => {
      const body = { displayName: "x", identitySources: [domain("fabrikam.com")] };
      const { json } = await withSwitches({ postIdentitySources }).call("POST", organizations, body);
      assert.deepEqual(json["identitySources"], expected);
      assert.equal("identitySources" in json, expected !== undefined);
    });
  }

  for (const locationHeader of ["present", "absent"] as const) {
    it(`locationHeader ${locationHeader}`, async () => {
      const body = { identitySources: [domain("adatum.com")] };
      const { headers } = await withSwitches({ locationHeader }).call("POST", organizations, body);
      assert.equal(headers.has("location"), locationHeader === "present");
    });
  }

  for (const duplicateCode of switchTable.duplicateCode.positions) {
    for (const duplicateStatus of switchTable.duplicateStatus.positions) {
      it(`duplicate refused with ${duplicateStatus} ${duplicateCode}`, async () => {
        const client = withSwitches({ duplicateCode, duplicateStatus });
        await client.create("fabrikam.com");
        const again = await client.call("POST", organizations, {
          identitySources: [tenant(ids.fabrikam.toUpperCase())],
        });
        assert.deepEqual([again.status, errorCode(again)], [duplicateStatus, duplicateCode]);
        assert.equal((await client.readAll(organizations)).length, 1);
      });
    }
  }

  it("duplicate allowed", async () => {
    const client = withSwitches({ duplicate: "allowed" });
    await client.create("fabrikam.com");
    assert.equal(await statusOfCreate(client, { identitySources: [domain("fabrikam.onmicrosoft.com")] }), 201);
  });

  for (const [duplicateDisplayName, status] of [
    ["allowed", 201],
    ["refused", 400],
  ] as const) {
    it(`duplicateDisplayName ${duplicateDisplayName}`, async () => {
      const client = withSwitches({ duplicateDisplayName });
      await client.create("adatum.com", { displayName: "Partner" });
      assert.equal(
        await statusOfCreate(client, { displayName: "partner", identitySources: [domain("b.example")] }),
        status,
      );
      const other = await client.create("c.example");
      assert.equal(await statusOfPatch(client, other, { displayName: "Partner" }), status === 201 ? 204 : 400);
      assert.equal(await statusOfPatch(client, other, { displayName: "c.example" }), 204);
    });
  }

  for (const [tenantDisplayName, name] of [
    ["kept", "mine"],
    ["overwritten", "Wingtip Toys"],
  ] as const) {
    it(`tenantDisplayName ${tenantDisplayName}`, async () => {
      const client = withSwitches({ tenantDisplayName });
      const id = await client.create("x", { identitySources: [tenant(ids.wingtip, "mine")] });
      assert.deepEqual(await client.sources(id), [tenant(ids.wingtip, name)]);
    });
  }

  const crossCloud = {
    "@odata.type": "#microsoft.graph.crossCloudAzureActiveDirectoryTenant",
    tenantId: ids.government,
    displayName: "Proseware Government",
    cloudInstance: "microsoftonline.us",
  };
  for (const [swap, expected] of [
    ["tenant", tenant(ids.government, "Proseware Government")],
    ["crossCloud", crossCloud],
    ["kept", domain("proseware.us")],
    ["later", domain("proseware.us")],
  ] as const) {
    it(`swap ${swap}`, async () => {
      const client = withSwitches({ swap });
      assert.deepEqual(await client.sources(await client.create("proseware.us")), [expected]);
    });
  }

  it("swap crossCloud leaves tenants of the own cloud plain", async () => {
    const client = withSwitches({ swap: "crossCloud" });
    assert.deepEqual(await client.sources(await client.create("wingtiptoys.com")), [
      tenant(ids.wingtip, "Wingtip Toys"),
    ]);
  });

  it("swap later shows the tenant after swapAfterReads reads", async () => {
    const client = withSwitches({ swap: "later", swapAfterReads: 2 });
    const id = await client.create("wingtiptoys.com");
    const seen = [await client.sources(id), await client.sources(id), await client.sources(id)];
    const before = [domain("wingtiptoys.com")];
    assert.deepEqual(seen, [before, before, [tenant(ids.wingtip, "Wingtip Toys")]]);
    await statusOfPatch(client, id, { identitySources: [domain("fabrikam.com")] });
    assert.deepEqual(await client.sources(id), [domain("fabrikam.com")]);
  });

  for (const [storedDomain, name] of [
    ["asSent", "Müller.Example"],
    ["lowerCase", "müller.example"],
    ["punycode", "xn--mller-kva.example"],
  ] as const) {
    it(`storedDomain ${storedDomain}`, async () => {
      const client = withSwitches({ storedDomain });
      assert.deepEqual(await client.sources(await client.create("Müller.Example")), [domain(name)]);
    });
  }

  for (const [twoSources, stored] of [
    ["accepted", 2],
    ["ignored", 1],
    ["refused", 0],
  ] as const) {
    it(`twoSources ${twoSources}`, async () => {
      const client = withSwitches({ twoSources });
      const body = { identitySources: [domain("a.example"), domain("b.example")] };
      assert.equal(await statusOfCreate(client, body), stored === 0 ? 400 : 201);
      const [first] = await client.readAll(organizations);
      assert.equal(((first?.["identitySources"] ?? []) as unknown[]).length, stored);
    });
  }

  for (const [zeroSources, created, patched, left] of [
    ["accepted", 201, 204, 0],
    ["ignored", 201, 204, 1],
    ["refused", 400, 400, 1],
  ] as const) {
    it(`zeroSources ${zeroSources}`, async () => {
      const client = withSwitches({ zeroSources });
      assert.equal(await statusOfCreate(client, { displayName: "x", identitySources: [] }), created);
      assert.equal(await statusOfCreate(client, { displayName: "y" }), created);
      const id = await client.create("adatum.com");
      for (const identitySources of [[], null]) {
        assert.equal(await statusOfPatch(client, id, { identitySources }), patched);
        assert.equal(((await client.sources(id)) as unknown[]).length, left);
      }
    });
  }

  for (const [inlineSponsors, status, members] of [
    ["accepted", 201, 2],
    ["ignored", 201, 0],
    ["refused", 400, 0],
  ] as const) {
    it(`inlineSponsors ${inlineSponsors}`, async () => {
      const client = withSwitches({ inlineSponsors });
      const body = {
        identitySources: [domain("adatum.com")],
        internalSponsors: [{ id: ids.adele }, reference(ids.managers)],
        "externalSponsors@odata.bind": [`${host}/v1.0/users/${ids.diego}`],
      };
      const created = await client.call("POST", organizations, body);
      assert.equal(created.status, status);
      if (status === 400) return;
      const path = item(String(created.json["id"]));
      assert.equal((await client.readAll(`${path}/internalSponsors`)).length, members);
      assert.equal((await client.readAll(`${path}/externalSponsors`)).length, members / 2);
    });
  }

  for (const [name, source] of [
    ["ownTenant", domain("contoso.com")],
    ["ownTenant", tenant(ids.own)],
    ["malformedDomain", domain("not a domain")],
    ["unknownTenant", tenant(ids.nobody, "Nobody")],
  ] as const) {
    for (const position of ["accepted", "refused"] as const) {
      it(`${name} ${position} for ${JSON.stringify(source)}`, async () => {
        const client = withSwitches({ [name]: position, ruleCode: "InvalidModel" });
        const answer = await client.call("POST", organizations, { identitySources: [source] });
        const expected = position === "accepted" ? [201, undefined] : [400, "InvalidModel"];
        assert.deepEqual([answer.status, errorCode(answer)], expected);
      });
    }
  }
});
