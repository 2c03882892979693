import assert from "node:assert/strict";
import {
  createClient,
  domain,
  errorCode,
  errorMessage,
  follows,
  host,
  ids,
  item,
  type Json,
  organizations,
  sendBatch,
  statuses,
} from "./client";

const json = { headers: { "Content-Type": "application/json" } };
const get = (id: string, more: Json = {}) => ({ id, method: "GET", url: organizations, ...more });
const three = [get("1"), get("2"), get("3")];

describe("emulator: batch", () => {
  const body = { displayName: "Adatum", identitySources: [domain("adatum.com")] };
  const post = { id: "write", method: "POST", url: organizations, ...json, body };

  it("runs members that read and write, with the outer token", async () => {
    const answers = await sendBatch(createClient(), [
      { ...post, id: "a" },
      get("b"),
      get("c", { url: item(ids.nobody) }),
    ]);
    assert.deepEqual(statuses(answers), ["a: 201", "b: 200", "c: 404"]);
    assert.equal((answers[1]?.body?.["value"] as unknown[] | undefined)?.length, 1);
    assert.equal(errorCode({ json: answers[2]?.body ?? {} }), "ResourceNotFound");
  });

  it("takes both spellings of Content-Type in one member, as Microsoft's Java client writes them", async () => {
    const headers = { "content-type": "application/json", ...json.headers };
    assert.deepEqual(statuses(await sendBatch(createClient(), [{ ...post, headers }])), ["write: 201"]);
  });

  it("takes methods in lower case and numbers as header values", async () => {
    const headers = { "content-type": "application/json", "x-attempt": 2 };
    const requests = [{ ...post, method: "post", headers }, get("read", { method: "get" })];
    assert.deepEqual(statuses(await sendBatch(createClient(), requests)), ["write: 201", "read: 200"]);
  });

  const { body: _, ...bodyless } = post;
  const { headers: __, ...untyped } = post;
  for (const [what, member, message] of [
    ["POST without a body", bodyless, "is a POST without a body."],
    ["PATCH with null as body", { ...post, method: "PATCH", body: null }, "is a PATCH without a body."],
    ["POST without a Content-Type", untyped, "has a body but no Content-Type header."],
  ] as const) {
    it(`fails as a whole for a ${what}, and names the member`, async () => {
      const client = createClient();
      const answer = await client.call("POST", "/$batch", { requests: [get("1"), { ...post, id: "2" }, member] });
      const said = `Invalid batch payload format. The request 'write' ${message}`;
      assert.deepEqual([answer.status, errorMessage(answer), client.emulator.portal.list()], [400, said, []]);
    });
  }

  it("takes null for what a member leaves out, as Microsoft's Go client writes it", async () => {
    const answers = await sendBatch(createClient(), [get("1", { headers: null, body: null, dependsOn: null })]);
    assert.deepEqual(statuses(answers), ["1: 200"]);
  });

  it("takes whole URLs of its own host, as Microsoft's Python client writes them", async () => {
    const client = createClient();
    const url = `${host}/v1.0/${item(await client.create("adatum.com"))}?$select=id`;
    const [answer] = await sendBatch(client, [get("1", { url, body: {}, ...json })]);
    assert.deepEqual([answer?.status, answer?.body?.["id"]], [200, client.emulator.portal.list()[0]?.id]);
  });

  it("logs the batch as one request", async () => {
    const client = createClient();
    await sendBatch(client, three);
    const logged = client.emulator.requests.map(({ method, path, status }) => `${method} ${path} ${status}`);
    assert.deepEqual(logged, ["POST /v1.0/$batch 200"]);
  });

  it("answers 424 to what depends on a failed member", async () => {
    const answers = await sendBatch(createClient(), [
      get("1", { url: item(ids.nobody) }),
      get("2", { dependsOn: ["1"] }),
      get("3", { dependsOn: ["2"] }),
      get("4"),
    ]);
    assert.deepEqual(statuses(answers), ["1: 404", "2: 424", "3: 424", "4: 200"]);
  });

  it("throttles and spoils members one by one", async () => {
    const client = createClient();
    const fault = { kind: "status", status: 429, retryAfter: 12 } as const;
    client.emulator.faults.add({ path: "*connectedOrganizations", skip: 1, fault });
    const answers = await sendBatch(client, three);
    assert.deepEqual(statuses(answers), ["1: 200", "2: 429", "3: 200"]);
    assert.equal(answers[1]?.headers["Retry-After"], "12");
    client.emulator.switches.set({ throttleRequests: 2 });
    assert.deepEqual(statuses(await sendBatch(client, three)), ["1: 200", "2: 200", "3: 429"]);
  });

  const malformed: [what: string, requests: unknown][] = [
    ["no requests", undefined],
    ["an empty list", []],
    ["21 members", Array.from({ length: 21 }, (_, index) => get(String(index)))],
    ["ids that differ in case only", [get("a"), get("A")]],
    ["a member without a method", [{ id: "1", url: organizations }]],
    ["a malformed header", [get("1", { headers: { "bad header": "x" } })]],
    ["a header of two lines", [get("1", { headers: { Prefer: "a\nb" } })]],
    ["an unknown dependency", [get("1", { dependsOn: ["2"] })]],
    ["a url of another host", [get("1"), get("2", { url: `https://graph.microsoft.us/v1.0${organizations}` })]],
    ["a malformed url", [get("1", { url: "https://" })]],
  ];
  for (const [what, requests] of malformed) {
    it(`refuses ${what}`, async () => {
      assert.equal(await createClient().brief("POST", "/$batch", { requests }), "400 BadRequest");
    });
  }

  follows("answers a batch", (client) => client.brief("POST", "/$batch", { requests: [get("1")] }))([
    [{ batch: "supported" }, "200"],
    [{ batch: 404 }, "404 ResourceNotFound"],
    [{ batch: 405 }, "405 BadRequest"],
  ]);

  for (const [batchOrder, order] of [
    ["asSent", "123"],
    ["reversed", "321"],
    ["shuffled", "321"],
  ] as const) {
    it(`orders the answers as batchOrder ${batchOrder} says`, async () => {
      let calls = 0;
      const falling = () => {
        calls += 1;
        return 1 / (calls + 1);
      };
      const answers = await sendBatch(createClient({ random: falling, switches: { batchOrder } }), three);
      assert.equal(answers.map(({ id }) => id).join(""), order);
    });
  }
});
