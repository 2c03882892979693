/** Microsoft's own Graph client, and what other clients send that this repository does not use. */
import assert from "node:assert/strict";
import { deflateSync, gzipSync } from "node:zlib";
import {
  BatchRequestContent,
  BatchResponseContent,
  Client,
  GraphError,
  PageIterator,
} from "@microsoft/microsoft-graph-client";
import { createEmulator } from "../../emulator";
import { createClient, domain, errorCode, host, ids, item, type Json, organizations, reference } from "./client";

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
    await client.api(item(id)).patch({ displayName: "Bell's Books" });
    const { value } = await client.api(organizations).filter("displayName eq 'Bell''s Books'").select("id,state").get();
    assert.deepEqual(value, [{ id, state: "configured" }]);
    await client.api(item(id)).delete();
    await assert.rejects(client.api(item(id)).get(), (error) => {
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
    const content = new BatchRequestContent([
      { id: "1", request: new Request(host + organizations) },
      { id: "2", request: new Request(host + item(ids.nobody)) },
    ]);
    const answer = new BatchResponseContent(await client.api("/$batch").post(await content.getContent()));
    assert.equal(answer.getResponseById("1").status, 200);
    const missing = answer.getResponseById("2");
    assert.equal(missing.status, 404);
    assert.equal(errorCode({ json: (await missing.json()) as Json }), "ResourceNotFound");
  });
});

describe("emulator: what other clients send", () => {
  const organization = JSON.stringify({ displayName: "Adatum", identitySources: [domain("adatum.com")] });

  for (const [what, body, encoding, status] of [
    ["reads a compressed body", gzipSync(organization), "gzip", 201],
    ["refuses another compression", deflateSync(organization), "deflate", 415],
  ] as const) {
    it(`${what}, and logs it`, async () => {
      const { fetch, requests } = createEmulator();
      const headers = { authorization: "Bearer x", "content-type": "application/json", "content-encoding": encoding };
      const answer = await fetch(`${host}/v1.0${organizations}`, { method: "POST", headers, body });
      const logged = requests.map((request) => [request.status, request.headers["content-encoding"]]);
      assert.deepEqual([answer.status, logged], [status, [[status, encoding]]]);
      if (status === 201) assert.deepEqual(requests[0]?.body, JSON.parse(organization));
    });
  }

  for (const tenant of [ids.own, ids.own.toUpperCase(), "myorganization"]) {
    it(`takes ${tenant} behind the version`, async () => {
      const client = createClient();
      const id = await client.create("adatum.com");
      const sponsor = { "@odata.id": `${host}/v1.0/${tenant}/directoryObjects/${ids.adele}` };
      assert.equal(await client.brief("POST", `/beta/${tenant}${item(id)}/internalSponsors/$ref`, sponsor), "204");
      assert.deepEqual(client.emulator.portal.list()[0]?.internalSponsors, [ids.adele]);
    });
  }

  it("does not take another tenant there", async () => {
    assert.equal(await createClient().brief("GET", `/v1.0/${ids.wingtip}${organizations}`), "400 BadRequest");
  });
});
