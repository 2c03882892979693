import assert from "node:assert/strict";
import { type Client, createClient, errorCode, host, ids, item, reference, withSwitches } from "./client";

const context = (fragment: string) => ({ "@odata.context": `${host}/v1.0/$metadata#${fragment}` });

async function createGroup(client: Client): Promise<string> {
  const answer = await client.call("POST", "/groups", { displayName: "Buyers", mailEnabled: false });
  assert.equal(answer.status, 201);
  return String(answer.json["id"]);
}

describe("emulator: users and groups", () => {
  it("creates a group that can be read, listed and made a sponsor", async () => {
    const client = createClient();
    const id = await createGroup(client);
    const group = { id, displayName: "Buyers" };
    assert.deepEqual((await client.call("GET", `/groups/${id}`)).json, { ...context("groups/$entity"), ...group });
    assert.deepEqual((await client.readAll("/groups")).at(-1), group);
    const sponsors = `${item(await client.create("adatum.com"))}/internalSponsors`;
    assert.equal((await client.call("POST", `${sponsors}/$ref`, reference(id, "groups"))).status, 204);
    assert.deepEqual(await client.readAll(sponsors), [{ "@odata.type": "#microsoft.graph.group", ...group }]);
  });

  it("takes a deleted object out of every list of sponsors", async () => {
    const client = createClient();
    const organization = item(await client.create("adatum.com"));
    for (const kind of ["internal", "external"]) {
      for (const id of [ids.adele, ids.managers]) {
        await client.call("POST", `${organization}/${kind}Sponsors/$ref`, reference(id));
      }
    }
    assert.equal((await client.call("DELETE", `/groups/${ids.managers}`)).status, 204);
    assert.equal((await client.call("DELETE", `/directoryObjects/${ids.adele}`)).status, 204);
    const [stored] = client.emulator.portal.list();
    assert.deepEqual([stored?.internalSponsors, stored?.externalSponsors], [[], []]);
    assert.equal((await client.call("GET", `/users/${ids.adele}`)).status, 404);
  });

  it("shows what kind of object a directory object is", async () => {
    const { json } = await createClient().call("GET", `/directoryObjects/${ids.managers}`);
    assert.deepEqual(json, {
      ...context("directoryObjects/$entity"),
      "@odata.type": "#microsoft.graph.group",
      id: ids.managers,
      displayName: "Partner managers",
    });
  });

  it("lists by kind, page by page, and selects", async () => {
    const client = withSwitches({ pageSize: 1 });
    assert.deepEqual(await client.readAll("/users?$select=displayName"), [
      { displayName: "Adele Vance" },
      { displayName: "Diego Siciliani" },
      { displayName: "Megan Bowen" },
    ]);
  });

  const refused: [method: string, path: string, body: unknown, status: number, code: string][] = [
    ["GET", `/users/${ids.managers}`, undefined, 404, "Request_ResourceNotFound"],
    ["DELETE", `/groups/${ids.nobody}`, undefined, 404, "Request_ResourceNotFound"],
    ["GET", "/users/adele", undefined, 400, "Request_BadRequest"],
    ["POST", "/groups", { mailEnabled: false }, 400, "BadRequest"],
    ["PATCH", `/users/${ids.adele}`, {}, 405, "BadRequest"],
    ["GET", "/users?$filter=x", undefined, 400, "BadRequest"],
  ];
  for (const [method, path, body, status, code] of refused) {
    it(`answers ${status} to ${method} ${path.replace(/[0-9a-f-]{36}/, "{id}")}`, async () => {
      const answer = await createClient().call(method, path, body);
      assert.deepEqual([answer.status, errorCode(answer)], [status, code]);
    });
  }
});
