import assert from "node:assert/strict";
import type { Fault } from "../../emulator";
import { type Client, createClient, host, ids, item, type Json } from "./client";

type Member = Json & { readonly id: string };

const get = (id: string, organization: string): Member => ({ id, method: "GET", url: item(organization) });
const rename = (id: string, organization: string): Member => ({
  id,
  method: "PATCH",
  url: item(organization),
  headers: { "Content-Type": "application/json" },
  body: { displayName: "new" },
});

async function send(client: Client, requests: readonly Member[]): Promise<readonly Json[]> {
  const answer = await client.call("POST", "/$batch", { requests });
  assert.equal(answer.status, 200, answer.text);
  return answer.json["responses"] as Json[];
}

async function start(fault?: Fault): Promise<{ client: Client; id: string; right: Json }> {
  const client = createClient();
  const id = await client.create("adatum.com");
  const right = await client.read(id);
  if (fault !== undefined) client.emulator.faults.add({ path: id, fault });
  return { client, id, right };
}

/** What a fault makes of the right answer. */
const spoilt: [fault: Fault, expected: (right: Json) => unknown][] = [
  ...[{ odd: true }, [1], "text", 7, null].map((body): [Fault, () => unknown] => [{ kind: "body", body }, () => body]),
  [{ kind: "merge", body: { identitySources: [null] } }, (right) => ({ ...right, identitySources: [null] })],
  [{ kind: "merge", body: { id: "other", more: { a: 1 } } }, (right) => ({ ...right, id: "other", more: { a: 1 } })],
  [{ kind: "merge", body: { state: null } }, (right) => ({ ...right, state: null })],
  [{ kind: "merge", body: {} }, (right) => right],
  [{ kind: "exchange" }, (right) => right],
];

describe("emulator: faults of the body", () => {
  for (const [fault, expected] of spoilt) {
    it(`${JSON.stringify(fault)} keeps status and headers`, async () => {
      const { client, id, right } = await start(fault);
      const answer = await client.call("GET", item(id));
      assert.deepEqual([answer.status, JSON.parse(answer.text)], [200, expected(right)]);
      assert.match(answer.headers.get("content-type") ?? "", /^application\/json;odata/);
      assert.ok(answer.headers.has("request-id"));
      assert.deepEqual(await client.read(id), right);
    });

    it(`${JSON.stringify(fault)} spoils one member of a batch`, async () => {
      const { client, id, right } = await start(fault);
      const answers = await send(client, [get("1", ids.nobody), get("2", id), get("3", id)]);
      const seen = answers.map(({ id, status }) => [id, status]);
      assert.deepEqual(seen, [
        ["1", 404],
        ["2", 200],
        ["3", 200],
      ]);
      assert.deepEqual([answers[1]?.["body"], answers[2]?.["body"]], [expected(right), right]);
    });

    it(`${JSON.stringify(fault)} leaves an answer without a body as it is`, async () => {
      const { client, id } = await start(fault);
      const answer = await client.call("PATCH", item(id), { displayName: "new" });
      assert.deepEqual([answer.status, answer.text], [204, ""]);
      assert.equal((await client.read(id))["displayName"], "new");
    });
  }

  it("merges into an error, and into nothing but an object", async () => {
    const { client } = await start();
    client.emulator.faults.add({ times: 2, fault: { kind: "merge", body: { more: 1 } } });
    const { status, json } = await client.call("GET", item(ids.nobody));
    assert.deepEqual([status, Object.keys(json)], [404, ["error", "more"]]);
    client.emulator.switches.set({ errorStyle: "html" });
    assert.match((await client.call("GET", item(ids.nobody))).text, /^<html>/);
  });

  it("exchanges status, headers and body of a batch's first two members, and no id", async () => {
    const { client, id, right } = await start();
    client.emulator.faults.add({ path: "$batch", fault: { kind: "exchange" } });
    const answers = await send(client, [get("1", id), rename("2", id), get("3", ids.nobody)]);
    assert.deepEqual(
      answers.map(({ id, status }) => [id, status]),
      [
        ["1", 204],
        ["2", 200],
        ["3", 404],
      ],
    );
    assert.deepEqual(["body" in (answers[0] ?? {}), answers[1]?.["body"]], [false, right]);
    const typed = answers.map(({ headers }) => "Content-Type" in (headers as Json));
    assert.deepEqual(typed, [false, true, true]);
    assert.deepEqual(client.emulator.faults.list(), []);
  });

  it("exchanges in the order of the answer, and leaves one member alone", async () => {
    const { client, id, right } = await start();
    client.emulator.switches.set({ batchOrder: "reversed" });
    client.emulator.faults.add({ times: 2, fault: { kind: "exchange" } });
    const answers = await send(client, [get("1", id), get("2", ids.nobody), get("3", id)]);
    assert.deepEqual(
      answers.map(({ id, status }) => [id, status]),
      [
        ["3", 404],
        ["2", 200],
        ["1", 200],
      ],
    );
    assert.deepEqual((await send(client, [get("1", id)]))[0]?.["body"], right);
  });

  it("are taken over HTTP, and refused without a body or with one that is none", async () => {
    const { client, id, right } = await start();
    const add = (fault: Json) => client.call("POST", `${host}/_emulator/faults`, { path: id, fault });
    for (const [fault, expected] of spoilt) {
      assert.equal((await add({ ...fault })).status, 201);
      assert.deepEqual(JSON.parse((await client.call("GET", item(id))).text), expected(right));
    }
    for (const fault of [
      { kind: "body" },
      { kind: "merge" },
      { kind: "merge", body: [] },
      { kind: "exchange", body: 1 },
    ]) {
      assert.equal((await add(fault)).status, 400, JSON.stringify(fault));
    }
  });
});
