/** Ids from the service and from state name one segment of a path, whatever characters they are made of. */
import assert from "node:assert/strict";
import type { Values } from "../../provider/organization/recorded";
import { failureOf } from "../support/failures";
import { collection } from "../support/organizations";
import { owned } from "../support/sources";
import { startWorld, type World, type WorldOptions } from "../support/world";

const hostile = "../x|..\\x|a/b|a?b|a#b|%2e%2e|%2f|a%00b| |a\nb|é|'|(1)".split("|").concat("x".repeat(5000));
const noIds = ["", ".", ".."];
const sponsor = "0d5c8e1a-4b7f-4f29-9a36-2c1e5d8b7f60";
const isSponsorList = (method: string, path: string) => method === "GET" && path.endsWith("/internalSponsors");

/** A world without batches whose service answers some requests so, and each request's method and path as it sees them. */
function tap(answer: (method: string, path: string) => unknown = () => undefined) {
  const seen: [method: string, path: string][] = [];
  const between: WorldOptions["between"] = (next) => async (input, init) => {
    const { pathname } = new URL(String(input));
    const method = init?.method ?? "GET";
    seen.push([method, pathname]);
    const body = answer(method, pathname);
    return body === undefined ? await next(input, init) : Response.json(body);
  };
  const world = startWorld({ switches: { batch: 404 } }, { timeoutSeconds: "5" }, { between });
  return { seen, world };
}

const operations: ((world: World, id: string) => Promise<unknown>)[] = [
  (world, id) => world.read(id, owned),
  (world, id) => world.remove(id),
  (world, id) => world.update(id, owned, { ...owned, displayName: "Other" }),
];

/** Which paths are deleted when the list of sponsors holds this id and another one is declared. */
async function removedFor(id: string): Promise<{ deleted: string[]; list: string }> {
  const { seen, world } = tap((method, path) => (isSponsorList(method, path) ? { value: [{ id }] } : undefined));
  const { id: own, outputs } = await world.create(owned);
  await failureOf(world.update(own, outputs, { ...owned, internalSponsors: [sponsor] }));
  const deleted = seen.filter(([method]) => method === "DELETE").map(([, path]) => path.replaceAll("'", "%27"));
  return { deleted, list: `${collection}/${own}/internalSponsors` };
}

describe("an id", () => {
  for (const id of hostile) {
    const name = JSON.stringify(id.slice(0, 10));

    it(`in state is one segment below the collection: ${name}`, async () => {
      const { seen, world } = tap();
      await Promise.allSettled(operations.map((run) => run(world, id)));
      for (const [, path] of seen.filter(([, each]) => each !== "/v1.0/$batch")) {
        const [prefix, segment, ...more] = path.split(collection);
        assert.deepEqual([prefix, more], ["", []]);
        assert.match(segment ?? "", /^(\/[^/]+)?$/);
      }
    });

    it(`of a sponsor is one segment below the list: ${name}`, async () => {
      const { deleted, list } = await removedFor(id);
      const segment = encodeURIComponent(id.toLowerCase()).replaceAll("'", "%27");
      assert.deepEqual(new Set(deleted), new Set([`${list}/${segment}/$ref`]));
    });
  }

  for (const id of noIds) {
    const name = JSON.stringify(id);

    it(`that names no segment is never sent, and never taken for deleted: ${name}`, async () => {
      const { seen, world } = tap();
      for (const run of operations) assert.match((await failureOf(run(world, id))).message, /is not an id/);
      assert.deepEqual(seen, []);
    });

    it(`that names no segment and is a sponsor's removes nobody: ${name}`, async () => {
      assert.deepEqual((await removedFor(id)).deleted, []);
    });

    it(`that names no segment is not taken from the answer to a create, whose organization is found: ${name}`, async () => {
      let answers = 0;
      const between: WorldOptions["between"] = (next) => async (input, init) => {
        const response = await next(input, init);
        if (init?.method !== "POST" || answers++ > 0) return response;
        return Response.json({ ...((await response.json()) as object), id }, { status: 201 });
      };
      const world = startWorld({}, {}, { between });
      const made = await world.create(owned);
      const stored = world.emulator.portal.list().map((organization) => organization.id);
      assert.deepEqual(stored, [made.id]);
    });
  }

  for (const item of [null, {}, { id: 5 }, { id: null }, "text"]) {
    it(`that a list leaves out is an error, and neither a sponsor nor an absence: ${JSON.stringify(item)}`, async () => {
      const { world } = tap((method, path) => {
        const isCollection = method === "GET" && path === collection;
        return isSponsorList(method, path) || isCollection ? { value: [item] } : undefined;
      });
      const { id, outputs } = await world.create(owned);
      const fails = async (state: Values) =>
        assert.match((await failureOf(world.read(id, state))).message, /contains an item without an id/);
      await fails({ ...outputs, internalSponsors: [] });
      const missing = { kind: "status", status: 404, body: "html" } as const;
      world.emulator.faults.add({ method: "GET", times: "always", fault: missing });
      await fails(outputs);
    });
  }
});
