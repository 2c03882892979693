import assert from "node:assert/strict";
import { createClient, host, ids, item, reference, withSwitches } from "./client";

const context = (fragment: string) => ({ "@odata.context": `${host}/v1.0/$metadata#${fragment}` });

describe("emulator: users and groups", () => {
  it("creates a group that can be read, listed and made a sponsor", async () => {
    const client = createClient();
    const { status, json } = await client.call("POST", "/groups", { displayName: "Buyers", mailEnabled: false });
    const id = String(json["id"]);
    const group = { id, displayName: "Buyers" };
    assert.deepEqual([status, json], [201, { ...context("groups/$entity"), ...group }]);
    assert.deepEqual((await client.call("GET", `/groups/${id}`)).json, json);
    assert.deepEqual((await client.readAll("/groups")).at(-1), group);
    const sponsors = `${item(await client.create("adatum.com"))}/internalSponsors`;
    assert.equal(await client.brief("POST", `${sponsors}/$ref`, reference(id, "groups")), "204");
    assert.deepEqual(await client.readAll(sponsors), [{ "@odata.type": "#microsoft.graph.group", ...group }]);
  });

  it("takes a deleted object out of every list of sponsors", async () => {
    const client = createClient();
    const both = [ids.adele, ids.managers.toUpperCase()];
    client.emulator.portal.create({ internalSponsors: both, externalSponsors: both });
    for (const path of [`/groups/${ids.managers}`, `/directoryObjects/${ids.adele}`]) {
      assert.equal(await client.brief("DELETE", path), "204");
    }
    const [stored] = client.emulator.portal.list();
    assert.deepEqual([stored?.internalSponsors, stored?.externalSponsors], [[], []]);
    assert.equal(await client.brief("GET", `/users/${ids.adele}`), "404 Request_ResourceNotFound");
  });

  it("shows what kind of object a directory object is", async () => {
    const { json } = await createClient().call("GET", `/directoryObjects/${ids.managers}`);
    const group = { "@odata.type": "#microsoft.graph.group", id: ids.managers, displayName: "Partner managers" };
    assert.deepEqual(json, { ...context("directoryObjects/$entity"), ...group });
  });

  it("lists by kind, page by page, and selects", async () => {
    const users = await withSwitches({ pageSize: 1 }).readAll("/users?$select=displayName");
    const names = ["Adele Vance", "Diego Siciliani", "Megan Bowen"];
    assert.deepEqual(
      users,
      names.map((displayName) => ({ displayName })),
    );
  });

  const id = ids.managers;
  const displayName = "Partner managers";
  for (const [select, selected] of [
    ["ID", { id }],
    ["DisplayName", { displayName }],
    ["*", { id, displayName }],
  ] as const) {
    it(`selects ${select} in a list and of one object, whose type it keeps`, async () => {
      const client = createClient();
      const query = `?$select=${select}`;
      assert.deepEqual((await client.readAll(`/groups${query}`))[0], selected);
      const one = await client.call("GET", `/groups/${id}${query}`);
      assert.deepEqual(one.json, { ...context("groups/$entity"), ...selected });
      const { json } = await client.call("GET", `/directoryObjects/${id}${query}`);
      const type = { "@odata.type": "#microsoft.graph.group" };
      assert.deepEqual(json, { ...context("directoryObjects/$entity"), ...type, ...selected });
    });
  }

  const refused: [method: string, path: string, body: unknown, answer: string][] = [
    ["GET", `/users/${ids.managers}`, undefined, "404 Request_ResourceNotFound"],
    ["DELETE", `/groups/${ids.nobody}`, undefined, "404 Request_ResourceNotFound"],
    ["GET", "/users/adele", undefined, "400 Request_BadRequest"],
    ["POST", "/groups", { mailEnabled: false }, "400 BadRequest"],
    ["PATCH", `/users/${ids.adele}`, {}, "405 BadRequest"],
    ["GET", "/users?$filter=x", undefined, "400 BadRequest"],
    ["GET", `/users/${ids.adele}?$expand=manager`, undefined, "400 BadRequest"],
    ["GET", `/directoryObjects/${ids.adele}?$expand=manager`, undefined, "400 BadRequest"],
  ];
  for (const [method, path, body, answer] of refused) {
    it(`answers ${answer} to ${method} ${path.replace(/[0-9a-f-]{36}/, "{id}")}`, async () => {
      assert.equal(await createClient().brief(method, path, body), answer);
    });
  }
});
