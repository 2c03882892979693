import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate, setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { firstOf, unlessAborted } from "../../provider/clock";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("the first of several signals", () => {
  it("ends a request that hangs, although garbage was collected meanwhile", async () => {
    const server = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(server, "listening");
    const stop = new AbortController();
    const { port } = server.address() as AddressInfo;
    const answer = fetch(`http://127.0.0.1:${port}`, { signal: firstOf(stop.signal, AbortSignal.timeout(1000)) });
    // On a busy machine the time may be over before the request is there.
    await Promise.race([once(server, "request"), answer.catch(() => undefined)]);
    for (let turn = 0; turn < 3; turn += 1) {
      await setImmediate();
      collectGarbage();
    }
    const ended = await Promise.race([answer, setTimeout(10_000)]).catch(({ name }) => name);
    server.closeAllConnections();
    server.close();
    assert.equal(ended, "TimeoutError");
  });

  it("causes no warning of a leak where many wait for the same one", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on("warning", listen);
    const { signal } = new AbortController();
    for (let count = 0; count < 20; count += 1) firstOf(signal, new AbortController().signal);
    await setImmediate();
    process.off("warning", listen);
    assert.deepEqual(warnings, []);
  });

  it("is over from the start when one of them is", () => {
    const { aborted, reason } = firstOf(new AbortController().signal, AbortSignal.abort("over"));
    assert.deepEqual([aborted, reason], [true, "over"]);
  });
});

describe("a wait under a signal that is over", () => {
  it("ends with the signal's reason, and takes the error that comes later", async () => {
    const unhandled: unknown[] = [];
    const listen = (error: unknown) => unhandled.push(error);
    const others = process.rawListeners("unhandledRejection") as NodeJS.UnhandledRejectionListener[];
    process.removeAllListeners("unhandledRejection").on("unhandledRejection", listen);
    const ended = await unlessAborted(Promise.reject(new Error("late")), AbortSignal.abort("over")).catch((why) => why);
    await setImmediate();
    process.off("unhandledRejection", listen);
    for (const other of others) process.on("unhandledRejection", other);
    assert.deepEqual([ended, unhandled], ["over", []]);
  });
});
