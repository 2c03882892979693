/** The one request without an idempotency key: never two organizations, never one that nobody knows of. */
import assert from "node:assert/strict";
import type { Fault, Switches } from "../../../emulator";
import { Owners } from "../../../provider/lifecycle/owners";
import { forbidLookUp, messageOf, startSpoiled, status } from "../../support/failures";
import { collection, idsIn, outputsNow, posts } from "../../support/organizations";
import {
  domain,
  free,
  litware,
  organization,
  owned,
  proposed,
  tenant,
  wingtip,
  first as wingtipId,
} from "../../support/sources";
import { startWorld, type World, type WorldOptions } from "../../support/world";

const hour = 3_600_000;
const lostAfter: Fault = { kind: "reset", when: "after" };

async function createsOne(world: World, declared = owned): Promise<void> {
  const { id, outputs } = await world.create(declared);
  assert.deepEqual(idsIn(world), [id]);
  assert.deepEqual(outputs, outputsNow(world, id, declared));
}

/** Every organization is answered with this creation time. @param stamp in JSON */
function stamped(stamp: string): NonNullable<WorldOptions["between"]> {
  return (next) => async (input, init) => {
    const response = await next(input, init);
    const text = (await response.text()).replace(/(?<="createdDateTime":)"[^"]+"/g, stamp);
    return new Response(text || null, response);
  };
}

/** Finds no connection for those requests of a method that the condition names by their number, from 1. */
function startWithout(code: string, fails: (method: string, count: number) => boolean): World {
  const counts = new Map<string, number>();
  const between: WorldOptions["between"] = (next) => async (input, init) => {
    const method = init?.method ?? "GET";
    const count = (counts.get(method) ?? 0) + 1;
    counts.set(method, count);
    const cause = Object.assign(new Error("connect"), { code });
    if (fails(method, count)) throw new TypeError("fetch failed", { cause });
    return next(input, init);
  };
  return startWorld({}, {}, { between });
}

describe("a create whose answer is lost", () => {
  const lost: [title: string, fault: Fault, sent: number][] = [
    ["a reset after it was carried out", lostAfter, 1],
    ["a 504", { ...status(504), when: "after" }, 1],
    ["an HTML body", { kind: "html" }, 1],
    ["a hang after it was carried out", { kind: "hang", when: "after" }, 1],
    ["a reset before it was carried out", { kind: "reset" }, 2],
    ["a hang before it was carried out", { kind: "hang" }, 2],
  ];
  for (const [title, fault, sent] of lost) {
    it(`by ${title} ends with one organization, after a search and ${sent} POST`, async () => {
      for (const serviceAhead of [0, -hour, hour]) {
        const world = startWorld({}, {}, { serviceAhead });
        world.emulator.faults.add({ method: "POST", fault });
        await createsOne(world);
        assert.equal(posts(world), sent);
        const [first, second] = world.emulator.requests;
        assert.deepEqual([first?.method, second?.method, second?.path.includes("filter")], ["POST", "GET", true]);
      }
    });
  }

  const odd: Partial<Switches>[] = [
    { filters: "refused" },
    { pageSize: 1, emptyPage: "first" },
    { createdUnlistedReads: 3 },
    { createdHiddenReads: 4, createdHiddenAs: "emptySources" },
    { swap: "kept" },
    { swap: "later", swapAfterReads: 1 },
    { swap: "crossCloud" },
  ];
  for (const switches of odd) {
    it(`finds what it made among others with ${JSON.stringify(switches)}`, async () => {
      for (const declared of [owned, free, organization(tenant(litware)), organization(domain("proseware.us"))]) {
        const world = startWorld({ switches });
        for (const displayName of ["Tailspin", "Partner"]) {
          world.emulator.portal.create({ displayName, identitySources: [] });
        }
        await world.clock.sleep(5000);
        world.emulator.faults.add({ method: "POST", fault: lostAfter });
        const { id, outputs } = await world.create(declared);
        assert.deepEqual([outputs, posts(world)], [outputsNow(world, id, declared), 1]);
        assert.equal(idsIn(world).length, 3);
      }
    });
  }

  it("while Graph still refuses it because of one deleted before ends with one organization", async () => {
    const world = startWorld(
      { switches: { deletedBusyCreates: 2, deletedVisibleReads: 9 } },
      {},
      { owners: new Owners() },
    );
    const { id, outputs } = await world.create(owned);
    await world.remove(id, outputs);
    world.emulator.faults.add({ method: "POST", path: /connectedOrganizations$/, skip: 2, fault: lostAfter });
    await createsOne(world);
    assert.equal(posts(world), 4);
  });

  it("is told what to do when another organization than the deleted one is in the way", async () => {
    const organizations = [proposed(wingtipId, tenant(wingtip))];
    const world = startWorld({ seed: { organizations } }, {}, { owners: new Owners() });
    forbidLookUp(world);
    const { id, outputs } = await world.create(free);
    await world.remove(id, outputs);
    assert.match(
      await messageOf(world.create(owned)),
      / The domain may be stored as a tenant that no look-up reported: /,
    );
  });

  it("and that then meets a duplicate takes it for its own when it shows late", async () => {
    const world = startWorld({ switches: { createdUnlistedReads: 8 } });
    world.emulator.faults.add({ method: "POST", fault: lostAfter });
    await createsOne(world);
    assert.equal(posts(world), 2);
  });

  for (const [what, stamp] of [
    ["is long past", '"2020-01-01T00:00:00Z"'],
    ["is missing", "null"],
  ] as const) {
    it(`is reported, and not sent again, when the creation time of what it made ${what}`, async () => {
      const world = startSpoiled(lostAfter, { between: stamped(stamp) });
      const message = await messageOf(world.create(owned));
      const [only, ...others] = idsIn(world);
      assert.ok(message.includes(`Organization "Partner" (id ${only}, state configured) already exists for `));
      assert.deepEqual(others, []);
    });
  }

  it("is not sent again while no look-up can tell whose the domain is and the creation time is missing", async () => {
    const world = startSpoiled(lostAfter, { between: stamped("null") });
    forbidLookUp(world);
    assert.match(await messageOf(world.create(owned)), /It is not known whether the organization was created/);
    assert.deepEqual([posts(world), idsIn(world).length], [1, 1]);
  });

  it("and is then refused for another reason stays in doubt", async () => {
    const world = startWorld({ switches: { createdUnlistedReads: 40 } });
    const refused = { method: "POST", times: "always", fault: status(403) } as const;
    world.emulator.faults.add({ method: "POST", fault: lostAfter }, refused);
    assert.match(
      await messageOf(world.create(owned)),
      /^Graph answered 403 .* It is not known whether the organization was created, because the answer was lost/,
    );
  });

  const unknown = "Graph could not be reached: ECONNRESET. It is not known whether the organization was created";
  const again = "Run up again with adoptExisting: true, which takes the organization over if it was created.";

  it("every time ends with an error after three tries", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "POST", times: "always", fault: { kind: "reset" } });
    assert.equal(await messageOf(world.create(owned)), `${unknown}: it was not found. ${again}`);
    assert.equal(posts(world), 3);
  });

  for (const [code, fact, path, fault] of [
    [503, "Graph answered 503 ServiceUnavailable", /connectedOrganizations/, lostAfter],
    [403, "Graph answered 403 UnAuthorized", /connectedOrganizations$/, { kind: "reset" }],
  ] as const) {
    it(`is not sent again while the search is answered with ${code}, and the remedy makes no second one`, async () => {
      const world = startSpoiled(fault);
      world.emulator.faults.add({ method: "GET", path, times: "always", fault: status(code) });
      const message = await messageOf(world.create(owned));
      const reason = "because the answer was lost: Graph could not be reached: ECONNRESET";
      assert.ok(message.startsWith(`${fact}: `), message);
      assert.ok(
        message.endsWith(` It is not known whether the organization was created, ${reason}. ${again}`),
        message,
      );
      assert.equal(posts(world), 1);
      world.emulator.faults.clear();
      await createsOne(world, { ...owned, adoptExisting: true });
    });
  }

  it("stays in doubt when the next tries find no connection", async () => {
    const world = startWithout("ENOTFOUND", (method, count) => method === "POST" && count > 1);
    world.emulator.faults.add({ method: "POST", fault: { kind: "reset" } });
    assert.ok((await messageOf(world.create(owned))).startsWith(unknown));
  });
});

describe("a create that finds no connection", () => {
  for (const code of ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "DEPTH_ZERO_SELF_SIGNED_CERT"]) {
    it(`(${code}) leaves nothing in doubt, and is sent again when the service can be reached`, async () => {
      const cut = startWithout(code, (method) => method === "POST");
      assert.equal(await messageOf(cut.create(owned)), `Graph could not be reached: ${code}.`);
      assert.deepEqual(idsIn(cut), []);
      const back = startWithout(code, (method, count) => method === "POST" && count === 1);
      await createsOne(back);
      assert.equal(posts(back), 1);
    });
  }
});

describe("a create that is throttled", () => {
  it("is sent again after Retry-After, by the service's own clock", async () => {
    for (const serviceAhead of [0, hour]) {
      const world = startWorld({}, {}, { serviceAhead });
      const waits = [{ dateInSeconds: 40 }, "2.128", 0];
      world.emulator.faults.add(...waits.map((after) => ({ method: "POST", fault: status(429, after) })));
      await createsOne(world);
      // Nothing was granted so far, so what follows the create waits for a second.
      assert.deepEqual(world.clock.slept, [40_000, 2128, 4000, 1000]);
      assert.deepEqual(world.sent().slice(0, 4), Array(4).fill(`POST ${collection}`));
    }
  });
});
