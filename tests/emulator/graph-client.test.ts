import assert from "node:assert/strict";
import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  GraphError,
  PageIterator,
} from "@microsoft/microsoft-graph-client";
import { createEmulator } from "../../emulator";
import { domain, errorCode, ids, organizations, reference } from "./client";

function createGraphClient(emulator = createEmulator()) {
  const middleware = {
    async execute(context: { request: Request | string; options?: RequestInit; response?: Response }) {
      context.response = await emulator.fetch(context.request, {
        ...context.options,
        headers: { ...(context.options?.headers as Record<string, string>), authorization: "Bearer x" },
      });
    },
  };
  return { emulator, client: Client.initWithMiddleware({ middleware }) };
}

describe("emulator: Microsoft's own Graph client", () => {
  it("creates, reads, filters, patches and deletes", async () => {
    const { client } = createGraphClient();
    const body = { displayName: "Bell's", description: "", identitySources: [domain("fabrikam.com")] };
    const { id } = await client.api(organizations).post(body);
    await client.api(`${organizations}/${id}`).patch({ displayName: "Bell's Books" });
    const { value } = await client.api(organizations).filter("displayName eq 'Bell''s Books'").select("id,state").get();
    assert.deepEqual(value, [{ id, state: "configured" }]);
    await client.api(`${organizations}/${id}`).delete();
    await assert.rejects(client.api(`${organizations}/${id}`).get(), (error) => {
      assert.ok(error instanceof GraphError);
      assert.deepEqual([error.statusCode, error.code], [404, "ResourceNotFound"]);
      return typeof error.requestId === "string";
    });
  });

  it("follows pages and changes sponsors", async () => {
    const { client, emulator } = createGraphClient();
    for (const name of ["a", "b", "c"]) emulator.portal.create({ displayName: name });
    emulator.switches.set({ pageSize: 1, emptyPage: "first" });
    const names: string[] = [];
    const first = await client.api(organizations).get();
    await new PageIterator(client, first, ({ displayName }) => names.push(displayName) > 0).iterate();
    assert.deepEqual(names, ["a", "b", "c"]);
    const path = `${organizations}/${emulator.portal.list()[0]?.id}/internalSponsors`;
    await client.api(`${path}/$ref`).post(reference(ids.adele));
    await client.api(`${path}/${ids.adele}/$ref`).delete();
    assert.deepEqual((await client.api(path).get()).value, []);
  });

  it("sends a batch", async () => {
    const { client } = createGraphClient(createEmulator({ switches: { batchOrder: "reversed" } }));
    const url = `https://graph.microsoft.com${organizations}`;
    const content = new BatchRequestContent([
      { id: "1", request: new Request(url) },
      { id: "2", request: new Request(`${url}/${ids.nobody}`) },
    ]);
    const answer = new BatchResponseContent(await client.api("/$batch").post(await content.getContent()));
    assert.equal(answer.getResponseById("1").status, 200);
    const missing = answer.getResponseById("2");
    assert.equal(missing.status, 404);
    assert.equal(errorCode({ json: await missing.json() } as never), "ResourceNotFound");
  });
});
