import assert from "node:assert/strict";
import fc from "fast-check";
import { oneLine } from "../../../provider/errors";
import { type FailureKind, GraphFailure, isNotFound, refusal } from "../../../provider/graph/failure";

const ids = { "request-id": "8c0e", "client-request-id": "77aa", date: "2026-02-03T09:10:11" };
const error = { code: "ResourceNotFound", message: "The resource was not found." };
const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  refusal(status, new Headers(headers), typeof body === "string" ? body : JSON.stringify(body));

const full = {
  code: "ResourceNotFound",
  message: "The resource was not found.",
  requestId: "8c0e",
  clientRequestId: "77aa",
  date: "2026-02-03T09:10:11",
};
const fullFact =
  "Graph answered 404 ResourceNotFound: The resource was not found (request-id 8c0e, client-request-id 77aa, date 2026-02-03T09:10:11).";

describe("Graph's error", () => {
  const forms: [title: string, body: unknown, headers: Record<string, string>, error: unknown, fact: string][] = [
    ["with innerError", { error: { ...error, details: [], innerError: ids } }, {}, full, fullFact],
    ["with innererror", { error: { ...error, innererror: ids } }, {}, full, fullFact],
    ["with its ids in the headers", { error }, ids, full, fullFact],
    ["without any id", { error }, {}, error, "Graph answered 404 ResourceNotFound: The resource was not found."],
    [
      "without message",
      { error: { code: "ResourceNotFound" } },
      {},
      { code: "ResourceNotFound", message: "" },
      "Graph answered 404 ResourceNotFound.",
    ],
    ["without code", { error: { message: "Gone" } }, {}, { code: "", message: "Gone" }, "Graph answered 404: Gone."],
  ];
  for (const [title, body, headers, expected, fact] of forms) {
    it(`is understood ${title}`, () => {
      const failure = read(404, body, headers);
      assert.deepEqual(
        { kind: failure.kind, status: failure.status, error: failure.error, fact: failure.fact, text: failure.message },
        { kind: "refused", status: 404, error: expected, fact, text: fact },
      );
    });
  }

  it("is missing in an empty body, HTML, anything but JSON, and JSON of another form", () => {
    const bodies = ["", "<html><body>Bad gateway</body></html>", "{", "null", "5", '"error"', "[]", "{}"];
    const empty = [{ error: null }, { error: {} }, { error: [] }, { error: { code: "" } }];
    const others = [{ error: "invalid_request" }, ...empty, { message: "Resource not found" }];
    for (const body of [...bodies, ...others]) {
      const failure = read(502, body);
      assert.deepEqual(
        [failure.kind, failure.status, failure.error, failure.fact],
        ["refused", 502, undefined, "Graph answered 502 without an error of Graph's."],
      );
    }
    assert.equal(
      read(503, "<html>", { "request-id": "8c0e" }).fact,
      "Graph answered 503 without an error of Graph's (request-id 8c0e).",
    );
  });

  it("is throttling when its status is 429, whatever its body", () => {
    assert.deepEqual(
      [read(429, "").kind, read(429, { error }).kind, read(503, { error }).kind],
      ["throttled", "throttled", "refused"],
    );
  });

  it("has its code compared without case", () => {
    const failure = read(403, { error: { code: "nolicense" } });
    assert.deepEqual(
      [
        failure.hasCode("NoLicense"),
        failure.hasCode("other", "NOLICENSE"),
        failure.hasCode("NoLicence"),
        failure.hasCode(),
      ],
      [true, true, false, false],
    );
    assert.equal(read(403, "").hasCode(""), false);
  });

  it("is shown on one line, without control characters or direction marks", () => {
    const message = "first\r\nsecond\t\u001b[31mred\u202egro\u2066.\u2028third\u0000\u009b2J\u200b";
    const failure = read(400, { error: { code: "Bad\nRequest\u202e", message, innerError: { "request-id": "a\nb" } } });
    assert.equal(failure.fact, "Graph answered 400 Bad Request: first second [31mred gro . third 2J (request-id a b).");
  });

  it("is cut if it is long", () => {
    const long = "x".repeat(5000);
    const failure = read(400, { error: { code: long, message: long, innerError: { "request-id": long } } });
    const cut = (limit: number) => `${"x".repeat(limit - 3)}...`;
    assert.deepEqual(failure.error, { code: cut(80), message: cut(300), requestId: cut(80) });
    assert.ok(failure.fact.length < 600);
  });
});

describe("a failure", () => {
  it("is ambiguous unless Graph refused the request", () => {
    const kinds: FailureKind[] = ["throttled", "unreadable", "unreachable", "timedOut", "interrupted"];
    assert.deepEqual(
      kinds.map((kind) => new GraphFailure(kind, "").isAmbiguous),
      [false, true, true, true, true],
    );
    assert.deepEqual(
      [400, 401, 403, 404, 409, 412, 500, 502, 503, 504].map((status) => read(status, { error }).isAmbiguous),
      [false, false, false, false, false, false, true, true, true, true],
    );
  });

  it("means gone only when Graph itself says 404", () => {
    assert.equal(isNotFound(read(404, { error })), true);
    assert.equal(isNotFound(read(404, { error: { code: "Request_ResourceNotFound" } })), true);
    const others = [
      ...["", "<html>Not found</html>", { message: "Resource not found" }, { error: "not_found" }].map((body) =>
        read(404, body),
      ),
      ...[
        {},
        [],
        { code: "", message: "" },
        { code: null },
        { innerError: ids },
        { code: 404 },
        { code: 404, message: "Not found" },
        { message: {} },
      ].map((empty) => read(404, { error: empty })),
      ...[400, 403, 410, 429, 500].map((status) => read(status, { error })),
      new GraphFailure("unreachable", "Graph could not be reached: ENOTFOUND."),
      Object.assign(new Error("not found"), { status: 404, error }),
      { status: 404, error },
      undefined,
    ];
    assert.deepEqual(
      others.map(isNotFound),
      others.map(() => false),
    );
  });
});

describe("text from elsewhere on one line", () => {
  it("has no control characters, direction marks or outer space, and no more than its limit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 4, max: 50 }), (text, limit) => {
        const line = oneLine(text, limit);
        assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
        assert.equal(line.trim(), line);
        assert.ok(line.length <= limit);
        assert.equal(oneLine(line, limit), line);
      }),
    );
  });

  it("is unchanged if it is one line, and ends in dots if it was cut", () => {
    assert.equal(oneLine("The caller is not authorized."), "The caller is not authorized.");
    assert.equal(oneLine("x".repeat(401)), `${"x".repeat(397)}...`);
    assert.equal(oneLine("x".repeat(400)), "x".repeat(400));
  });
});
