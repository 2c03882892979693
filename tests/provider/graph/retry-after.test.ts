import assert from "node:assert/strict";
import { readRetryAfter } from "../../../provider/graph/retry-after";

const start = Date.parse("2026-02-03T09:10:11Z");

describe("Retry-After", () => {
  const read = (value: string, date?: string) =>
    readRetryAfter(new Headers({ "retry-after": value, ...(date && { date }) }), start);

  it("is read as whole and as decimal seconds, rounded up", () => {
    assert.deepEqual(
      ["315", "1", "0", "2.128", "0.0001", " 10 "].map((value) => read(value)),
      [315_000, 1000, 0, 2128, 1, 10_000],
    );
  });

  it("is read as a date, relative to the answer's own date if there is one", () => {
    const date = "Tue, 03 Feb 2026 09:15:11 GMT";
    assert.equal(read(date), 300_000);
    assert.equal(read(date, "Tue, 03 Feb 2026 09:14:11 GMT"), 60_000);
    assert.equal(read(date, "not a date"), 300_000);
  });

  it("is 0 when its date has passed", () => {
    assert.equal(read("Tue, 03 Feb 2026 09:00:00 GMT"), 0);
    assert.equal(read("Tue, 03 Feb 2026 09:15:11 GMT", "Tue, 03 Feb 2026 10:00:00 GMT"), 0);
  });

  it("is undefined when it is missing or unreadable", () => {
    assert.deepEqual(
      ["", " ", "soon", "NaN", "Infinity", "-5", "+5", "1e3", "0x10", "1,5", "2026-02-03T09:15:11Z"].map((value) =>
        read(value),
      ),
      new Array(11).fill(undefined),
    );
    assert.equal(readRetryAfter(new Headers(), start), undefined);
  });
});
