/** The one request without an idempotency key: never two organizations, never one that nobody knows of. */
import assert from "node:assert/strict";
import type { Fault, Switches } from "../../../emulator";
import {
  bodies,
  collection,
  domain,
  failureOf,
  free,
  litware,
  messageOf,
  organization,
  outputsNow,
  owned,
  tenant,
  until,
  wingtip,
} from "../../support/organizations";
import { startWorld, type World, type WorldOptions } from "../../support/world";

const hour = 3_600_000;
const all = [owned, free, organization(tenant(litware))];

const lost: [title: string, fault: Fault][] = [
  ["reset", { kind: "reset", when: "after" }],
  ["a 500", { kind: "status", status: 500, when: "after" }],
  ["a 502 of a gateway", { kind: "status", status: 502, when: "after", body: "html" }],
  ["a 504", { kind: "status", status: 504, when: "after" }],
  ["a truncated body", { kind: "truncated" }],
  ["an empty body", { kind: "empty" }],
  ["an HTML body", { kind: "html" }],
  ["JSON of something else", { kind: "wrongJson" }],
  ["a connection that hangs", { kind: "hang", when: "after" }],
];

async function createdOnce(world: World, declared: typeof owned): Promise<void> {
  const { id, outputs } = await world.create(declared);
  assert.deepEqual(
    world.emulator.portal.list().map((organization) => organization.id),
    [id],
  );
  assert.deepEqual(outputs, outputsNow(world, id, declared));
}

describe("a create whose answer is lost", () => {
  for (const [title, fault] of lost) {
    it(`by ${title} finds what it made, after one POST`, async () => {
      const world = startWorld();
      world.emulator.faults.add({ method: "POST", fault });
      await createdOnce(world, owned);
      assert.equal(bodies(world, "POST").length, 1);
    });
  }

  const odd: [title: string, switches: Partial<Switches>][] = [
    ["no filter is known", { filters: "refused" }],
    ["lists come in small pages", { pageSize: 1, emptyPage: "first" }],
    ["lists show it late", { createdUnlistedReads: 3 }],
    ["its sources show late", { createdHiddenReads: 4, createdHiddenAs: "emptySources" }],
    ["the domain stays a domain", { swap: "kept" }],
    ["the domain becomes a tenant later", { swap: "later", swapAfterReads: 1 }],
    ["the tenant is stored as one of another cloud", { swap: "crossCloud" }],
  ];
  for (const [title, switches] of odd) {
    it(`finds what it made also when ${title}`, async () => {
      for (const declared of [...all, organization(domain("proseware.us"))]) {
        const world = startWorld({ switches });
        for (const name of ["Tailspin", "Partner"]) {
          world.emulator.portal.create({ displayName: name, identitySources: [] });
        }
        await world.clock.sleep(5000);
        world.emulator.faults.add({ method: "POST", fault: { kind: "reset", when: "after" } });
        const { id, outputs } = await world.create(declared);
        assert.deepEqual([outputs, bodies(world, "POST").length], [outputsNow(world, id, declared), 1]);
        assert.equal(world.emulator.portal.list().length, 3);
      }
    });
  }

  for (const kind of ["reset", "hang"] as const) {
    it(`before it was carried out (${kind}) is looked for and then sent again`, async () => {
      const world = startWorld();
      world.emulator.faults.add({ method: "POST", fault: { kind } });
      await createdOnce(world, owned);
      assert.deepEqual(bodies(world, "POST").length, 2);
      const [first, second] = world.emulator.requests.slice(0, 2);
      assert.deepEqual([first?.method, second?.method, second?.path.includes("filter")], ["POST", "GET", true]);
    });
  }

  it("and then meets a duplicate is its own when it shows late", async () => {
    const world = startWorld({ switches: { createdUnlistedReads: 8 } });
    world.emulator.faults.add({ method: "POST", fault: { kind: "reset", when: "after" } });
    await createdOnce(world, owned);
    assert.equal(bodies(world, "POST").length, 2);
  });

  for (const [what, stamp] of [
    ["is long ago", '"2020-01-01T00:00:00Z"'],
    ["is left out", "null"],
  ] as const) {
    it(`is reported, and not sent again, when the time of what it made ${what}`, async () => {
      const restamped: WorldOptions["between"] = (next) => async (input, init) => {
        const response = await next(input, init);
        const text = (await response.text()).replace(/(?<="createdDateTime":)"[^"]+"/g, stamp);
        return new Response(text || null, response);
      };
      const world = startWorld({ switches: { duplicate: "allowed" } }, {}, { between: restamped });
      world.emulator.faults.add({ method: "POST", fault: { kind: "reset", when: "after" } });
      const message = await messageOf(world.create(owned));
      const [only, ...others] = world.emulator.portal.list();
      assert.ok(message.includes(`There is already the organization "Partner" (id ${only?.id}, state configured)`));
      assert.deepEqual(others, []);
    });
  }

  it("again and again ends with an error after three tries", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "POST", times: "always", fault: { kind: "reset" } });
    assert.equal(
      await messageOf(world.create(owned)),
      "Graph could not be reached: ECONNRESET. Whether the organization was created is not known: it was looked for and not found. Run up again; should the organization exist by then, the message will name it.",
    );
    assert.equal(bodies(world, "POST").length, 3);
  });

  it("while the service cannot be asked either is not sent again", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "POST", fault: { kind: "reset", when: "after" } });
    world.emulator.faults.add({ method: "GET", times: "always", fault: { kind: "status", status: 503 } });
    assert.match(await messageOf(world.create(owned)), /^Graph answered 503 ServiceUnavailable/);
    assert.equal(bodies(world, "POST").length, 1);
  });
});

describe("an organization that somebody else made", () => {
  const source = { "@odata.type": "#microsoft.graph.azureActiveDirectoryTenant", tenantId: wingtip };

  const lostBesideOlder = async (displayName: string, options: WorldOptions = {}) => {
    const world = startWorld({ switches: { duplicate: "allowed" } }, {}, options);
    const { id } = world.emulator.portal.create({ displayName, identitySources: [source] });
    await world.clock.sleep(5000);
    world.emulator.faults.add({ method: "POST", fault: { kind: "reset" } });
    return { world, id };
  };

  for (const name of ["Partner", "Wingtip"]) {
    it(`before, with the same identity and the name ${name}, is reported, and nothing is sent again beside it`, async () => {
      const { world, id } = await lostBesideOlder(name);
      assert.equal(
        await messageOf(world.create(owned)),
        `Graph could not be reached: ECONNRESET. There is already the organization "${name}" (id ${id}, state configured) for domainIdentitySource wingtiptoys.com. If its resource was renamed or moved, name the former one in the option aliases; otherwise set adoptExisting: true to take it over, use an import file, or delete it.`,
      );
      assert.deepEqual([bodies(world, "POST").length, world.emulator.portal.list().length], [1, 1]);
    });
  }

  it("in the meantime is taken over where that is allowed", async () => {
    const world = startWorld({ switches: { duplicate: "allowed" } });
    world.emulator.faults.add({ method: "POST", path: /connectedOrganizations$/, fault: { kind: "hang" } });
    const work = world.create({ ...owned, adoptExisting: true });
    await until(() => world.sent().some((line) => line.startsWith("POST")));
    const { id } = world.emulator.portal.create({ displayName: "Wingtip", identitySources: [source] });
    assert.equal((await work).id, id);
    assert.deepEqual(
      world.emulator.portal.list().map(({ displayName }) => displayName),
      ["Partner"],
    );
  });

  it("in the meantime is not even looked for when the list cannot be had, and nothing is sent again", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "POST", fault: { kind: "reset" } });
    const fault = { kind: "status", status: 403 } as const;
    world.emulator.faults.add({ method: "GET", path: /connectedOrganizations$/, times: "always", fault });
    assert.match(
      await messageOf(world.create(owned)),
      /^Graph answered 403 .+ Whether the organization was created is not known, because the answer was lost: Graph could not be reached: ECONNRESET\. Run up again/,
    );
    assert.equal(bodies(world, "POST").length, 1);
  });

  it("at the same time, with another name or identity, is not taken for it either", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "POST", fault: { kind: "hang" } });
    const work = world.create(owned);
    await until(() => world.emulator.requests.length > 0);
    await world.clock.sleep(2000);
    const other = { ...source, tenantId: litware };
    world.emulator.portal.create({ displayName: "Partner", identitySources: [other] });
    world.emulator.portal.create({ displayName: "Another", identitySources: [other] });
    world.emulator.switches.set({ duplicate: "allowed" });
    const { id } = await work;
    assert.equal(world.emulator.portal.list().at(-1)?.id, id);
    assert.equal(bodies(world, "POST").length, 2);
  });

  it("at the same time, with the same name and a source more, is not taken for it, but reported", async () => {
    const two = [source, { ...source, tenantId: litware }];
    const makeAnother = () => world.emulator.portal.create({ displayName: "Partner", identitySources: two });
    const world = startWorld({}, {}, { between: losingFirstPost(() => makeAnother()) });
    assert.match(await messageOf(world.create(owned)), /There is already the organization "Partner" \(id /);
    assert.equal(world.emulator.portal.list().length, 1);
  });

  it("at the same time, with the same name and no sources yet, is not taken for it", async () => {
    const world = startWorld({}, {}, { between: losingFirstPost(() => makeAnother()) });
    const makeAnother = () => world.emulator.portal.create({ displayName: "Partner", identitySources: [] });
    const { id } = await world.create(owned);
    const [another, own, ...others] = world.emulator.portal.list();
    assert.deepEqual([own?.id, another?.identitySources, others], [id, [], []]);
    assert.equal(bodies(world, "POST").length, 1);
  });

  for (const serviceAhead of [-hour, hour]) {
    const where = serviceAhead > 0 ? "ahead of" : "behind";
    it(`is told from our own also when the service's clock is an hour ${where} ours`, async () => {
      const lostAfter = startWorld({}, {}, { serviceAhead });
      lostAfter.emulator.faults.add({ method: "POST", fault: { kind: "reset", when: "after" } });
      await createdOnce(lostAfter, owned);
      assert.equal(bodies(lostAfter, "POST").length, 1);

      const { world, id } = await lostBesideOlder("Partner", { serviceAhead });
      assert.match(await messageOf(world.create(owned)), new RegExp(`There is already .+ \\(id ${id}, `));
      assert.equal(world.emulator.portal.list().length, 1);
    });
  }
});

describe("a create that is throttled", () => {
  const forms: [title: string, retryAfter: number | string | { dateInSeconds: number } | undefined, waited: number][] =
    [
      ["315 seconds", 315, 315_000],
      ["2.128 seconds", "2.128", 2128],
      ["a date", { dateInSeconds: 40 }, 40_000],
      ["a date that is over", { dateInSeconds: -40 }, 1000],
      ["0", 0, 1000],
      ["nothing", undefined, 1000],
      ["something unreadable", "soon", 1000],
    ];
  for (const [title, retryAfter, waited] of forms) {
    it(`waits as long as Retry-After says (${title}) and is sent again`, async () => {
      for (const serviceAhead of [0, hour]) {
        const world = startWorld({}, {}, { serviceAhead });
        world.emulator.faults.add({ method: "POST", fault: { kind: "status", status: 429, retryAfter } });
        await createdOnce(world, owned);
        assert.deepEqual(world.clock.slept, [waited]);
        assert.deepEqual(world.sent().slice(0, 2), [`POST ${collection}`, `POST ${collection}`]);
      }
    });
  }

  it("for longer than the operation's time-out ends at once, and says so", async () => {
    const world = startWorld({}, { timeoutSeconds: "60" });
    world.emulator.faults.add({ method: "POST", fault: { kind: "status", status: 429, retryAfter: 61 } });
    assert.equal(
      await messageOf(world.create(owned)),
      "Graph answered 429 TooManyRequests: Too many requests. Wait before sending again, and the next try in 61 s would be after the operation's time-out.",
    );
    assert.deepEqual([world.clock.slept, world.emulator.portal.list()], [[], []]);
  });

  it("with every Retry-After zero is sent at growing intervals", async () => {
    const world = startWorld();
    world.emulator.faults.add({ method: "POST", times: 5, fault: { kind: "status", status: 429, retryAfter: 0 } });
    await createdOnce(world, owned);
    assert.deepEqual(world.clock.slept, [1000, 2000, 4000, 8000, 16_000]);
  });
});

describe("a create that is refused", () => {
  it("without an organization in its way passes Graph's refusal on", async () => {
    const world = startWorld();
    assert.equal(
      await messageOf(world.create(organization(domain("contoso.com")))),
      "Graph answered 400 BadRequest: The home tenant cannot be added as a connected organization.",
    );
    assert.deepEqual([world.emulator.portal.list(), bodies(world, "POST").length], [[], 1]);
  });

  it("by 401 or 403 looks for nothing", async () => {
    for (const status of [401, 403]) {
      const world = startWorld();
      world.emulator.faults.add({ method: "POST", fault: { kind: "status", status } });
      assert.match((await failureOf(world.create(owned))).message, new RegExp(`^Graph answered ${status} `));
      assert.deepEqual(world.sent(), [`POST ${collection}`]);
    }
  });
});

/** The first POST never arrives, and something else happens in its place. */
function losingFirstPost(instead: () => void): (next: typeof fetch) => typeof fetch {
  let isFirst = true;
  return (next) => async (input, init) => {
    if (init?.method !== "POST" || !isFirst) return await next(input, init);
    isFirst = false;
    instead();
    throw new TypeError("fetch failed");
  };
}
