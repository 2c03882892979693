/** HTTP itself, on real sockets. */
import assert from "node:assert/strict";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import { createEmulator, type Emulator, type Listener } from "../../emulator";
import { ids, item, organizations, reference } from "./client";

interface Raw {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

const collection = `/v1.0${organizations}`;
const one = `/v1.0${item(ids.nobody)}`;

describe("emulator: HTTP", () => {
  let emulator: Emulator;
  let listener: Listener;
  before(async () => {
    emulator = createEmulator({ seed: { organizations: [{ id: ids.nobody }] } });
    listener = await emulator.listen();
  });
  after(() => listener.close());

  function send(method: string, path: string, headers: RequestOptions["headers"] = {}, body?: Buffer): Promise<Raw> {
    const sent = { authorization: "Bearer x", "content-type": "application/json", ...headers };
    return new Promise((resolve, reject) => {
      const started = request(new URL(path, listener.url), { method, headers: sent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      started.on("error", reject);
      started.end(body);
    });
  }

  for (const [accepted, isCompressed] of [
    ["gzip, deflate, br", true],
    ["br, GZIP;q=0.5", true],
    ["gzip;q=0", false],
    ["identity", false],
    [undefined, false],
  ] as const) {
    it(`${isCompressed ? "compresses" : "does not compress"} for Accept-Encoding ${accepted}`, async () => {
      const headers = accepted === undefined ? {} : { "accept-encoding": accepted };
      const answer = await send("GET", collection, headers);
      assert.equal(answer.headers["content-encoding"], isCompressed ? "gzip" : undefined);
      const text = isCompressed ? gunzipSync(answer.body) : answer.body;
      assert.equal((JSON.parse(text.toString()) as { value: unknown[] }).value.length, 1);
    });
  }

  it("compresses errors, sends no body with 204, and ends a compressed body in its middle", async () => {
    const headers = { "accept-encoding": "gzip" };
    assert.match(gunzipSync((await send("GET", "/v1.0/me", headers)).body).toString(), /segment 'me'/);
    const path = `${one}/internalSponsors`;
    const added = await send("POST", `${path}/$ref`, headers, Buffer.from(JSON.stringify(reference(ids.adele))));
    assert.deepEqual([added.status, added.headers["content-encoding"], added.body.length], [204, undefined, 0]);
    emulator.faults.add({ fault: { kind: "truncated" } });
    await assert.rejects(send("GET", collection, headers), { code: "ECONNRESET" });
  });

  it("keeps an idle connection for a minute, and lets nobody cache an answer", async () => {
    const { headers } = await send("GET", collection, { connection: "keep-alive" });
    assert.deepEqual([headers["keep-alive"], headers["cache-control"]], ["timeout=60", "no-cache"]);
  });

  const allowed: [method: string, path: string, allow: string][] = [
    ["PUT", collection, "GET, POST"],
    ["DELETE", collection, "GET, POST"],
    ["POST", one, "GET, PATCH, DELETE"],
    ["PATCH", `${one}/internalSponsors`, "GET, POST"],
    ["PUT", `${one}/externalSponsors/$ref`, "GET, POST, DELETE"],
    ["GET", `${one}/internalSponsors/${ids.adele}/$ref`, "DELETE"],
    ["GET", "/v1.0/$batch", "POST"],
    ["PATCH", `/v1.0/users/${ids.adele}`, "GET, DELETE"],
    ["GET", `/${ids.own}/oauth2/v2.0/token`, "POST"],
    ["OPTIONS", collection, "GET, POST"],
    ["DELETE", `${one}/internalSponsors/${ids.adele}`, ""],
    ["TRACE", collection, "GET, POST, PUT, PATCH, DELETE"],
  ];
  for (const [method, path, allow] of allowed) {
    it(`answers 405 to ${method} ${path.replace(organizations, "…")} and allows ${allow || "nothing"}`, async () => {
      const { status, headers } = await send(method, path);
      assert.deepEqual([status, headers.allow], [405, allow]);
    });
  }

  const page = { origin: "https://portal.example" };

  it("lets pages of any origin read Graph's answers, errors and throttling too", async () => {
    emulator.faults.add({ skip: 2, fault: { kind: "status", status: 429 } });
    for (const path of [collection, "/v1.0/me", collection]) {
      const { headers } = await send("GET", path, page);
      assert.equal(headers["access-control-allow-origin"], "*");
      assert.match(String(headers["access-control-expose-headers"]), /\bLocation\b.*\brequest-id\b.*\bRetry-After\b/);
    }
    assert.equal((await send("GET", collection)).headers["access-control-allow-origin"], undefined);
    const authority = await send("GET", `/${ids.own}/discovery/keys`, page);
    assert.equal(authority.headers["access-control-allow-origin"], undefined);
  });

  it("answers what a browser asks before a request, without a token", async () => {
    const asked = {
      "access-control-request-method": "PATCH",
      "access-control-request-headers": "authorization,content-type",
    };
    const { status, headers } = await send("OPTIONS", one, { ...page, ...asked, authorization: "" });
    assert.deepEqual(
      [
        status,
        headers["access-control-allow-origin"],
        headers["access-control-allow-methods"],
        headers["access-control-allow-headers"],
      ],
      [200, "*", "PATCH", "authorization,content-type"],
    );
  });

  const limit = 4 * 1024 * 1024;
  const padded = (size: number) => Buffer.from(`${JSON.stringify({ description: "x" }).padEnd(size)}`);
  for (const [what, headers, body, status] of [
    ["a body of 4 MiB", {}, padded(limit), 204],
    ["a longer body", {}, padded(limit + 1), 413],
    ["a longer body in chunks", { "transfer-encoding": "chunked" }, padded(limit + 1), 413],
    ["a body of 4 MiB that was compressed", { "content-encoding": "gzip" }, gzipSync(padded(limit)), 204],
    ["a longer body that was compressed", { "content-encoding": "gzip" }, gzipSync(padded(limit + 1)), 413],
    ["no gzip that says so", { "content-encoding": "gzip" }, padded(10), 415],
  ] as const) {
    it(`answers ${status} to ${what}, and goes on`, async () => {
      const length = "transfer-encoding" in headers ? {} : { "content-length": body.length };
      assert.equal((await send("PATCH", one, { ...length, ...headers }, body)).status, status);
      assert.equal((await send("GET", one)).status, 200);
    });
  }
});
