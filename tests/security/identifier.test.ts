/** Ids from the service and from state name one segment of a path, whatever characters they are made of. */
import assert from "node:assert/strict";
import { failureOf } from "../support/failures";
import { collection } from "../support/organizations";
import { owned } from "../support/sources";
import { startWorld, type WorldOptions } from "../support/world";

const hostile = [
  "../x",
  "..\\x",
  "a/b",
  "a?b",
  "a#b",
  "%2e%2e",
  "%2f",
  "a%00b",
  " ",
  "a\nb",
  "é",
  "'",
  "(1)",
  "x".repeat(5000),
];
const noIds = ["", ".", ".."];
const sponsor = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";

/** Method and path of each request, as the service would see it. */
function tap(answer: (method: string, path: string) => unknown = () => undefined) {
  const seen: [method: string, path: string][] = [];
  const between: WorldOptions["between"] = (next) => async (input, init) => {
    const { pathname } = new URL(String(input));
    seen.push([init?.method ?? "GET", pathname]);
    const body = answer(init?.method ?? "GET", pathname);
    return body === undefined ? await next(input, init) : Response.json(body);
  };
  return { seen, between };
}

describe("an id", () => {
  for (const id of hostile) {
    it(`in state is one segment below the collection: ${JSON.stringify(id.slice(0, 10))}`, async () => {
      const { seen, between } = tap();
      const world = startWorld({}, {}, { between });
      const settled = await Promise.allSettled([
        world.read(id, owned),
        world.remove(id),
        world.update(id, owned, { ...owned, displayName: "Other" }),
      ]);
      assert.ok(settled.every(({ status }) => status === "fulfilled" || status === "rejected"));
      for (const [, path] of seen.filter(([, each]) => each !== "/v1.0/$batch")) {
        const [prefix, segment, ...more] = path.split(`${collection}`);
        assert.deepEqual([prefix, more], ["", []]);
        assert.match(segment ?? "", /^(\/[^/]+)?$/);
      }
    });

    it(`of a sponsor is one segment below the list: ${JSON.stringify(id.slice(0, 10))}`, async () => {
      const isList = (method: string, path: string) => method === "GET" && path.endsWith("/internalSponsors");
      const { seen, between } = tap((method, path) => (isList(method, path) ? { value: [{ id }] } : undefined));
      const world = startWorld({}, { timeoutSeconds: "5" }, { between });
      const { id: own, outputs } = await world.create(owned);
      await failureOf(world.update(own, outputs, { ...owned, internalSponsors: [sponsor] }));
      const deletes = seen.filter(([method]) => method === "DELETE");
      assert.ok(deletes.length > 0);
      const expected = `${collection}/${own}/internalSponsors/${encodeURIComponent(id.toLowerCase())}/$ref`;
      for (const [, path] of deletes) assert.equal(path.replaceAll("'", "%27"), expected.replaceAll("'", "%27"));
    });
  }

  for (const id of noIds) {
    it(`that names no segment is never sent, and never taken for deleted: ${JSON.stringify(id)}`, async () => {
      const { seen, between } = tap();
      const world = startWorld({}, {}, { between });
      for (const work of [() => world.read(id, owned), () => world.remove(id), () => world.update(id, owned, owned)]) {
        assert.match((await failureOf(work())).message, /is not an id/);
      }
      assert.deepEqual(seen, []);
    });

    it(`that names no segment and is a sponsor's removes nobody: ${JSON.stringify(id)}`, async () => {
      const isList = (method: string, path: string) => method === "GET" && path.endsWith("/internalSponsors");
      const { seen, between } = tap((method, path) => (isList(method, path) ? { value: [{ id }] } : undefined));
      const world = startWorld({}, { timeoutSeconds: "5" }, { between });
      const { id: own, outputs } = await world.create(owned);
      await failureOf(world.update(own, outputs, { ...owned, internalSponsors: [sponsor] }));
      assert.deepEqual(
        seen.filter(([method]) => method === "DELETE"),
        [],
      );
    });

    it(`that names no segment is not taken from the answer to a create, whose organization is found: ${JSON.stringify(id)}`, async () => {
      let answers = 0;
      const world = startWorld(
        {},
        {},
        {
          between: (next) => async (input, init) => {
            const response = await next(input, init);
            if (init?.method !== "POST" || answers++ > 0) return response;
            return Response.json({ ...((await response.json()) as object), id }, { status: 201 });
          },
        },
      );
      const made = await world.create(owned);
      assert.deepEqual(
        world.emulator.portal.list().map((organization) => organization.id),
        [made.id],
      );
    });
  }

  it("that a list leaves out is an error, and neither a sponsor nor an absence", async () => {
    for (const item of [null, {}, { id: 5 }, { id: null }, "text"]) {
      const { between } = tap((method, path) =>
        method === "GET" && (path.endsWith("/internalSponsors") || path === collection) ? { value: [item] } : undefined,
      );
      const world = startWorld({}, { timeoutSeconds: "5" }, { between });
      const { id, outputs } = await world.create(owned);
      const managed = { ...outputs, internalSponsors: [] };
      assert.match((await failureOf(world.read(id, managed))).message, /holds an item without an id/);
      world.emulator.faults.add({
        method: "GET",
        times: "always",
        fault: { kind: "status", status: 404, body: "html" },
      });
      assert.match((await failureOf(world.read(id, outputs))).message, /holds an item without an id/);
    }
  });
});
