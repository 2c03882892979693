import assert from "node:assert/strict";
import type { Emulator, Fault, Listener } from "../../emulator";
import { createClient, domain, errorCode, item, organizations, withSwitches } from "./client";

const create = { displayName: "Adatum", identitySources: [domain("adatum.com")] };

async function statuses(client: ReturnType<typeof createClient>, count: number): Promise<number[]> {
  const all: number[] = [];
  for (let index = 0; index < count; index += 1) all.push((await client.call("GET", organizations)).status);
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
    assert.deepEqual(await statuses(client, 4), [200, 503, 503, 200]);
    assert.equal(client.emulator.faults.list().length, 2);
    client.emulator.faults.clear();
    assert.equal((await client.call("POST", organizations, create)).status, 201);
  });

  it("last as long as wanted, by pattern", async () => {
    const client = createClient();
    client.emulator.faults.add({
      path: "/v1.0/*Organizations",
      times: "always",
      fault: { kind: "status", status: 502 },
    });
    assert.deepEqual(await statuses(client, 3), [502, 502, 502]);
    assert.equal((await client.call("GET", item("x"))).status, 400);
  });

  it("spoil before or after the write is applied", async () => {
    for (const [when, left] of [
      ["before", 0],
      ["after", 1],
    ] as const) {
      const client = createClient();
      client.emulator.faults.add({ method: "POST", fault: { kind: "status", status: 504, when } });
      const answer = await client.call("POST", organizations, create);
      assert.deepEqual([answer.status, errorCode(answer)], [504, "GatewayTimeout"]);
      assert.equal(client.emulator.portal.list().length, left);
    }
  });

  const now = Date.UTC(2026, 1, 3, 9, 10, 11);
  for (const [retryAfter, header] of [
    [315, "315"],
    [2.128, "2.128"],
    [0, "0"],
    ["soon", "soon"],
    [{ dateInSeconds: 30 }, "Tue, 03 Feb 2026 09:10:41 GMT"],
    [undefined, null],
  ] as const) {
    it(`sends Retry-After ${header}`, async () => {
      const client = createClient({ clock: () => now });
      client.emulator.faults.add({ fault: { kind: "status", status: 429, retryAfter } });
      const answer = await client.call("GET", organizations);
      assert.deepEqual([answer.status, errorCode(answer)], [429, "TooManyRequests"]);
      assert.equal(answer.headers.get("retry-after"), header);
    });
  }

  const bodies: [fault: Fault, status: number, text: RegExp][] = [
    [
      { kind: "status", status: 409, code: "Odd", message: "why", headers: { "x-odd": "1" } },
      409,
      /"Odd","message":"why"/,
    ],
    [{ kind: "status", status: 503, body: "html" }, 503, /^<html>/],
    [{ kind: "status", status: 503, body: "empty" }, 503, /^$/],
    [{ kind: "empty" }, 200, /^$/],
    [{ kind: "html" }, 200, /^<html>/],
    [{ kind: "wrongJson" }, 200, /^"not what you expected"$/],
    [{ kind: "delay", ms: 1 }, 200, /"value":\[\]/],
  ];
  for (const [fault, status, text] of bodies) {
    it(`spoils the body: ${JSON.stringify(fault)}`, async () => {
      const client = createClient();
      client.emulator.faults.add({ fault });
      const answer = await client.call("GET", organizations);
      assert.equal(answer.status, status);
      assert.match(answer.text, text);
    });
  }

  it("redirects", async () => {
    const client = createClient();
    client.emulator.faults.add({ fault: { kind: "redirect", location: "https://elsewhere.example/", status: 307 } });
    const answer = await client.call("GET", organizations);
    assert.deepEqual([answer.status, answer.headers.get("location")], [307, "https://elsewhere.example/"]);
  });

  for (const [form, header] of [
    ["seconds", /^5$/],
    ["decimal", /^5\.000$/],
    ["date", /^Tue, 03 Feb 2026 09:10:16 GMT$/],
    ["zero", /^0$/],
    ["garbage", /^soon$/],
    ["missing", undefined],
  ] as const) {
    it(`throttleRetryAfter ${form}, with a bucket that refills by the clock`, async () => {
      let time = now;
      const client = createClient({
        clock: () => time,
        switches: { throttleRequests: 2, throttleSeconds: 10, throttleRetryAfter: form },
      });
      assert.deepEqual(await statuses(client, 2), [200, 200]);
      const { status, headers } = await client.call("GET", organizations);
      assert.equal(status, 429);
      if (header === undefined) assert.equal(headers.get("retry-after"), null);
      else assert.match(headers.get("retry-after") ?? "", header);
      time += 5_000;
      assert.deepEqual(await statuses(client, 2), [200, 429]);
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
    const hanging = client.emulator.fetch("https://graph.microsoft.com/v1.0/users", {
      signal: AbortSignal.timeout(20),
    });
    await assert.rejects(hanging, { name: "TimeoutError" });
    assert.deepEqual(
      client.emulator.requests.map(({ status }) => status),
      ["reset", "reset", "truncated", "hang"],
    );
  });
});

describe("emulator: fault rules on a socket", () => {
  let emulator: Emulator;
  let listener: Listener;
  const send = (method: string, body?: unknown, signal?: AbortSignal) =>
    fetch(`${listener.url}/v1.0${organizations}`, {
      method,
      headers: { authorization: "Bearer x", "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });

  beforeEach(async () => {
    emulator = withSwitches({}).emulator;
    listener = await emulator.listen();
  });
  afterEach(() => listener.close());

  for (const [when, left] of [
    ["before", 0],
    ["after", 1],
  ] as const) {
    it(`resets the connection ${when} the write`, async () => {
      emulator.faults.add({ method: "POST", fault: { kind: "reset", when } });
      await assert.rejects(send("POST", create), { message: "fetch failed" });
      assert.equal(emulator.portal.list().length, left);
      assert.equal((await send("GET")).status, 200);
    });
  }

  it("ends a body in its middle", async () => {
    emulator.faults.add({ fault: { kind: "truncated" } });
    const response = await send("GET");
    assert.equal(response.status, 200);
    await assert.rejects(response.text(), { message: "terminated" });
  });

  it("never answers, and close drops what hangs", async () => {
    emulator.faults.add({ times: 2, fault: { kind: "hang" } });
    await assert.rejects(send("GET", undefined, AbortSignal.timeout(30)), { name: "TimeoutError" });
    const hanging = assert.rejects(send("GET"), { message: "fetch failed" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await listener.close();
    await hanging;
    listener = await emulator.listen();
  });

  it("answers for the host and port of the request", async () => {
    emulator.switches.set({ pageSize: 1 });
    emulator.portal.create({});
    emulator.portal.create({});
    const { "@odata.nextLink": link } = (await (await send("GET")).json()) as { "@odata.nextLink": string };
    assert.ok(link.startsWith(`${listener.url}/v1.0/`));
  });
});
