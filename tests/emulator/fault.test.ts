/** Faults: requests and answers that go wrong as a test tells them to. */
import assert from "node:assert/strict";
import { mock } from "node:test";
import { createEmulator, type Emulator, type Fault, type Listener } from "../../emulator";
import { brief, type Client, createClient, domain, host, ids, item, organizations } from "./client";

const create = { displayName: "Adatum", identitySources: [domain("adatum.com")] };

async function briefs(client: Client, count: number): Promise<string[]> {
  const all: string[] = [];
  for (let index = 0; index < count; index += 1) all.push(await client.brief("GET", organizations));
  return all;
}

describe("emulator: fault rules", () => {
  it("match by method and path, skip, and end after some times", async () => {
    const client = createClient();
    client.emulator.faults.add(
      { method: "POST", fault: { kind: "status", status: 500 } },
      { path: /sponsors$/i, fault: { kind: "status", status: 500 } },
      { path: "connectedorganizations", skip: 1, times: 2, fault: { kind: "status", status: 503 } },
    );
    assert.deepEqual(await briefs(client, 4), ["200", "503 ServiceUnavailable", "503 ServiceUnavailable", "200"]);
    assert.equal(client.emulator.faults.list().length, 2);
    client.emulator.faults.clear();
    assert.equal(await client.brief("POST", organizations, create), "201");
  });

  it("last as long as wanted, for a pattern of the whole path", async () => {
    const client = createClient();
    const fault = { kind: "status", status: 502 } as const;
    client.emulator.faults.add({ path: "/v1.0/*Organizations", times: "always", fault });
    assert.deepEqual(await briefs(client, 3), Array(3).fill("502 BadGateway"));
    assert.equal(await client.brief("GET", item(ids.nobody)), "404 ResourceNotFound");
  });

  for (const [when, left] of [
    ["before", 0],
    ["after", 1],
  ] as const) {
    it(`spoil a request ${when} its write is applied`, async () => {
      const client = createClient();
      client.emulator.faults.add({ method: "POST", fault: { kind: "status", status: 504, when } });
      assert.equal(await client.brief("POST", organizations, create), "504 GatewayTimeout");
      assert.equal(client.emulator.portal.list().length, left);
    });
  }

  const now = Date.UTC(2026, 1, 3, 9, 10, 11);
  for (const [retryAfter, header] of [
    [315, "315"],
    [2.128, "2.128"],
    [0, "0"],
    ["soon", "soon"],
    [{ dateInSeconds: 30 }, "Tue, 03 Feb 2026 09:10:41 GMT"],
    [undefined, null],
  ] as const) {
    it(`send Retry-After ${header}`, async () => {
      const client = createClient({ clock: () => now });
      client.emulator.faults.add({ fault: { kind: "status", status: 429, retryAfter } });
      const answer = await client.call("GET", organizations);
      assert.deepEqual([brief(answer), answer.headers.get("retry-after")], ["429 TooManyRequests", header]);
    });
  }

  const odd: Fault = { kind: "status", status: 409, code: "Odd", message: "why", headers: { "x-odd": "1" } };
  const bodies: [fault: Fault, status: number, text: RegExp, headers?: Record<string, string>][] = [
    [odd, 409, /"Odd","message":"why"/, { "x-odd": "1" }],
    [{ kind: "status", status: 503, body: "html" }, 503, /^<html>/],
    [{ kind: "status", status: 503, body: "empty" }, 503, /^$/],
    [{ kind: "empty" }, 200, /^$/],
    [{ kind: "html" }, 200, /^<html>/],
    [{ kind: "wrongJson" }, 200, /^"not what you expected"$/],
    [{ kind: "delay", ms: 1 }, 200, /"value":\[\]/],
    [{ kind: "redirect", location: "https://a.example/", status: 307 }, 307, /^$/, { location: "https://a.example/" }],
  ];
  for (const [fault, status, text, headers = {}] of bodies) {
    it(`answer as told: ${JSON.stringify(fault)}`, async () => {
      const client = createClient();
      client.emulator.faults.add({ fault });
      const answer = await client.call("GET", organizations);
      assert.equal(answer.status, status);
      assert.match(answer.text, text);
      for (const [name, value] of Object.entries(headers)) assert.equal(answer.headers.get(name), value);
    });
  }

  for (const [form, header] of [
    ["seconds", "5"],
    ["decimal", "5.000"],
    ["date", "Tue, 03 Feb 2026 09:10:16 GMT"],
    ["zero", "0"],
    ["garbage", "soon"],
    ["missing", null],
  ] as const) {
    it(`throttle as throttleRetryAfter ${form} says, with a bucket that refills by the clock`, async () => {
      let time = now;
      const switches = { throttleRequests: 2, throttleSeconds: 10, throttleRetryAfter: form };
      const client = createClient({ clock: () => time, switches });
      assert.deepEqual(await briefs(client, 2), ["200", "200"]);
      const { status, headers } = await client.call("GET", organizations);
      assert.deepEqual([status, headers.get("retry-after")], [429, header]);
      time += 5_000;
      assert.deepEqual(await briefs(client, 2), ["200", "429 TooManyRequests"]);
    });
  }

  it("show in process as a failed fetch", async () => {
    const client = createClient();
    for (const when of ["before", "after"] as const) {
      client.emulator.faults.add({ fault: { kind: "reset", when } });
      await assert.rejects(client.call("POST", organizations, create), { name: "TypeError", message: "fetch failed" });
      assert.equal(client.emulator.portal.list().length, when === "after" ? 1 : 0);
    }
    client.emulator.faults.add({ fault: { kind: "truncated" } });
    await assert.rejects(client.call("GET", organizations), { name: "TypeError" });
    client.emulator.faults.add({ fault: { kind: "hang" } });
    const hanging = client.emulator.fetch(`${host}/v1.0/users`, { signal: AbortSignal.timeout(20) });
    await assert.rejects(hanging, { name: "TimeoutError" });
    const ends = client.emulator.requests.map(({ status }) => status);
    assert.deepEqual(ends, ["reset", "reset", "truncated", "hang"]);
  });

  afterEach(() => mock.timers.reset());

  it("is not needed for a delay of every request, and of a batch for each member", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const turns = () => new Promise((next) => setImmediate(() => setImmediate(next)));
    const client = createClient({ delayMs: 1000, delayMemberMs: 5 });
    const { json } = await client.call("PUT", `${host}/_emulator/delays`, { request: 100 });
    assert.deepEqual(json, { request: 100, member: 5 });
    const requests = ["a", "b", "c"].map((id) => ({ id, method: "GET", url: organizations }));
    const answers = Promise.all([client.brief("GET", organizations), client.brief("POST", "/$batch", { requests })]);
    const seen = () => client.emulator.requests.map(({ status }) => status);
    await turns();
    mock.timers.tick(99);
    await turns();
    assert.deepEqual(seen(), [undefined, undefined]);
    mock.timers.tick(1);
    await turns();
    assert.deepEqual(seen(), [200, undefined]);
    mock.timers.tick(14);
    await turns();
    assert.deepEqual(seen(), [200, undefined]);
    mock.timers.tick(1);
    assert.deepEqual(await answers, ["200", "200"]);
  });
});

describe("emulator: fault rules on a socket", () => {
  let emulator: Emulator;
  let listener: Listener;
  const send = (method: string, body?: unknown, signal: AbortSignal | null = null) =>
    fetch(`${listener.url}/v1.0${organizations}`, {
      method,
      headers: { authorization: "Bearer x", "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    });

  beforeEach(async () => {
    emulator = createEmulator();
    listener = await emulator.listen();
  });
  afterEach(() => listener.close());

  for (const [when, left] of [
    ["before", 0],
    ["after", 1],
  ] as const) {
    it(`reset the connection ${when} the write`, async () => {
      emulator.faults.add({ method: "POST", fault: { kind: "reset", when } });
      await assert.rejects(send("POST", create), { message: "fetch failed" });
      assert.equal(emulator.portal.list().length, left);
      assert.equal((await send("GET")).status, 200);
    });
  }

  it("end a body in its middle", async () => {
    emulator.faults.add({ fault: { kind: "truncated" } });
    const response = await send("GET");
    assert.equal(response.status, 200);
    await assert.rejects(response.text(), { message: "terminated" });
  });

  it("never answer, and close drops what hangs", async () => {
    emulator.faults.add({ times: 2, fault: { kind: "hang" } });
    await assert.rejects(send("GET", undefined, AbortSignal.timeout(30)), { name: "TimeoutError" });
    const hanging = assert.rejects(send("GET"), { message: "fetch failed" });
    while (emulator.requests.length < 2) await new Promise(setImmediate);
    await listener.close();
    await hanging;
    listener = await emulator.listen();
  });

  it("leave the links to the host and port of the request", async () => {
    emulator.switches.set({ pageSize: 1 });
    emulator.portal.create({});
    emulator.portal.create({});
    const { "@odata.nextLink": link } = (await (await send("GET")).json()) as { "@odata.nextLink": string };
    assert.ok(link.startsWith(`${listener.url}/v1.0/`));
  });
});
