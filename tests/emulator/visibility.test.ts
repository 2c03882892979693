/** When writes are seen, and what is left of an organization that is gone. */
import assert from "node:assert/strict";
import { switchTable } from "../../emulator";
import {
  type Client,
  createClient,
  domain,
  follows,
  ids,
  item,
  organizations,
  reference,
  withSwitches,
} from "./client";

const get = (client: Client, id: string) => client.brief("GET", item(id));
const rename = (client: Client, id: string) => client.brief("PATCH", item(id), { displayName: "new" });
const remove = (client: Client, id: string) => client.brief("DELETE", item(id));
const listed = async (client: Client) => (await client.readAll(organizations)).length;
const post = (client: Client) => client.brief("POST", organizations, { identitySources: [domain("adatum.com")] });
const sponsorsOf = (id: string) => `${item(id)}/internalSponsors`;
const sponsor = (client: Client, id: string) => client.brief("POST", `${sponsorsOf(id)}/$ref`, reference(ids.adele));

describe("emulator: when a write is seen", () => {
  const hidden = ["404 ResourceNotFound", "403 UnAuthorized"] as const;
  follows("hides a new organization from so many requests", async (client) => {
    const id = await client.create("adatum.com");
    return [await get(client, id), await sponsor(client, id), await rename(client, id), await get(client, id)];
  })(
    ([404, 403] as const).map((createdHiddenAs, index) => [
      { createdHiddenAs, createdHiddenReads: 3 },
      [hidden[index], hidden[index], hidden[index], "200"],
    ]),
  );

  follows("hides the sources of a new organization", async (client) => {
    const id = await client.create("adatum.com");
    return [await client.sources(id), await client.sources(id)];
  })([[{ createdHiddenAs: "emptySources", createdHiddenReads: 1 }, [[], [domain("adatum.com")]]]]);

  follows("deletes an organization that is still hidden", async (client) => {
    const id = await client.create("adatum.com");
    return [await remove(client, id), client.emulator.portal.list().length];
  })([
    [{ createdHiddenReads: 1, createdHiddenFromDelete: "no" }, ["204", 0]],
    [{ createdHiddenReads: 1, createdHiddenFromDelete: "yes" }, ["404 ResourceNotFound", 1]],
  ]);

  follows("leaves a new organization out of lists", async (client) => [
    await get(client, await client.create("adatum.com")),
    await listed(client),
    await listed(client),
  ])([[{ createdUnlistedReads: 1 }, ["200", 0, 1]]]);

  follows("shows the old name", async (client) => {
    const id = await client.create("adatum.com");
    await rename(client, id);
    return [(await client.read(id))["displayName"], (await client.read(id))["displayName"]];
  })([[{ patchedStaleReads: 1 }, ["adatum.com", "new"]]]);

  follows("shows the old sponsors", async (client) => {
    const id = await client.create("adatum.com");
    await sponsor(client, id);
    const read = async () => (await client.readAll(sponsorsOf(id))).length;
    return [await read(), await read()];
  })([[{ sponsorsStaleReads: 1 }, [0, 1]]]);

  follows("shows a deleted organization by its id and in lists", async (client) => {
    const id = await client.create("adatum.com");
    const gone = await remove(client, id);
    return [gone, await listed(client), await get(client, id), await listed(client), await get(client, id)];
  })([[{ deletedVisibleReads: 2 }, ["204", 1, "200", 0, "404 ResourceNotFound"]]]);

  follows("refuses to create again what was deleted", async (client) => {
    await remove(client, await client.create("adatum.com"));
    return [await post(client), await post(client)];
  })([[{ deletedBusyCreates: 1 }, ["400 ConnectedOrganizationAlreadyExists", "201"]]]);
});

describe("emulator: organizations that are gone", () => {
  follows("answers a DELETE", async (client) => [
    await remove(client, await client.create("adatum.com")),
    client.emulator.portal.list().length,
  ])([
    [{ deleteAnswer: 204 }, ["204", 0]],
    [{ deleteAnswer: 404 }, ["404 ResourceNotFound", 0]],
    [{ deleteAnswer: 400 }, ["400 InvalidDeleteResourceHasEntitlements", 1]],
  ]);

  follows(
    "answers a DELETE of what never existed",
    async (client) => (await client.call("DELETE", item(ids.nobody))).status,
  )(switchTable.deleteMissing.positions.map((status) => [{ deleteMissing: status }, status]));

  /** What the requests about an organization get, each once. */
  async function answers(client: Client, id: string): Promise<string[]> {
    const all = [
      await get(client, id),
      await rename(client, id),
      await remove(client, id.toUpperCase()),
      await client.brief("GET", sponsorsOf(id)),
      await sponsor(client, id),
      await client.brief("DELETE", `${sponsorsOf(id)}/${ids.adele}/$ref`),
    ];
    return [...new Set(all)];
  }

  const endings: [title: string, end: (client: Client, id: string) => unknown][] = [
    ["after a DELETE", (client, id) => remove(client, id)],
    ["after a deletion in the portal", ({ emulator }, id) => emulator.portal.delete(id)],
  ];
  for (const [goneAnswer, gone] of [
    [404, "404 ResourceNotFound"],
    [403, "403 UnAuthorized"],
  ] as const) {
    for (const [title, end] of endings) {
      it(`answers every request as goneAnswer ${goneAnswer} says ${title}`, async () => {
        const client = withSwitches({ goneAnswer });
        const id = await client.create("adatum.com");
        await end(client, id);
        assert.deepEqual(await answers(client, id), [gone]);
      });
    }

    it(`answers all but the reads that still show it as goneAnswer ${goneAnswer} says`, async () => {
      const client = withSwitches({ goneAnswer, deletedVisibleReads: 1 });
      const id = await client.create("adatum.com");
      const first = [
        await remove(client, id),
        await rename(client, id),
        await remove(client, id),
        await get(client, id),
      ];
      assert.deepEqual([...first, ...(await answers(client, id))], ["204", gone, gone, "200", gone]);
    });

    it(`answers 404 for an id that never existed, whatever goneAnswer ${goneAnswer} says`, async () => {
      assert.deepEqual(await answers(withSwitches({ goneAnswer }), ids.nobody), ["404 ResourceNotFound"]);
    });

    it(`forgets goneAnswer ${goneAnswer} when the portal creates the organization again, and after a reset`, async () => {
      const client = withSwitches({ goneAnswer });
      const { id } = client.emulator.portal.create({ id: ids.nobody });
      client.emulator.portal.delete(id);
      client.emulator.portal.create({ id });
      assert.equal(await get(client, id), "200");
      client.emulator.portal.delete(id);
      client.emulator.reset();
      assert.equal(await get(client, id), "404 ResourceNotFound");
    });
  }

  it("lets goneAnswer 403 win over deleteMissing 204, which stays for ids that never existed", async () => {
    const client = withSwitches({ goneAnswer: 403, deleteMissing: 204 });
    const id = await client.create("adatum.com");
    const seen = [await remove(client, id), await remove(client, id), await remove(client, ids.nobody)];
    assert.deepEqual(seen, ["204", "403 UnAuthorized", "204"]);
  });

  it("frees the source of a deleted organization at once", async () => {
    const client = createClient();
    const first = await client.create("fabrikam.com");
    await remove(client, first);
    assert.notEqual(await client.create("fabrikam.com"), first);
  });
});
