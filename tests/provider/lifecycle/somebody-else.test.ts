/** Organizations that others make while a create is under way: never taken for its own, unless they certainly are. */
import assert from "node:assert/strict";
import { Owners } from "../../../provider/lifecycle/owners";
import { declaredOf } from "../../../provider/organization/recorded";
import { beforeFirst, forbidLookUp, messageOf, startSpoiled, until } from "../../support/failures";
import { bodies, idsIn, posts } from "../../support/organizations";
import { domain, litware, onWire, organization, owned, tenant, wingtip } from "../../support/sources";
import { checked, startWorld, type World, type WorldOptions } from "../../support/world";

const hour = 3_600_000;
const source = onWire(tenant(wingtip));

describe("an organization that somebody else made", () => {
  for (const [displayName, serviceAhead] of [
    ["Partner", 0],
    ["Partner", -hour],
    ["Partner", hour],
    ["Wingtip", 0],
  ] as const) {
    it(`earlier as ${displayName}, by a clock that is ${serviceAhead} ms ahead, is reported, and nothing is sent again`, async () => {
      const world = startSpoiled({ kind: "reset" }, { serviceAhead });
      const { id } = world.emulator.portal.create({ displayName, identitySources: [source] });
      await world.clock.sleep(5000);
      assert.equal(
        await messageOf(world.create(owned)),
        `Organization "${displayName}" (id ${id}, state configured) already exists for domainIdentitySource wingtiptoys.com. If its resource was renamed or moved, name the former one in the option aliases. Otherwise set adoptExisting: true to take it over, use an import file, or delete it. (Graph could not be reached: ECONNRESET)`,
      );
      assert.deepEqual([posts(world), idsIn(world)], [1, [id]]);
    });
  }

  /** The first POST hangs, and at the same time somebody else makes organizations. */
  async function meanwhile(declared: typeof owned, ...others: Parameters<World["emulator"]["portal"]["create"]>[0][]) {
    const world = startSpoiled({ kind: "hang" });
    const work = world.create(declared);
    await until(() => bodies(world, "POST").length > 0);
    await world.clock.sleep(2000);
    const made = others.map((other) => world.emulator.portal.create(other).id);
    return { world, made, id: (await work).id };
  }

  it("meanwhile is taken over where that is allowed", async () => {
    const other = { displayName: "Wingtip", identitySources: [source] };
    const { world, made, id } = await meanwhile({ ...owned, adoptExisting: true }, other);
    assert.deepEqual([idsIn(world), made, world.emulator.portal.get(id)?.displayName], [[id], [id], "Partner"]);
  });

  it("meanwhile of another identity is not taken for it, whatever its name", async () => {
    const identitySources = [onWire(tenant(litware))];
    const others = ["Partner", "Another"].map((displayName) => ({ displayName, identitySources }));
    const { world, made, id } = await meanwhile(owned, ...others);
    assert.deepEqual([idsIn(world), posts(world)], [[...made, id], 2]);
  });

  /** The first POST never arrives, and somebody else makes one of the same name instead. */
  function startPreceded(...identitySources: (typeof source)[]): World {
    const happens = () => {
      world.emulator.portal.create({ displayName: "Partner", identitySources });
      throw new TypeError("fetch failed");
    };
    const world: World = startWorld({}, {}, { between: beforeFirst("POST", /connectedOrganizations$/, happens) });
    return world;
  }

  it("in the same program under the same name is not taken for it while no look-up can tell whose the domain is", async () => {
    const owners = new Owners();
    let release: () => void = assert.fail;
    const isHeld = new Promise<void>((resolve) => {
      release = resolve;
    });
    const between: WorldOptions["between"] = (next) => async (input, init) => {
      if (init?.method !== "POST") return await next(input, init);
      if (String(init.body).includes("litwareinc.com")) throw new TypeError("fetch failed");
      const response = await next(input, init);
      await isHeld;
      return response;
    };
    const world = startWorld({ switches: { duplicate: "allowed" } }, {}, { owners, between });
    forbidLookUp(world);
    const another = organization(domain("litwareinc.com"));
    for (const inputs of [owned, another]) owners.declare(declaredOf(checked(inputs)));
    const first = world.create(owned);
    await until(() => idsIn(world).length === 1);
    assert.match(await messageOf(world.create(another)), /It is not known whether the organization was created/);
    release();
    assert.deepEqual([(await first).id], idsIn(world));
  });

  it("meanwhile under the same name and with one source more is not taken for it, but reported", async () => {
    const world = startPreceded(source, onWire(tenant(litware)));
    assert.match(await messageOf(world.create(owned)), /^Organization "Partner" \(id .* already exists/);
    assert.equal(idsIn(world).length, 1);
  });

  it("meanwhile under the same name and without sources is not taken for it", async () => {
    const world = startPreceded();
    const { id } = await world.create(owned);
    const [other, ...own] = world.emulator.portal.list();
    assert.deepEqual([other?.identitySources, own.map((made) => made.id), posts(world)], [[], [id], 1]);
  });
});
