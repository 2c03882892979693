import assert from "node:assert/strict";
import { type Client, createClient, domain, host, ids, item, type Json, organizations, withSwitches } from "./client";

interface MemberAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body?: Json;
}

const json = { headers: { "Content-Type": "application/json" } };

const get = (id: string, more: Json = {}) => ({ id, method: "GET", url: organizations, ...more });

async function send(client: Client, requests: unknown): Promise<readonly MemberAnswer[]> {
  const answer = await client.call("POST", "/$batch", { requests });
  assert.equal(answer.status, 200, answer.text);
  return answer.json["responses"] as MemberAnswer[];
}

describe("emulator: batch", () => {
  it("runs members that read and write, with the outer token", async () => {
    const client = createClient();
    const create = {
      id: "a",
      method: "POST",
      url: organizations,
      headers: { "Content-Type": "application/json" },
      body: { displayName: "Adatum", identitySources: [domain("adatum.com")] },
    };
    const [created, listed, missing] = await send(client, [
      create,
      get("b"),
      { id: "c", method: "GET", url: item(ids.nobody) },
    ]);
    assert.deepEqual([created?.id, created?.status, listed?.status, missing?.status], ["a", 201, 200, 404]);
    assert.equal((listed?.body?.["value"] as unknown[] | undefined)?.length, 1);
    assert.equal((missing?.body?.["error"] as Json | undefined)?.["code"], "ResourceNotFound");
  });

  it("takes null for what a member leaves out, as Microsoft's Go client writes it", async () => {
    const [answer] = await send(createClient(), [get("1", { headers: null, body: null, dependsOn: null })]);
    assert.equal(answer?.status, 200);
  });

  it("takes whole URLs of its own host, as Microsoft's Python client writes them", async () => {
    const client = createClient();
    const id = await client.create("adatum.com");
    const [answer] = await send(client, [get("1", { url: `${host}/v1.0/${item(id)}?$select=id`, body: {}, ...json })]);
    assert.deepEqual([answer?.status, answer?.body?.["id"]], [200, id]);
  });

  it("logs the batch as one request", async () => {
    const client = createClient();
    await send(client, [get("1"), get("2")]);
    assert.deepEqual(
      client.emulator.requests.map(({ method, path, status }) => [method, path, status]),
      [["POST", "/v1.0/$batch", 200]],
    );
  });

  it("answers 424 to what depends on a failed member", async () => {
    const client = createClient();
    const failing = { id: "1", method: "GET", url: item(ids.nobody) };
    const answers = await send(client, [
      failing,
      get("2", { dependsOn: ["1"] }),
      get("3", { dependsOn: ["2"] }),
      get("4"),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 424, 424, 200],
    );
  });

  it("throttles and spoils members one by one", async () => {
    const client = createClient();
    client.emulator.faults.add({
      path: "*connectedOrganizations",
      skip: 1,
      fault: { kind: "status", status: 429, retryAfter: 12 },
    });
    const answers = await send(client, [get("1"), get("2"), get("3")]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 429, 200],
    );
    assert.equal(answers[1]?.headers["Retry-After"], "12");
    client.emulator.switches.set({ throttleRequests: 2 });
    assert.deepEqual(
      (await send(client, [get("1"), get("2"), get("3")])).map(({ status }) => status),
      [200, 200, 429],
    );
  });

  const malformed: [what: string, requests: unknown][] = [
    ["no requests", undefined],
    ["an empty list", []],
    ["21 members", Array.from({ length: 21 }, (_, index) => get(String(index)))],
    ["ids that differ in case only", [get("a"), get("A")]],
    ["a member without a method", [{ id: "1", url: organizations }]],
    ["a header that is none", [get("1", { headers: { "bad header": "x" } })]],
    ["a header of two lines", [get("1", { headers: { Prefer: "a\nb" } })]],
    ["an unknown dependency", [get("1", { dependsOn: ["2"] })]],
    ["a url of another host", [get("1"), get("2", { url: `https://graph.microsoft.us/v1.0${organizations}` })]],
    ["a url that is none", [get("1", { url: "https://" })]],
    ["a body without a Content-Type", [{ ...get("1"), method: "POST", body: {} }]],
  ];
  for (const [what, requests] of malformed) {
    it(`refuses ${what}`, async () => {
      assert.equal((await createClient().call("POST", "/$batch", { requests })).status, 400);
    });
  }

  for (const [batch, status] of [
    ["supported", 200],
    [404, 404],
    [405, 405],
  ] as const) {
    it(`batch ${batch}`, async () => {
      assert.equal((await withSwitches({ batch }).call("POST", "/$batch", { requests: [get("1")] })).status, status);
    });
  }

  for (const [batchOrder, order] of [
    ["asSent", "123"],
    ["reversed", "321"],
    ["shuffled", "321"],
  ] as const) {
    it(`batchOrder ${batchOrder}`, async () => {
      let calls = 0;
      const falling = () => {
        calls += 1;
        return 1 / (calls + 1);
      };
      const client = createClient({ random: falling, switches: { batchOrder } });
      const answers = await send(client, [get("1"), get("2"), get("3")]);
      assert.equal(answers.map(({ id }) => id).join(""), order);
    });
  }
});
