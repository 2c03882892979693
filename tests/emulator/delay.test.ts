import assert from "node:assert/strict";
import { mock } from "node:test";
import { createEmulator } from "../../emulator";
import { host, organizations } from "./client";

const url = `${host}/v1.0${organizations}`;
const headers = { authorization: "Bearer any", "content-type": "application/json" };
const turns = () => new Promise((next) => setImmediate(() => setImmediate(next)));

describe("emulator: delay", () => {
  before(() => mock.timers.enable({ apis: ["setTimeout"] }));
  after(() => mock.timers.reset());

  it("holds a request back for the whole time, and a batch of several no longer", async () => {
    const emulator = createEmulator({ delayMs: 100 });
    const member = (id: string) => ({ id, method: "GET", url: organizations });
    const body = JSON.stringify({ requests: ["a", "b", "c"].map(member) });
    const answers = Promise.all([
      emulator.fetch(url, { headers }),
      emulator.fetch(`${host}/v1.0/$batch`, { method: "POST", headers, body }),
    ]);
    const statuses = () => emulator.requests.map(({ status }) => status);
    await turns();
    mock.timers.tick(99);
    await turns();
    assert.deepEqual(statuses(), [undefined, undefined]);
    mock.timers.tick(1);
    assert.deepEqual(
      (await answers).map(({ status }) => status),
      [200, 200],
    );
    assert.deepEqual(statuses(), [200, 200]);
  });
});
