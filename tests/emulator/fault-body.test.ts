/** Faults of the body: answers whose content is not what Graph would send. */
import assert from "node:assert/strict";
import type { Fault } from "../../emulator";
import { type Client, createClient, host, ids, item, type Json, sendBatch, statuses } from "./client";

describe("emulator: faults of the body", () => {
  const get = (id: string, organization: string): Json => ({ id, method: "GET", url: item(organization) });

  async function start(fault?: Fault): Promise<{ client: Client; id: string; right: Json }> {
    const client = createClient();
    const id = await client.create("adatum.com");
    const right = await client.read(id);
    if (fault !== undefined) client.emulator.faults.add({ path: id, fault });
    return { client, id, right };
  }

  const merges = [{ identitySources: [null] }, { id: "other", more: { a: 1 } }, { state: null }, {}];
  const spoilt: [fault: Fault, expected: (right: Json) => unknown][] = [
    ...[{ odd: true }, [1], "text", 7, null].map((body): [Fault, () => unknown] => [
      { kind: "body", body },
      () => body,
    ]),
    ...merges.map((body): [Fault, (right: Json) => unknown] => [
      { kind: "merge", body },
      (right) => ({ ...right, ...body }),
    ]),
    [{ kind: "exchange" }, (right) => right],
  ];
  for (const [fault, expected] of spoilt) {
    it(`${JSON.stringify(fault)} spoils one answer, keeps its status and headers, and changes nothing stored`, async () => {
      const { client, id, right } = await start(fault);
      const answer = await client.call("GET", item(id));
      assert.deepEqual([answer.status, JSON.parse(answer.text)], [200, expected(right)]);
      assert.match(answer.headers.get("content-type") ?? "", /^application\/json;odata/);
      assert.ok(answer.headers.has("request-id"));
      assert.deepEqual(await client.read(id), right);
    });

    it(`${JSON.stringify(fault)} spoils one member of a batch`, async () => {
      const { client, id, right } = await start(fault);
      const answers = await sendBatch(client, [get("1", ids.nobody), get("2", id), get("3", id)]);
      assert.deepEqual(statuses(answers), ["1: 404", "2: 200", "3: 200"]);
      assert.deepEqual([answers[1]?.body, answers[2]?.body], [expected(right), right]);
    });

    it(`${JSON.stringify(fault)} leaves an answer without a body as it is`, async () => {
      const { client, id } = await start(fault);
      const answer = await client.call("PATCH", item(id), { displayName: "new" });
      assert.deepEqual([answer.status, answer.text], [204, ""]);
      assert.equal((await client.read(id))["displayName"], "new");
    });
  }

  it("merge into an error, and into nothing but an object", async () => {
    const client = createClient();
    client.emulator.faults.add({ times: 2, fault: { kind: "merge", body: { more: 1 } } });
    const { status, json } = await client.call("GET", item(ids.nobody));
    assert.deepEqual([status, Object.keys(json)], [404, ["error", "more"]]);
    client.emulator.switches.set({ errorStyle: "html" });
    assert.match((await client.call("GET", item(ids.nobody))).text, /^<html>/);
  });

  it("exchange status, headers and body of a batch's first two members, and no id", async () => {
    const { client, id, right } = await start();
    client.emulator.faults.add({ path: "$batch", fault: { kind: "exchange" } });
    const headers = { "Content-Type": "application/json" };
    const rename = { id: "2", method: "PATCH", url: item(id), headers, body: { displayName: "new" } };
    const answers = await sendBatch(client, [get("1", id), rename, get("3", ids.nobody)]);
    assert.deepEqual(statuses(answers), ["1: 204", "2: 200", "3: 404"]);
    assert.deepEqual(["body" in (answers[0] ?? {}), answers[1]?.body], [false, right]);
    assert.deepEqual(
      answers.map((answer) => "Content-Type" in answer.headers),
      [false, true, true],
    );
    assert.deepEqual(client.emulator.faults.list(), []);
  });

  it("exchange in the order of the answer, and leave one member alone", async () => {
    const { client, id, right } = await start();
    client.emulator.switches.set({ batchOrder: "reversed" });
    client.emulator.faults.add({ times: 2, fault: { kind: "exchange" } });
    const answers = await sendBatch(client, [get("1", id), get("2", ids.nobody), get("3", id)]);
    assert.deepEqual(statuses(answers), ["3: 404", "2: 200", "1: 200"]);
    assert.deepEqual((await sendBatch(client, [get("1", id)]))[0]?.body, right);
  });

  it("are taken over HTTP, and refused without a body or with a wrong one", async () => {
    const { client, id, right } = await start();
    const add = async (fault: object) =>
      (await client.call("POST", `${host}/_emulator/faults`, { path: id, fault })).status;
    for (const [fault, expected] of spoilt) {
      assert.equal(await add(fault), 201);
      assert.deepEqual(JSON.parse((await client.call("GET", item(id))).text), expected(right));
    }
    const wrong = [{ kind: "body" }, { kind: "merge" }, { kind: "merge", body: [] }, { kind: "exchange", body: 1 }];
    for (const fault of wrong) assert.equal(await add(fault), 400, JSON.stringify(fault));
  });
});
