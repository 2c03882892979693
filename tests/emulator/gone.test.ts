import assert from "node:assert/strict";
import { type Client, errorCode, ids, item, reference, withSwitches } from "./client";

async function answers(client: Client, id: string): Promise<string[]> {
  const sponsors = `${item(id)}/internalSponsors`;
  const all = [
    await client.call("GET", item(id)),
    await client.call("PATCH", item(id), { displayName: "new" }),
    await client.call("DELETE", item(id.toUpperCase())),
    await client.call("GET", sponsors),
    await client.call("POST", `${sponsors}/$ref`, reference(ids.adele)),
    await client.call("DELETE", `${sponsors}/${ids.adele}/$ref`),
  ];
  return [...new Set(all.map((answer) => `${answer.status} ${errorCode(answer)}`))];
}

describe("emulator: organizations that are gone", () => {
  for (const [goneAnswer, expected] of [
    [404, "404 ResourceNotFound"],
    [403, "403 UnAuthorized"],
  ] as const) {
    it(`goneAnswer ${goneAnswer} after a DELETE`, async () => {
      const client = withSwitches({ goneAnswer });
      const id = await client.create("adatum.com");
      assert.equal((await client.call("DELETE", item(id))).status, 204);
      assert.deepEqual(await answers(client, id), [expected]);
    });

    it(`goneAnswer ${goneAnswer} after a deletion in the portal`, async () => {
      const client = withSwitches({ goneAnswer });
      const id = await client.create("adatum.com");
      client.emulator.portal.delete(id);
      assert.deepEqual(await answers(client, id), [expected]);
    });

    it(`goneAnswer ${goneAnswer} while reads still show it, for all but these reads`, async () => {
      const client = withSwitches({ goneAnswer, deletedVisibleReads: 1 });
      const id = await client.create("adatum.com");
      await client.call("DELETE", item(id));
      assert.equal((await client.call("PATCH", item(id), { displayName: "new" })).status, goneAnswer);
      assert.equal((await client.call("DELETE", item(id))).status, goneAnswer);
      assert.equal((await client.call("GET", item(id))).status, 200);
      assert.deepEqual(await answers(client, id), [expected]);
    });

    it(`goneAnswer ${goneAnswer} leaves an id that never existed a 404`, async () => {
      const client = withSwitches({ goneAnswer });
      assert.deepEqual(await answers(client, ids.nobody), ["404 ResourceNotFound"]);
    });

    it(`goneAnswer ${goneAnswer} is over when the portal creates the organization again, or after a reset`, async () => {
      const client = withSwitches({ goneAnswer });
      const { id } = client.emulator.portal.create({ id: ids.nobody });
      client.emulator.portal.delete(id);
      client.emulator.portal.create({ id });
      assert.equal((await client.call("GET", item(id))).status, 200);
      client.emulator.portal.delete(id);
      client.emulator.reset();
      assert.equal((await client.call("GET", item(id))).status, 404);
    });
  }

  it("goneAnswer 403 wins over deleteMissing 204, which stays for ids that never existed", async () => {
    const client = withSwitches({ goneAnswer: 403, deleteMissing: 204 });
    const id = await client.create("adatum.com");
    const statuses = [];
    for (const each of [id, id, ids.nobody]) statuses.push((await client.call("DELETE", item(each))).status);
    assert.deepEqual(statuses, [204, 403, 204]);
  });
});
