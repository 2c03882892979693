import assert from "node:assert/strict";
import { switchTable } from "../../emulator";
import { type Client, createClient, errorCode, host, ids, item, type Json, reference, withSwitches } from "./client";

async function createWithPath(client: Client): Promise<string> {
  return `${item(await client.create("adatum.com"))}/internalSponsors`;
}

function add(client: Client, path: string, body: Json) {
  return client.call("POST", `${path}/$ref`, body);
}

async function members(client: Client, path: string): Promise<unknown[]> {
  return (await client.readAll(path)).map(({ id }) => id);
}

describe("emulator: sponsors", () => {
  it("adds users and groups to each kind, and removes them by path or by @id", async () => {
    const client = createClient();
    const internal = await createWithPath(client);
    const external = internal.replace("internal", "external");
    assert.equal((await add(client, internal, reference(ids.adele))).status, 204);
    assert.equal((await add(client, internal, reference(ids.managers, "groups"))).status, 204);
    assert.equal((await add(client, external, reference(ids.diego, "users"))).status, 204);
    assert.deepEqual(await members(client, internal), [ids.adele, ids.managers]);
    assert.deepEqual(await members(client, external), [ids.diego]);
    assert.equal((await client.call("DELETE", `${internal}/${ids.adele}/$ref`)).status, 204);
    const address = `${host}/v1.0/directoryObjects/${ids.managers}`;
    assert.equal((await client.call("DELETE", `${internal}/$ref?@id=${address}`)).status, 204);
    assert.deepEqual(await members(client, internal), []);
  });

  it("does not show sponsors in the organization", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    await add(client, `${item(id)}/internalSponsors`, reference(ids.adele));
    assert.ok(!("internalSponsors" in (await client.read(id))));
  });

  it("pages through sponsors, with empty pages", async () => {
    const client = withSwitches({ pageSize: 1, emptyPage: "first" });
    const path = await createWithPath(client);
    for (const id of [ids.adele, ids.diego, ids.managers]) await add(client, path, reference(id));
    const first = await client.call("GET", path);
    assert.deepEqual(first.json["value"], []);
    assert.deepEqual(await members(client, path), [ids.adele, ids.diego, ids.managers]);
  });

  it("selects properties of sponsors and keeps their type", async () => {
    const client = createClient();
    const path = await createWithPath(client);
    await add(client, path, reference(ids.managers));
    assert.deepEqual(await client.readAll(`${path}?$select=id`), [
      { "@odata.type": "#microsoft.graph.group", id: ids.managers },
    ]);
  });

  const refused: [what: string, body: Json][] = [
    ["no @odata.id", {}],
    ["a number", { "@odata.id": 3 }],
    ["a bare id", { "@odata.id": ids.adele }],
    ["another collection", reference(ids.adele, "servicePrincipals")],
    ["no version", { "@odata.id": `${host}/users/${ids.adele}` }],
    ["no GUID", { "@odata.id": `${host}/v1.0/users/adele@contoso.com` }],
    ["another property", { ...reference(ids.adele), role: "x" }],
  ];
  for (const [what, body] of refused) {
    it(`refuses a reference with ${what}`, async () => {
      const client = createClient();
      assert.equal((await add(client, await createWithPath(client), body)).status, 400);
    });
  }

  it("refuses objects on the bare collection and a removal without $ref", async () => {
    const client = createClient();
    const path = await createWithPath(client);
    assert.equal((await client.call("POST", path, { id: ids.adele })).status, 400);
    assert.equal((await client.call("DELETE", `${path}/${ids.adele}`)).status, 405);
  });

  it("answers 404 for an organization that is not there and for an object of the other type", async () => {
    const client = createClient();
    assert.equal((await add(client, `${item(ids.nobody)}/internalSponsors`, reference(ids.adele))).status, 404);
    assert.equal((await add(client, await createWithPath(client), reference(ids.adele, "groups"))).status, 404);
  });

  it("does not find a new directory object for a while", async () => {
    const client = createClient();
    const path = await createWithPath(client);
    client.emulator.portal.addDirectoryObject({ id: ids.nobody, type: "group", hiddenAdds: 1 });
    assert.equal((await add(client, path, reference(ids.nobody))).status, 404);
    assert.equal((await add(client, path, reference(ids.nobody))).status, 204);
  });

  for (const sponsorPresent of switchTable.sponsorPresent.positions) {
    it(`sponsorPresent ${sponsorPresent}`, async () => {
      const client = withSwitches({ sponsorPresent });
      const path = await createWithPath(client);
      await add(client, path, reference(ids.adele));
      assert.equal((await add(client, path, reference(ids.adele.toUpperCase()))).status, sponsorPresent);
      assert.deepEqual(await members(client, path), [ids.adele]);
    });
  }

  for (const sponsorAbsent of switchTable.sponsorAbsent.positions) {
    it(`sponsorAbsent ${sponsorAbsent}`, async () => {
      const client = withSwitches({ sponsorAbsent });
      const path = await createWithPath(client);
      assert.equal((await client.call("DELETE", `${path}/${ids.adele}/$ref`)).status, sponsorAbsent);
    });
  }

  for (const sponsorUnknown of switchTable.sponsorUnknown.positions) {
    it(`sponsorUnknown ${sponsorUnknown}`, async () => {
      const client = withSwitches({ sponsorUnknown });
      const answer = await add(client, await createWithPath(client), reference(ids.nobody));
      assert.equal(answer.status, sponsorUnknown);
      assert.equal(errorCode(answer), sponsorUnknown === 404 ? "ResourceNotFound" : "BadRequest");
    });
  }

  for (const [sponsorReferencePath, status] of [
    ["all", 204],
    ["typed", 400],
  ] as const) {
    it(`sponsorReferencePath ${sponsorReferencePath}`, async () => {
      const client = withSwitches({ sponsorReferencePath });
      const path = await createWithPath(client);
      assert.equal((await add(client, path, reference(ids.adele))).status, status);
      assert.equal((await add(client, path, reference(ids.diego, "users"))).status, 204);
      assert.equal((await add(client, path, reference(ids.managers, "groups"))).status, 204);
    });
  }

  for (const [sponsorReferenceHost, status] of [
    ["any", 204],
    ["own", 400],
  ] as const) {
    it(`sponsorReferenceHost ${sponsorReferenceHost}`, async () => {
      const client = withSwitches({ sponsorReferenceHost });
      const path = await createWithPath(client);
      const foreign = { "@odata.id": `https://graph.microsoft.us/v1.0/users/${ids.adele}` };
      assert.equal((await add(client, path, foreign)).status, status);
      assert.equal((await add(client, path, reference(ids.diego))).status, 204);
    });
  }

  for (const [sponsorItem, expected] of [
    ["concrete", { "@odata.type": "#microsoft.graph.user", id: ids.adele, displayName: "Adele Vance" }],
    ["generic", { "@odata.type": "#microsoft.graph.directoryObject", id: ids.adele }],
    ["untyped", { id: ids.adele }],
  ] as const) {
    it(`sponsorItem ${sponsorItem}`, async () => {
      const client = withSwitches({ sponsorItem });
      const path = await createWithPath(client);
      await add(client, path, reference(ids.adele));
      assert.deepEqual(await client.readAll(path), [expected]);
    });
  }

  for (const sponsorReferenceList of switchTable.sponsorReferenceList.positions) {
    it(`sponsorReferenceList ${sponsorReferenceList}`, async () => {
      const client = withSwitches({ sponsorReferenceList });
      const path = await createWithPath(client);
      await add(client, path, reference(ids.adele));
      const answer = await client.call("GET", `${path}/$ref`);
      assert.equal(answer.status, sponsorReferenceList === "supported" ? 200 : 405);
      if (answer.status === 200) assert.deepEqual(answer.json["value"], [reference(ids.adele)]);
    });
  }
});
