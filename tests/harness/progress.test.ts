import assert from "node:assert/strict";
import { duration, withProgress } from "../../harness/engine/progress";

describe("withProgress", () => {
  it("says what is done and how long it took", async () => {
    const written: string[] = [];
    await withProgress("building, usually 3 minutes", async () => {}, { write: (text) => written.push(text) });
    assert.equal(written.join(""), "engine: building, usually 3 minutes\nengine: done in 0 s\n");
  });

  it("writes minutes and seconds", () => {
    assert.deepEqual([999, 59_400, 61_000].map(duration), ["1 s", "59 s", "1 min 1 s"]);
  });
});
