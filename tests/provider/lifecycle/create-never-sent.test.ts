/** A POST that found no connection took no effect, so nobody needs to be told that the outcome is not known. */
import assert from "node:assert/strict";
import { bodies, messageOf, owned } from "../../support/organizations";
import { startWorld, type World } from "../../support/world";

const codes = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "DEPTH_ZERO_SELF_SIGNED_CERT"];

const noConnection = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("connect"), { code }) });

/** Finds no connection for the requests that the condition names by their number, from 1, among those of their method. */
function startWithout(code: string, fails: (method: string, count: number) => boolean): World {
  const counts = new Map<string, number>();
  return startWorld(
    {},
    {},
    {
      between: (next) => async (input, init) => {
        const method = init?.method?.toUpperCase() ?? "GET";
        const count = (counts.get(method) ?? 0) + 1;
        counts.set(method, count);
        if (fails(method, count)) throw noConnection(code);
        return next(input, init);
      },
    },
  );
}

describe("a create that finds no connection", () => {
  for (const code of codes) {
    it(`(${code}) leaves nothing in doubt when the service stays out of reach`, async () => {
      const world = startWithout(code, () => true);
      assert.equal(await messageOf(world.create(owned)), `Graph could not be reached: ${code}.`);
    });

    it(`(${code}) is sent again when the service can be reached`, async () => {
      const world = startWithout(code, (method, count) => method === "POST" && count === 1);
      await world.create(owned);
      assert.deepEqual([bodies(world, "POST").length, world.emulator.portal.list().length], [1, 1]);
    });
  }

  it("after a lost answer stays in doubt", async () => {
    const world = startWithout("ENOTFOUND", (method, count) => method === "POST" && count > 1);
    world.emulator.faults.add({ method: "POST", fault: { kind: "reset" } });
    assert.match(
      await messageOf(world.create(owned)),
      /^Graph could not be reached: ECONNRESET\. Whether the organization was created is not known/,
    );
  });

  it("at each of its tries ends with that", async () => {
    const world = startWithout("ENOTFOUND", (method) => method === "POST");
    assert.equal(await messageOf(world.create(owned)), "Graph could not be reached: ENOTFOUND.");
    assert.equal(world.emulator.portal.list().length, 0);
  });
});
