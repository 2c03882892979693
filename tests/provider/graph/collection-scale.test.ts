/** Refreshing many organizations: what may come from pages of the collection, and what must not. */
import assert from "node:assert/strict";
import type { Switches } from "../../../emulator";
import { waits } from "../../../provider/waits";
import { collection } from "../../support/organizations";
import { domain, organization } from "../../support/sources";
import { startWorld, type World, type WorldOptions } from "../../support/world";

type Made = Awaited<ReturnType<World["create"]>>;
type Seen = Awaited<ReturnType<World["read"]>>;

const name = (index: number): string => `Partner ${index}`;
const source = (index: number) => domain(`partner-${index}.example`);
const domainOf = (index: number) => ({
  "@odata.type": "#microsoft.graph.domainIdentitySource",
  domainName: `partner-${index}.example`,
});

/** A tenant with `size` organizations, and the state of the declared ones, evenly spread among them. */
function tenantOf(size: number, declared: number, switches: Partial<Switches> = {}, options: WorldOptions = {}) {
  const world = startWorld({ switches }, {}, options);
  const { portal } = world.emulator;
  const step = size / declared;
  const made = Array.from({ length: size }, (_, index) => {
    const { id } = portal.create({ displayName: name(index), identitySources: [domainOf(index)] });
    const inputs = { ...organization(source(index)), displayName: name(index), description: "" };
    const resolvedIdentitySources = [source(index)];
    return { id, outputs: { ...inputs, adoptExisting: false, resolvedIdentitySources, __schemaVersion: 1 } };
  });
  return { world, made: made.filter((_, index) => index % step < 1) };
}

/** Reads as the engine does: `parallel` at once, and some moments between an answer and the next request. */
async function refresh(world: World, made: readonly Made[], parallel = 8, moments = 0): Promise<Seen[]> {
  const found: Seen[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < made.length; index = next++) {
      const { id, outputs } = made[index] as (typeof made)[number];
      found[index] = await world.read(id, outputs);
      for (let moment = 0; moment < moments * (index % parallel); moment += 1) await world.clock.moment();
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return found;
}

const names = (found: readonly Seen[]) => found.map((one) => one?.outputs["displayName"]);
const declaredNames = (made: readonly Made[]) => made.map(({ outputs }) => outputs["displayName"]);

/** The requests sent: the number of members of each batch, or a page. */
function sizes({ emulator }: World): (number | string)[] {
  return emulator.requests.map(({ body }) => (body as { requests?: object[] } | undefined)?.requests?.length ?? "page");
}

describe("a refresh of many organizations", () => {
  const rows: [size: number, declared: number, most: number, switches?: Partial<Switches>][] = [
    [100, 100, 12],
    [1000, 1000, 30],
    [1000, 1000, 31, { emptyPage: "first" }],
    [5000, 5, 8],
    [5000, 100, 50],
    [300, 300, 130, { pageSize: 5 }],
  ];
  for (const [size, declared, most, switches = {}] of rows) {
    it(`takes at most ${most} requests for ${declared} of ${size} ${JSON.stringify(switches)}`, async () => {
      const { world, made } = tenantOf(size, declared, switches);
      assert.deepEqual(names(await refresh(world, made)), declaredNames(made));
      assert.ok(world.emulator.requests.length <= most, String(world.emulator.requests.length));
    });
  }

  it("answers no delete from a page that is older than five seconds: that looks at what is stored now", async () => {
    const { world, made } = tenantOf(60, 60);
    await refresh(world, made.slice(0, 30));
    await world.clock.sleep(5001);
    const { id, outputs } = made.at(-1) as Made;
    world.emulator.portal.patch(id, { identitySources: [domainOf(61)] });
    await assert.rejects(world.remove(id, outputs), /It was not deleted/);
  });

  it("waits for a page under way instead of asking for what it will hold", async () => {
    const slowly: WorldOptions["between"] = (next) => async (input, init) => {
      for (let turn = 0; turn < 50 && init?.method === "GET"; turn += 1) await new Promise(setImmediate);
      return await next(input, init);
    };
    const { world, made } = tenantOf(80, 80, {}, { between: slowly });
    assert.deepEqual(names(await refresh(world, made)), declaredNames(made));
    assert.deepEqual(sizes(world), [8, "page"]);
  });

  it("stops waiting for others once as many ask as ever did at once", async () => {
    const { world, made } = tenantOf(48, 48);
    const managed = made.map(({ id, outputs }, index) => {
      const list = index % 2 === 0 ? "internalSponsors" : "externalSponsors";
      return { id, outputs: { ...outputs, [list]: [] } };
    });
    let moments = 0;
    const moment = world.clock.moment.bind(world.clock);
    world.clock.moment = () => {
      moments += 1;
      return moment();
    };
    await refresh(world, managed);
    assert.deepEqual(
      sizes(world).filter((size) => size !== "page"),
      [16, 8, 8, 8, 8, 8],
    );
    assert.ok(moments < 6 * 5, String(moments));
  });

  for (const parallel of [1, 2, 3, 100]) {
    it(`never takes more requests than it has organizations in a much larger tenant: ${parallel} at once`, async () => {
      const { world, made } = tenantOf(2000, 40, { pageSize: 20 });
      assert.deepEqual(names(await refresh(world, made, parallel)), declaredNames(made));
      assert.ok(world.emulator.requests.length <= 40, String(world.emulator.requests.length));
    });
  }

  it("sees changes made before it began, and finds what is gone", async () => {
    const { world, made } = tenantOf(60, 60);
    const { portal } = world.emulator;
    portal.patch(made[50]?.id ?? "", { displayName: "Renamed" });
    portal.delete(made[51]?.id ?? "");
    const expected: unknown[] = declaredNames(made);
    expected[50] = "Renamed";
    expected[51] = undefined;
    assert.deepEqual(names(await refresh(world, made)), expected);
  });
});

describe("many organizations that are gone", () => {
  it("share one reading of the collection to confirm it", async () => {
    const { world, made } = tenantOf(300, 300);
    const gone = made.slice(0, 40);
    for (const { id } of gone) world.emulator.portal.delete(id);
    const found = await refresh(world, made);
    assert.deepEqual(found.slice(0, 40), new Array(40).fill(undefined));
    assert.deepEqual(names(found.slice(40)), declaredNames(made.slice(40)));
    assert.ok(world.emulator.requests.length <= 90, String(world.emulator.requests.length));
  });
});

describe("an organization from a page", () => {
  /** A refresh has read the first organizations, and pages that hold the others. */
  async function afterSome(switches: Partial<Switches> = {}) {
    const { world, made } = tenantOf(60, 60, switches);
    await refresh(world, made.slice(0, 16));
    assert.ok(world.sent().includes(`GET ${collection}`));
    return { world, made, last: made[59] as (typeof made)[number] };
  }

  it("answers one read; the next one asks the service", async () => {
    const { world, last } = await afterSome();
    assert.equal((await world.read(last.id, last.outputs))?.outputs["displayName"], name(59));
    assert.deepEqual(world.sent(), []);
    world.emulator.portal.patch(last.id, { displayName: "Renamed" });
    assert.equal((await world.read(last.id, last.outputs))?.outputs["displayName"], "Renamed");
    assert.deepEqual(world.sent(), [`GET ${collection}/${last.id}`]);
  });

  it("is ignored if it was read before the page came", async () => {
    const { world, made } = await afterSome();
    const [first] = made;
    assert.ok(first);
    world.emulator.portal.patch(first.id, { displayName: "Renamed" });
    assert.equal((await world.read(first.id, first.outputs))?.outputs["displayName"], "Renamed");
  });

  it("is ignored after a write of ours", async () => {
    const { world, last } = await afterSome();
    const updated = await world.update(last.id, last.outputs, {
      ...organization(source(59)),
      displayName: "Ours",
      description: "",
    });
    assert.equal((await world.read(last.id, updated))?.outputs["displayName"], "Ours");
  });

  it("is ignored after a minute", async () => {
    const { world, last } = await afterSome();
    world.emulator.portal.patch(last.id, { displayName: "Renamed" });
    await world.clock.sleep(61_000);
    assert.equal((await world.read(last.id, last.outputs))?.outputs["displayName"], "Renamed");
  });

  it("does not count as gone because no page holds it: it is read alone", async () => {
    const { world } = await afterSome();
    const late = await world.create(organization(domain("late.example")));
    assert.deepEqual((await world.read(late.id, late.outputs))?.outputs, late.outputs);
  });

  it("is ignored without its sources, which a list may leave out", async () => {
    const bare: WorldOptions["between"] = (next) => async (input, init) => {
      const response = await next(input, init);
      if (!String(input).endsWith("connectedOrganizations")) return response;
      const { value } = (await response.json()) as { value: object[] };
      return Response.json({ value: value.map((item) => ({ ...item, identitySources: [] })) });
    };
    const { world, made } = tenantOf(60, 60, {}, { between: bare });
    const found = await refresh(world, made);
    assert.deepEqual(
      found.map((one) => one?.inputs["identitySources"]),
      made.map(({ outputs }) => outputs.resolvedIdentitySources),
    );
  });
});

describe("a page that fails", () => {
  for (const fault of [
    { kind: "status", status: 403 },
    { kind: "status", status: 500 },
    { kind: "html" },
    { kind: "redirect", location: "https://elsewhere.example/" },
    { kind: "truncated" },
  ] as const) {
    it(`leaves the organizations to single reads: ${JSON.stringify(fault)}`, async () => {
      const { world, made } = tenantOf(40, 40);
      world.emulator.faults.add({ method: "GET", path: /connectedOrganizations$/, times: "always", fault });
      assert.deepEqual(names(await refresh(world, made)), declaredNames(made));
    });
  }

  it("delays nobody for long when it hangs", async () => {
    const { world, made } = tenantOf(40, 40);
    const fault = { kind: "hang" } as const;
    world.emulator.faults.add({ method: "GET", path: /connectedOrganizations$/, times: "always", fault });
    assert.deepEqual(names(await refresh(world, made)), declaredNames(made));
    assert.deepEqual(
      world.clock.timeouts.filter((timeout) => timeout === waits.page),
      [waits.page],
      "all five rounds of eight wait for it once",
    );
    // Those who waited gave up on the page before it was tried again.
    assert.deepEqual(sizes(world).slice(0, 3), ["page", 8, 8]);
  });
});
